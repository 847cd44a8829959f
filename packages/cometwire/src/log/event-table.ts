import { type ErrorCode, type NodeEvent, P2PError } from "@cometwire/p2p";
import type { AnyNodeEvent } from "./event-fields.js";
import type { LogLevel } from "./levels.js";

/** How an event is logged. */
export interface EventRule {
  /** The module that `log_level` knows it by, Go's names. */
  readonly module: "p2p" | "pex" | "main";
  /** Its level, or how that follows from its error. */
  readonly level: LogLevel | ((error: P2PError | undefined, event: AnyNodeEvent) => LogLevel);
  /** Fields that make two such events the same: the second within a minute is counted instead of written. */
  readonly sameBy: readonly string[];
  /** For `docs/API.md`: what has happened. */
  readonly meaning: string;
}

/** Defects of ours: the only errors in a log, with failing listeners. */
const ourDefects: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "HANDSHAKE_FAILED",
  "FILTER_FAILED",
  "REACTOR_STALLED",
  "REACTOR_FAILED",
  "RECEIVER_FAILED",
  "SEND_UNKNOWN_CHANNEL",
]);

/** What the operator can set right. */
const ourSettings: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "REJECTED_NETWORK",
  "REJECTED_BLOCK_VERSION",
  "REJECTED_CHANNELS",
]);

/** The level of what ends a connection, or keeps one from becoming: ordinary, unless it is our fault. */
function ordinary(error: P2PError | undefined): LogLevel {
  if (error === undefined) return "info";
  if (ourDefects.has(error.code)) return "error";
  return ourSettings.has(error.code) ? "warn" : "info";
}

/** The level of the end of a session. */
function disconnected(error: P2PError | undefined, event: AnyNodeEvent): LogLevel {
  const level = ordinary(error);
  return level === "info" && "misbehaved" in event && event.misbehaved === true ? "warn" : level;
}

/** A rule for events of peer exchange. */
function pex(level: EventRule["level"], sameBy: readonly string[], meaning: string): EventRule {
  return { module: "pex", level, sameBy, meaning };
}

/** Every event by its stable name; `docs/API.md` lists them. */
export const eventTable: Readonly<Record<NodeEvent["type"], EventRule>> = {
  listening: {
    module: "p2p",
    level: "info",
    sameBy: ["endpoint"],
    meaning: "we accept connections of peers",
  },
  "listener-failed": {
    module: "p2p",
    level: "error",
    sameBy: ["code"],
    meaning: "the listener had an error; it goes on",
  },
  dialing: { module: "p2p", level: "debug", sameBy: ["address"], meaning: "a dial began" },
  "dial-failed": {
    module: "p2p",
    level: ordinary,
    sameBy: ["code"],
    meaning: "a dial did not lead to a connection, and why",
  },
  "inbound-refused": {
    module: "p2p",
    level: ordinary,
    sameBy: ["code"],
    meaning: "an inbound connection did not get through the handshake, and why",
  },
  "peer-refused": {
    module: "p2p",
    level: ordinary,
    sameBy: ["code", "id"],
    meaning: "a connection got through the handshake and did not become a peer, and why",
  },
  "peer-connected": {
    module: "p2p",
    level: "info",
    sameBy: ["peer", "remote"],
    meaning: "a peer is connected",
  },
  "peer-disconnected": {
    module: "p2p",
    level: disconnected,
    sameBy: ["peer", "remote", "code"],
    meaning: "a peer's session ended, and why; without a code we ended it ourselves",
  },
  "reconnect-scheduled": {
    module: "p2p",
    level: (_error, event) => ("why" in event && event.why === "peer misbehaved" ? "warn" : "info"),
    sameBy: ["address", "why"],
    meaning: "a persistent peer will be dialled again, when, and why",
  },
  "reactor-failed": {
    module: "p2p",
    level: "error",
    sameBy: ["reactor", "code"],
    meaning: "a reactor's callback threw",
  },
  "peer-marked-good": {
    module: "p2p",
    level: "debug",
    sameBy: ["peer"],
    meaning: "a reactor found a peer useful",
  },
  "addresses-requested": pex("debug", ["peer"], "we asked a peer for addresses, and why"),
  "addresses-received": pex(
    "info",
    ["peer"],
    "a peer has answered: how many addresses, and how many were new",
  ),
  "address-announced": pex("debug", ["peer"], "a peer has said where it listens itself"),
  "request-held": pex("debug", ["peer"], "a request waits for its answer, and why"),
  "request-ignored": pex("info", ["peer", "why"], "a request gets no answer, and why"),
  "addresses-served": pex("info", ["peer"], "we have answered a peer: how many addresses, how many verified"),
  "letting-go": pex("info", ["peer"], "we hang up on a peer that has done nothing wrong, and why"),
  "peer-banned": pex("warn", ["id"], "a peer is banned for breaking the rules of peer exchange, and how"),
  "address-dropped": pex("info", ["why"], "an address has left the book for a time, or for good"),
  "dialing-from-book": pex("debug", ["address"], "we dial an address of the book, and why"),
  "dial-from-book-failed": pex("debug", ["code"], "an address of the book could not be dialled, and why"),
  "seed-dialing": pex("info", ["address"], "we dial a seed, and why"),
  "seed-failed": pex("warn", ["address", "code"], "a seed could not be asked, and why"),
  verifying: pex("debug", ["address"], "as a seed: we dial an address to see whether it can be handed out"),
  "address-verified": pex("debug", ["address"], "as a seed: we have found a node at its address"),
  "verification-postponed": pex("debug", ["address", "code"], "a connection with the node stands in the way"),
  "verification-failed": pex(ordinary, ["code"], "as a seed: an address cannot be handed out, and why"),
  "bans-ended": pex("info", [], "bans of the address book have ended"),
  "events-lost": {
    module: "main",
    level: "warn",
    sameBy: [],
    meaning: "a reader of events was too slow and has missed some",
  },
  warning: {
    module: "main",
    level: "warn",
    sameBy: ["error"],
    meaning: "something the operator should know",
  },
};

/** An event that the table does not know. */
const unknownEvent: EventRule = { module: "p2p", level: "info", sameBy: [], meaning: "" };

/** How to log an event. */
export function ruleOf(type: string): EventRule {
  return Object.hasOwn(eventTable, type) ? eventTable[type as NodeEvent["type"]] : unknownEvent;
}

/** The level of one event. */
export function levelOf(event: AnyNodeEvent): LogLevel {
  const { level } = ruleOf(event.type);
  return typeof level === "string" ? level : level(errorOf(event), event);
}

/** The error that an event carries, if any. */
export function errorOf(event: AnyNodeEvent): P2PError | undefined {
  const { error, reason } = event as AnyNodeEvent & { readonly error?: unknown; readonly reason?: unknown };
  if (error instanceof P2PError) return error;
  return reason instanceof P2PError ? reason : undefined;
}
