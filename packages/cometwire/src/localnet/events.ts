/** What happens in a local network, by the names of its nodes. */
export type LocalnetHappening =
  /** It has started, and listens there. */
  | { readonly event: "started"; readonly node: string; readonly address: string; readonly id: string }
  /** It asks another one for addresses. */
  | { readonly event: "asked"; readonly node: string; readonly peer: string }
  /** It answers one that has asked. */
  | { readonly event: "told"; readonly node: string; readonly peer: string; readonly count: number }
  /** It has learned of others that it did not know. */
  | {
      readonly event: "heard";
      readonly node: string;
      readonly of: readonly string[];
      /** Who said so; undefined when it is not known. */
      readonly from: string | undefined;
    }
  /** It has dialled another one, and they are peers. */
  | { readonly event: "connected"; readonly node: string; readonly peer: string }
  /** The same, as seen by the one that was dialled. */
  | { readonly event: "accepted"; readonly node: string; readonly peer: string }
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

/** Names that are listed; one more is not worth "and 1 more". */
const LISTED = 3;

/** An event in words, or undefined when it is one that another one tells already. */
export function describeEvent(event: LocalnetHappening): string | undefined {
  switch (event.event) {
    case "started":
      return `${named(event.node)} listens at ${event.address}`;
    case "asked":
      return `${named(event.node)} asks ${named(event.peer)} for addresses`;
    case "told":
      return `${named(event.node)} tells ${named(event.peer)} ${addresses(event.count)}`;
    case "heard":
      return event.of.length === 1 && event.of[0] === event.from
        ? `${named(event.node)} heard where ${named(event.from ?? "")} listens`
        : `${named(event.node)} heard of ${list(event.of)}${event.from === undefined ? "" : ` from ${named(event.from)}`}`;
    case "connected":
      return `${named(event.node)} ⇄ ${named(event.peer)} connected`;
    case "verified":
      return `${named(event.node)} dialled ${event.peer}: its address is right`;
    case "let-go":
      return `${named(event.node)} lets ${named(event.peer)} go`;
    case "lost":
      // The one that hung up has said so.
      return event.code === "CONNECTION_CLOSED"
        ? undefined
        : `${named(event.node)} lost ${named(event.peer)}: ${event.why}`;
    case "greeted":
      return `${named(event.node)} says hello to ${peers(event.peers)}`;
    case "trouble":
      return `${named(event.node)}: ${event.why}`;
    case "complete":
    case "accepted":
    case "greeting":
      return undefined;
  }
}

/** What a node did last, for the node's own row; undefined when it says nothing new. */
export function describeDeed(event: LocalnetHappening): string | undefined {
  switch (event.event) {
    case "started":
      return "listens";
    case "asked":
      return `asks ${named(event.peer)}`;
    case "told":
      return `told ${named(event.peer)} ${addresses(event.count)}`;
    case "heard":
      return `heard of ${event.of.length === 1 ? list(event.of) : `${event.of.length} nodes`}`;
    case "connected":
      return `dialled ${named(event.peer)}`;
    case "accepted":
      return `let ${named(event.peer)} in`;
    case "verified":
      return `verified ${event.peer}`;
    case "let-go":
      return `let ${named(event.peer)} go`;
    case "lost":
      return event.code === "CONNECTION_CLOSED" ? undefined : `lost ${named(event.peer)}`;
    case "greeted":
      return `says hello to ${peers(event.peers)}`;
    case "trouble":
      return event.code;
    case "complete":
    case "greeting":
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
  if (count === 0) return "that it knows no address yet";
  return count === 1 ? "one address" : `${count} addresses`;
}

function peers(count: number): string {
  return count === 1 ? "its one peer" : `its ${count} peers`;
}
