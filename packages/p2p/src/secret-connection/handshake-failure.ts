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

/** How other protocols begin, as bytes in Latin-1. */
const OTHER_PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP/", "GET ", "HEAD ", "POST ", "PUT ", "PATCH ", "DELETE ", "OPTIONS ", "CONNECT ", "PRI * "],
  SSH: ["SSH-"],
  TLS: ["\u0015\u0003", "\u0016\u0003"],
  "SMTP or FTP": ["220 ", "220-"],
};

/** The protocol that a stream's first bytes belong to, when they are not an ephemeral key message. */
export function recogniseOtherProtocol(firstBytes: Uint8Array): string | undefined {
  const text = Buffer.from(firstBytes).toString("latin1");
  const known = Object.entries(OTHER_PROTOCOLS);
  return known.find(([, beginnings]) => beginnings.some((beginning) => text.startsWith(beginning)))?.[0];
}
