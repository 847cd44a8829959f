/** How far our own dial to the same node has got: nothing answered yet, or the handshake is under way. */
export type DialProgress = "connecting" | "handshaking";

/** What {@link decideInbound} looks at. */
export interface InboundSituation {
  readonly ourId: string;
  readonly peerId: string;
  /** A session with this id exists, from its first callback to its last. */
  readonly hasSession: boolean;
  /** Another inbound connection with this id is in its handshake. */
  readonly hasHandshake: boolean;
  /** Our own dial to this id, if there is one. */
  readonly dial: DialProgress | undefined;
}

/** What to do with an inbound connection whose id has just been proven. */
export type InboundDecision =
  | { readonly action: "admit"; readonly abortDial: boolean }
  | { readonly action: "refuse"; readonly why: string }
  /** Hold it until our dial has settled: when that succeeds, refuse this one; else admit it. */
  | { readonly action: "wait-for-dial" };

/**
 * Resolves an inbound connection against what we have with the same node. Nothing has been told to it yet, so refusing is
 * clean: neither side has counted it as a peer.
 *
 * When both nodes dial each other at the same moment, one connection must survive, the same on both sides. A dial that
 * nothing has answered yet gives way. Of two handshakes, the one that the node with the lower id dialled wins: that node
 * refuses the other, and the node with the higher id holds it back until its own dial has been decided. So a node that has
 * no such rule (Go) is safe, too: we never drop a connection which it may have accepted for one which it may refuse.
 */
export function decideInbound(situation: InboundSituation): InboundDecision {
  const { ourId, peerId, hasSession, hasHandshake, dial } = situation;
  if (hasSession) return { action: "refuse", why: "it is connected" };
  if (hasHandshake) return { action: "refuse", why: "it is in the handshake of another connection" };
  if (dial === undefined) return { action: "admit", abortDial: false };
  if (dial === "connecting") return { action: "admit", abortDial: true };
  if (ourId < peerId) return { action: "refuse", why: "we are dialling it, and our dial wins" };
  return { action: "wait-for-dial" };
}
