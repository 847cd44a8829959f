/** What happens in a local network, by the names of its nodes. */
export type LocalnetHappening =
  /** It has started, and listens there. */
  | { readonly event: "started"; readonly node: string; readonly address: string; readonly id: string }
  /** It asks another one for addresses. */
  | { readonly event: "asked"; readonly node: string; readonly peer: string }
  /** It has been asked, and cannot answer yet. */
  | { readonly event: "held"; readonly node: string; readonly peer: string }
  /** It answers one that has asked. */
  | { readonly event: "told"; readonly node: string; readonly peer: string; readonly count: number }
  /** It has learned of others that it did not know. */
  | {
      readonly event: "heard";
      readonly node: string;
      readonly of: readonly string[];
      /** Who said so; undefined when it was they themselves. */
      readonly from: string | undefined;
    }
  /** It has dialled another one, and they are peers. */
  | {
      readonly event: "connected";
      readonly node: string;
      readonly peer: string;
      /** Who had told it of the other one. */
      readonly thanksTo: string | undefined;
    }
  /** The same, as seen by the one that was dialled. */
  | { readonly event: "accepted"; readonly node: string; readonly peer: string }
  /** Somebody from outside has dialled it. */
  | { readonly event: "visited"; readonly node: string }
  /** The seed has dialled a node's address and found that node there. */
  | { readonly event: "verified"; readonly node: string; readonly peer: string }
  /** It has ended a connection in peace. */
  | { readonly event: "let-go"; readonly node: string; readonly peer: string }
  /** The other end has ended a connection, or it broke. */
  | {
      readonly event: "lost";
      readonly node: string;
      readonly peer: string;
      readonly why: string;
      readonly code: string;
    }
  /** It greets its peers. */
  | { readonly event: "greeted"; readonly node: string; readonly peers: number }
  /** A greeting has arrived. */
  | { readonly event: "greeting"; readonly node: string; readonly peer: string }
  /** Something has failed. */
  | { readonly event: "trouble"; readonly node: string; readonly why: string; readonly code: string }
  /** Everybody has found everybody: see `Goal`. */
  | { readonly event: "complete" };

/** A {@link LocalnetHappening} and when, in milliseconds since the network's start. */
export type LocalnetEvent = LocalnetHappening & { readonly atMs: number };

/** Somebody who is not of the network: a probe, for example. */
export const VISITOR = "a visitor";

/** Names that are listed; one more is not worth "and 1 more". */
const LISTED = 3;

/**
 * An event in words, or undefined when it is not worth a line: what ordinary nodes ask and tell each other shows in whom
 * they hear of, and what the seed does to verify an address in that it has.
 */
export function describeEvent(event: LocalnetHappening): string | undefined {
  switch (event.event) {
    case "started":
      return `${named(event.node)} listens at ${event.address}`;
    case "asked":
      return event.peer === "seed" ? `${event.node} asks the seed for addresses` : undefined;
    case "held":
      return `the seed has verified nobody yet: ${event.peer} has to wait`;
    case "told":
      if (event.node === "seed") return `the seed tells ${event.peer} ${addresses(event.count)} and hangs up`;
      return event.peer === VISITOR ? `${event.node} tells the visitor ${addresses(event.count)}` : undefined;
    case "heard":
      return event.from === undefined
        ? `${named(event.node)} heard of ${list(event.of)}`
        : `${named(event.node)} heard of ${list(event.of)} from ${named(event.from)}`;
    case "connected":
      if (event.node === "seed" || event.peer === "seed") return undefined;
      return `${event.node} ⇄ ${event.peer} connected${event.thanksTo === undefined ? "" : `, thanks to ${named(event.thanksTo)}`}`;
    case "visited":
      return `${VISITOR} has connected to ${named(event.node)}`;
    case "verified":
      return `the seed dialled ${event.peer}: its address is right`;
    case "lost":
      // The one that hung up knows why.
      return event.code === "CONNECTION_CLOSED"
        ? undefined
        : `${named(event.node)} lost ${named(event.peer)}: ${event.why}`;
    case "greeted":
      return `${named(event.node)} says hello to ${peers(event.peers)}`;
    case "trouble":
      return `${named(event.node)}: ${event.why}`;
    case "accepted":
    case "let-go":
    case "greeting":
    case "complete":
      return undefined;
  }
}

/** What a node did last, for the node's own row, in a few words; undefined when it says nothing new. */
export function describeDeed(event: LocalnetHappening): string | undefined {
  switch (event.event) {
    case "started":
      return "listens";
    case "asked":
      return `asked ${named(event.peer)}`;
    case "held":
      return `lets ${event.peer} wait`;
    case "told":
      return `told ${named(event.peer)}`;
    case "heard":
      return `heard of ${event.of.length === 1 ? list(event.of) : `${event.of.length} nodes`}`;
    case "connected":
      return `dialled ${named(event.peer)}`;
    case "accepted":
      return `let ${named(event.peer)} in`;
    case "visited":
      return `let ${VISITOR} in`;
    case "verified":
      return `verified ${event.peer}`;
    case "let-go":
      return `let ${named(event.peer)} go`;
    case "lost":
      return event.code === "CONNECTION_CLOSED" ? undefined : `lost ${named(event.peer)}`;
    case "greeted":
      return `greeted ${event.peers === 1 ? "1 peer" : `${event.peers} peers`}`;
    case "trouble":
      return event.code;
    case "greeting":
    case "complete":
      return undefined;
  }
}

function named(node: string): string {
  return node === "seed" ? "the seed" : node;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, names.length === LISTED + 1 ? names.length : LISTED).map(named);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "nobody";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

function addresses(count: number): string {
  if (count === 0) return "that it knows nobody yet";
  return count === 1 ? "one address" : `${count} addresses`;
}

function peers(count: number): string {
  return count === 1 ? "its one peer" : `its ${count} peers`;
}
