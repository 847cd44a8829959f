import { malformed } from "./malformed.js";

const PORT_MISSING = "the port is missing (26656 is usual)";

/** A host and a port, taken apart but not looked at. */
export interface HostPort {
  /** As written, without brackets. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
}

/**
 * Takes `host:port` or `[host]:port` apart, accepting exactly what Go's `net.SplitHostPort` and
 * `strconv.ParseUint(port, 10, 16)` accept.
 *
 * @param text - such as `"1.2.3.4:26656"`, `"[::1]:26656"` or `"example.com:26656"`.
 * @throws P2PError `ADDRESS_MALFORMED`, with the reason as detail.
 */
export function splitHostPort(text: string): HostPort {
  const colon = text.lastIndexOf(":");
  if (colon < 0) throw malformed(text, PORT_MISSING);
  const bracketed = text.startsWith("[");
  const close = bracketed ? text.indexOf("]") : -1;
  if (bracketed && close < 0) throw malformed(text, "] is missing");
  if (bracketed && close + 1 !== colon) {
    throw malformed(text, text[close + 1] === ":" ? "too many colons" : PORT_MISSING);
  }
  const host = bracketed ? text.slice(1, close) : text.slice(0, colon);
  if (!bracketed && host.includes(":"))
    throw malformed(text, "too many colons: an IPv6 address needs brackets");
  const port = text.slice(colon + 1);
  if (/[[\]]/.test(port) || host.includes("[") || host.includes("]")) {
    throw malformed(text, "[ or ] in an unexpected place");
  }
  return { host, port: parsePort(text, port) };
}

/** `host:port`, with brackets around a host that has colons (Go's `net.JoinHostPort`). */
export function joinHostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function parsePort(text: string, port: string): number {
  if (port === "") throw malformed(text, PORT_MISSING);
  if (!/^[0-9]+$/.test(port)) throw malformed(text, "the port is not a number");
  const value = Number(port);
  if (value > 65_535) throw malformed(text, "the port is above 65535");
  return value;
}
