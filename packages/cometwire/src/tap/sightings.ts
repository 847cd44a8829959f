import { createHash } from "node:crypto";
import type { MessageType } from "@cometwire/messages";
import type { TapSighting } from "./tap-message.js";

/** What everybody passes on: the same bytes from everybody. */
const PASSED_ON: ReadonlySet<MessageType> = new Set<MessageType>([
  "Txs",
  "Vote",
  "BlockPart",
  "Proposal",
  "EvidenceList",
]);

/** Contents that are remembered: a few minutes of a busy chain, 15 MB of memory at most. */
const REMEMBERED = 65_536;
/** Of a SHA-256: enough to tell contents apart, also for somebody who tries to make two alike. */
const KEY_BYTES = 20;

interface First {
  readonly peer: string;
  readonly at: number;
  copies: number;
}

/**
 * Remembers who sent what first. Of the contents seen, the latest 65,536 are remembered; one that comes again after that
 * counts as new.
 */
export class Sightings {
  readonly #firsts = new Map<string, First>();

  /**
   * Notes that a message has come.
   *
   * @param at - when, in milliseconds.
   * @returns undefined for messages that each node writes itself.
   */
  note(type: MessageType, bytes: Uint8Array, peer: string, at: number): TapSighting | undefined {
    if (!PASSED_ON.has(type)) return undefined;
    const key = keyOf(type, bytes);
    const known = this.#firsts.get(key);
    if (known === undefined) {
      this.#remember(key, { peer, at, copies: 1 });
      return { isFirst: true, copies: 1, firstPeer: peer, delayMs: 0 };
    }
    known.copies++;
    return { isFirst: false, copies: known.copies, firstPeer: known.peer, delayMs: at - known.at };
  }

  #remember(key: string, first: First): void {
    this.#firsts.set(key, first);
    if (this.#firsts.size <= REMEMBERED) return;
    const [oldest] = this.#firsts.keys();
    if (oldest !== undefined) this.#firsts.delete(oldest);
  }
}

function keyOf(type: MessageType, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(bytes).digest();
  return type + hash.toString("latin1", 0, KEY_BYTES);
}
