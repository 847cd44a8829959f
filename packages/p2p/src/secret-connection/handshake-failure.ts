import type { ErrorCode } from "../base/index.js";

/**
 * What a connection that ends during the secret connection handshake means. Nothing on the wire says why; these causes
 * were measured on Go nodes: a filtered or duplicate address is reset before any byte, because the filters run
 * before the ephemeral key is sent, which otherwise goes out at once.
 */
export function closeCode(receivedBytes: number, error: Error | undefined): ErrorCode {
  if (receivedBytes === 0) return "RESET_BEFORE_FIRST_BYTE";
  if (error !== undefined && "code" in error && error.code === "ETIMEDOUT") return "CONNECTION_LOST";
  return "HANDSHAKE_CLOSED";
}

/** What a deadline that passes during the handshake means: a full Go node accepts and sends nothing. */
export function timeoutCode(receivedBytes: number): ErrorCode {
  return receivedBytes === 0 ? "NO_FIRST_BYTE" : "HANDSHAKE_TIMEOUT";
}

const OTHER_PROTOCOLS: readonly (readonly [string, readonly number[]])[] = [
  ["HTTP", [0x48, 0x54, 0x54, 0x50]],
  ["SSH", [0x53, 0x53, 0x48, 0x2d]],
  ["TLS", [0x15, 0x03]],
  ["TLS", [0x16, 0x03]],
  ["HTTP/2", [0x00, 0x00]],
  ["SMTP or FTP", [0x32, 0x32, 0x30]],
];

/** The protocol that a stream's first bytes belong to, when they are not an ephemeral key message. */
export function recogniseOtherProtocol(firstBytes: Uint8Array): string | undefined {
  return OTHER_PROTOCOLS.find(([, prefix]) => prefix.every((byte, i) => firstBytes[i] === byte))?.[0];
}
