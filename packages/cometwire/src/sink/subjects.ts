import { reactorOf } from "../tap/names.js";
import type { TapMessage } from "../tap/tap-message.js";

/**
 * A text as one part of a subject: bytes other than letters, digits, `-` and `_` become `%` and two hex digits, as in URLs.
 * Without that, a chain's name could hold a dot, or a wildcard.
 */
export function subjectToken(text: string): string {
  // NATS has no empty parts; a lone % is what no escape leads to.
  if (text === "") return "%";
  return Array.from(Buffer.from(text), tokenByte).join("");
}

function tokenByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (/[A-Za-z0-9_-]/.test(character)) return character;
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** `PREFIX.NETWORK.REACTOR.TYPE.PEER` of a message. What cannot be read has the type `unreadable`. */
export function messageSubject(prefix: string, { network, channel, message, peer }: TapMessage): string {
  const reactor = reactorOf(channel) ?? "unknown";
  return [prefix, subjectToken(network), reactor, message?.type ?? "unreadable", peer.id].join(".");
}

/** What a tap says about itself. */
export type ReportKind = "Started" | "Dropped" | "Stopped";

/** `PREFIX.NETWORK.tap.KIND.TAP` of a tap's report. */
export function reportSubject(prefix: string, network: string, kind: ReportKind, tap: string): string {
  return [prefix, subjectToken(network), "tap", kind, tap].join(".");
}
