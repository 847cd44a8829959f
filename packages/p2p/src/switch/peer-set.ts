import type { PeerCounts } from "./reactor.js";
import type { PeerSession } from "./peer-session.js";
import type { SwitchPeer } from "./switch-peer.js";

/** The peers that can be sent to, in the order in which they came. Removal is by identity. */
export class PeerSet {
  readonly #sessions = new Map<string, PeerSession>();
  #snapshot: readonly SwitchPeer[] | undefined;

  add(session: PeerSession): void {
    this.#sessions.set(session.peer.id, session);
    this.#snapshot = undefined;
  }

  /** Removes this very session, not another one with its id. */
  remove(session: PeerSession): void {
    if (this.#sessions.get(session.peer.id) !== session) return;
    this.#sessions.delete(session.peer.id);
    this.#snapshot = undefined;
  }

  get(id: string): SwitchPeer | undefined {
    return this.#sessions.get(id)?.peer;
  }

  /** All of them; stays as it is when peers come and go. */
  list(): readonly SwitchPeer[] {
    this.#snapshot ??= Array.from(this.#sessions.values(), ({ peer }) => peer);
    return this.#snapshot;
  }
}

/**
 * Peers by direction, also those whose last messages are still being received: else we would dial one more for each that
 * sends much and says goodbye. Unconditional peers are in neither number (`p2p/switch.go:299-316@v0.38.25`).
 */
export function countPeers(sessions: Iterable<PeerSession>): Omit<PeerCounts, "dialing"> {
  let outbound = 0;
  let inbound = 0;
  for (const { peer, connected } of sessions) {
    if (!connected || peer.unconditional) continue;
    if (peer.outbound) outbound++;
    else inbound++;
  }
  return { outbound, inbound };
}
