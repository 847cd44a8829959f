import type { P2PError } from "../base/index.js";

/** Whether a connection ended because the peer did what no honest one does. */
export function breaksProtocol(reason: P2PError): boolean {
  return protocolFaults.has(reason.code);
}

const protocolFaults: ReadonlySet<string> = new Set([
  "FRAME_FORGED",
  "FRAME_LENGTH",
  "FRAME_EMPTY_FLOOD",
  "PACKET_TOO_LARGE",
  "PACKET_MALFORMED",
  "PACKET_UNKNOWN",
  "UNKNOWN_CHANNEL",
  "MESSAGE_TOO_LARGE",
  "MESSAGE_MALFORMED",
  "MESSAGE_REFUSED",
  "UNFINISHED_BUDGET",
  "UNFINISHED_IDLE",
  "PEX_MALFORMED",
  "PEX_ADDRESS",
  "PEX_TOO_SOON",
  "PEX_UNSOLICITED",
  "PEER_MISBEHAVED",
]);
