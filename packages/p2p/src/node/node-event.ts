import type { P2PError } from "../base/index.js";
import type { PexEvent } from "../pex/index.js";
import type { SwitchEvent } from "../switch/index.js";

/** What happens in a node. */
export type NodeHappening =
  | SwitchEvent
  | PexEvent
  /** A reader of `P2PNode.events` was too slow: so many events are missing here. */
  | { readonly type: "events-lost"; readonly count: number }
  /** Something the operator should know: a damaged file, a save that failed. */
  | { readonly type: "warning"; readonly error: P2PError };

/** A {@link NodeHappening} and when it happened, in milliseconds since 1970. */
export type NodeEvent = NodeHappening & { readonly at: number };
