import type { ErrorCode } from "../base/index.js";

/** What a dial that failed says about the address. */
export type DialVerdict =
  /** The node is there, with the right id: it has only refused to have us as a peer. */
  | "reached"
  /** It could not be told: the node, or we, have a connection that stands in the way. Try again later. */
  | "duplicate"
  /** Nobody answers there, or not as a node does. */
  | "failed"
  /** Another node answers there. */
  | "wrong-identity"
  /** The node, whose id was proven, belongs to another network. */
  | "other-network"
  /** It is our own address. */
  | "self"
  /** We did not try. */
  | "not-tried";

const verdicts: Partial<Record<ErrorCode, DialVerdict>> = {
  REJECTED_AFTER_NODE_INFO: "reached",
  // Refused by a node of Go's before the first byte: allow_duplicate_ip = false there.
  RESET_BEFORE_FIRST_BYTE: "duplicate",
  // How a node of ours refuses a second connection: its id is proven by then.
  NODE_INFO_CLOSED: "duplicate",
  DUPLICATE_ID: "duplicate",
  DUPLICATE_ADDRESS: "duplicate",
  ID_MISMATCH: "wrong-identity",
  NODE_INFO_ID_MISMATCH: "wrong-identity",
  INCOMPATIBLE_NETWORK: "other-network",
  INCOMPATIBLE_BLOCK_VERSION: "other-network",
  REJECTED_NETWORK: "other-network",
  REJECTED_BLOCK_VERSION: "other-network",
  SELF_CONNECTION: "self",
  ABORTED: "not-tried",
  STOPPED: "not-tried",
  BANNED: "not-tried",
  FILTERED: "not-tried",
  FILTER_TIMEOUT: "not-tried",
  FILTER_FAILED: "not-tried",
  REACTOR_FAILED: "not-tried",
  REACTOR_STALLED: "not-tried",
};

/**
 * What a dial that failed with `code` says about the address that was dialled. Only `other-network` speaks against the
 * id itself: anybody can spread a wrong address for somebody else's id.
 */
export function judgeDial(code: ErrorCode): DialVerdict {
  return verdicts[code] ?? "failed";
}
