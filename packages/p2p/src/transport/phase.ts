import type { ErrorCode } from "../base/index.js";

/** The stretches of a connection's way to becoming a peer, in order. */
export type ConnectPhase =
  | "dns"
  | "tcp"
  | "admission"
  | "secretConnection"
  | "identity"
  | "nodeInfo"
  | "compatibility";

const codesOfPhase: Readonly<Record<ConnectPhase, readonly ErrorCode[]>> = {
  dns: ["DNS_FAILED", "DNS_TIMEOUT"],
  tcp: ["DIAL_REFUSED", "DIAL_TIMEOUT", "DIAL_UNREACHABLE", "DIAL_FAILED"],
  admission: [
    "FILTERED",
    "FILTER_TIMEOUT",
    "FILTER_FAILED",
    "DUPLICATE_ADDRESS",
    "ADMISSION_EVICTED",
    "ADMISSION_FULL",
    "ADMISSION_TIMEOUT",
    "PEERS_FULL",
  ],
  secretConnection: [
    "HANDSHAKE_TIMEOUT",
    "NO_FIRST_BYTE",
    "RESET_BEFORE_FIRST_BYTE",
    "HANDSHAKE_CLOSED",
    "CONNECTION_LOST",
    "NOT_COMETBFT",
    "EPHEMERAL_TOO_LARGE",
    "EPHEMERAL_MALFORMED",
    "EPHEMERAL_KEY_LENGTH",
    "LOW_ORDER_KEY",
    "AUTH_TOO_LARGE",
    "AUTH_TOO_MANY_FRAMES",
    "AUTH_MALFORMED",
    "AUTH_KEY_MISSING",
    "AUTH_KEY_TYPE",
    "AUTH_KEY_LENGTH",
    "AUTH_SIGNATURE",
    "AUTH_BUDGET",
    "FRAME_FORGED",
    "FRAME_LENGTH",
    "FRAME_EMPTY_FLOOD",
    "FRAME_TRUNCATED",
  ],
  identity: ["ID_MISMATCH", "NODE_INFO_ID_MISMATCH", "SELF_CONNECTION"],
  nodeInfo: [
    "NODE_INFO_CLOSED",
    "NODE_INFO_TIMEOUT",
    "NODE_INFO_TOO_LARGE",
    "NODE_INFO_MALFORMED",
    "NODE_INFO_INVALID",
  ],
  compatibility: [
    "INCOMPATIBLE_BLOCK_VERSION",
    "INCOMPATIBLE_NETWORK",
    "NO_COMMON_CHANNELS",
    "REJECTED_AFTER_NODE_INFO",
    "REJECTED_NETWORK",
    "REJECTED_BLOCK_VERSION",
    "REJECTED_CHANNELS",
  ],
};

const phases = new Map(
  Object.entries(codesOfPhase).flatMap(([phase, codes]) =>
    codes.map((code) => [code, phase as ConnectPhase]),
  ),
);

/**
 * In which phase a dial or an inbound handshake that ended with `code` failed; undefined when the code doesn't say, as
 * with `ABORTED`.
 *
 * Frame errors (`FRAME_*`) count as the secret connection's, also when the frame was to carry the NodeInfo.
 */
export function phaseOf(code: ErrorCode): ConnectPhase | undefined {
  return phases.get(code);
}
