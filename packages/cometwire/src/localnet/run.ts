import type { P2PError } from "@cometwire/p2p";
import { asP2PError } from "@cometwire/p2p";
import type { Io } from "../io.js";
import { describeEvent, type LocalnetEvent } from "./events.js";
import { Localnet } from "./localnet.js";
import type { LocalnetPlan } from "./plan.js";
import type { NetworkState } from "./state.js";

/** How long a local network lives. */
export interface LocalnetLife {
  /** End as soon as it is complete. */
  readonly untilComplete: boolean;
  /** End after this time in any case; undefined: only when told to. */
  readonly durationMs: number | undefined;
}

/** What happened, and how it ended. */
export interface LocalnetOutcome {
  readonly endedBy: "complete" | "time" | "interrupt" | "failure";
  readonly state: NetworkState;
  readonly elapsedMs: number;
  /** Why a node could not start. */
  readonly error: P2PError | undefined;
}

/** Who watches. */
export interface LocalnetWatcher {
  /** The network is about to start; `quit` ends it. */
  begin(localnet: Pick<Localnet, "state" | "elapsedMs">, quit: () => void): void;
  /** Something has happened. `text` is it in words, or undefined for what needs no line of its own. */
  event(event: LocalnetEvent, text: string | undefined): void;
  /** It has ended; the nodes are being stopped. */
  end(outcome: LocalnetOutcome): void;
}

/** Runs a local network to its end. Never throws; the nodes are stopped when it resolves. */
export async function runLocalnet(
  plan: LocalnetPlan,
  life: LocalnetLife,
  watcher: LocalnetWatcher,
  { clock, random, signal }: Pick<Io, "clock" | "random" | "signal">,
): Promise<LocalnetOutcome> {
  let end: (by: LocalnetOutcome["endedBy"]) => void = () => undefined;
  const ended = new Promise<LocalnetOutcome["endedBy"]>((resolve) => (end = resolve));
  let error: P2PError | undefined;
  const localnet = new Localnet({
    plan,
    clock,
    random,
    onEvent: (event) => {
      watcher.event(event, describeEvent(event));
      if (event.event !== "complete") return;
      localnet.startGreetings();
      if (life.untilComplete) end("complete");
    },
  });
  const onAbort = (): void => end("interrupt");
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  const timer =
    life.durationMs === undefined ? undefined : clock.setTimer(life.durationMs, () => end("time"));
  watcher.begin(localnet, onAbort);
  localnet.start().catch((cause: unknown) => {
    error = asP2PError(cause, "LISTEN_FAILED");
    end("failure");
  });
  const endedBy = await ended;
  timer?.cancel();
  signal.removeEventListener("abort", onAbort);
  const { state, elapsedMs } = localnet;
  const stopping = localnet.stop();
  const outcome = { endedBy, state, elapsedMs, error: endedBy === "failure" ? error : undefined };
  watcher.end(outcome);
  await stopping;
  return outcome;
}
