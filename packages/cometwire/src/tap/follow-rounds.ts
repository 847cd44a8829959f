import type { NewRoundStep } from "@cometwire/messages";

/** Where a node is in the consensus. */
export type RoundStep = Pick<NewRoundStep, "height" | "round" | "step">;

/**
 * Whether to tell a peer that we are where it is now, too. Peers take a round step only when it is further than the one
 * before (`consensus/reactor.go:1372-1423@v0.38.25`), so that is all they are sent.
 *
 * @param told - what the peer was told last; undefined when nothing.
 */
export function isFurther(now: RoundStep, told: RoundStep | undefined): boolean {
  if (told === undefined) return true;
  if (now.height !== told.height) return now.height > told.height;
  if (now.round !== told.round) return now.round > told.round;
  return now.step > told.step;
}
