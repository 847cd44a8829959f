import { createHash } from "node:crypto";
import { printable } from "@cometwire/p2p";
import { hexOf, type Json, plainJson } from "./plain-json.js";
import type { TapMessage } from "./tap-message.js";

/**
 * A tapped message as one JSON object: what `cometwire tap --output ndjson` prints, a line each. Fields are added in later
 * versions, but none is changed or removed.
 */
export interface TapMessageJson {
  /** When it had come, RFC 3339 in UTC with microseconds. */
  readonly at: string;
  /** The chain id. */
  readonly network: string;
  /** The sender's node id, 40 hexadecimal digits. */
  readonly peer: string;
  /** Where the sender is, `host:port`. */
  readonly address: string;
  /** The line of releases that the sender speaks. */
  readonly release: string;
  /** The channel's id. */
  readonly channel: number;
  /** The message's name; null when it could not be read. */
  readonly type: string | null;
  /** Bytes of the message. */
  readonly size: number;
  /**
   * Its fields by their names in the schema, in lower camel case, as protobuf's JSON but for bytes and enums: 64-bit integers
   * are decimal strings, bytes lower-case hex, times RFC 3339 in UTC, enums their numbers, a oneof is a field with the name
   * of what it holds, and what is absent is left out. Absent when it could not be read.
   */
  readonly message?: Json;
  /** SHA-256 of each transaction, in lower-case hex. Of `Txs` only. */
  readonly txHashes?: readonly string[];
  /** Why it could not be read, or which rule of Go's it breaks. Absent when all is well. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Its first 1,024 bytes in lower-case hex, when it could not be read. */
  readonly bytes?: string;
  /** Who was first, of what everybody passes on: transactions, votes, parts, proposals, evidence. */
  readonly sighting?: {
    /** Whether this was the first. */
    readonly first: boolean;
    /** How many came with this content so far. */
    readonly copies: number;
    /** The node id of who sent it first. */
    readonly firstPeer: string;
    /** Since the first came, to the microsecond. */
    readonly delayMs: number;
  };
}

/** Of what cannot be read. */
const SHOWN_BYTES = 1_024;

/** A tapped message as JSON. */
export function messageJson(tapped: TapMessage): TapMessageJson {
  const { at, network, peer, channel, bytes, message, error, sighting } = tapped;
  return {
    at: microsecondsText(at),
    network,
    peer: peer.id,
    address: peer.address,
    release: peer.release,
    channel,
    type: message?.type ?? null,
    size: bytes.length,
    ...(message === undefined
      ? { bytes: hexOf(bytes.subarray(0, SHOWN_BYTES)) }
      : { message: plainJson(message.value) }),
    ...(message?.type === "Txs" ? { txHashes: message.value.txs.map(txHash) } : {}),
    ...(error === undefined ? {} : { error: { code: error.code, message: printable(error.message, 500) } }),
    ...(sighting === undefined
      ? {}
      : {
          sighting: {
            first: sighting.isFirst,
            copies: sighting.copies,
            firstPeer: sighting.firstPeer,
            delayMs: Math.round(sighting.delayMs * 1_000) / 1_000,
          },
        }),
  };
}

/** The same as one line: pure ASCII, so that nothing in it can reach a terminal as a command. */
export function messageLine(tapped: TapMessage): string {
  const text = JSON.stringify(messageJson(tapped));
  const ascii = text.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${ascii}\n`;
}

/** A transaction's hash: lower-case hex. */
export function txHash(tx: Uint8Array): string {
  return createHash("sha256").update(tx).digest("hex");
}

function microsecondsText(at: number): string {
  // Rounded, since a double near today's date is off by a tenth of a microsecond.
  const micros = Math.round(at * 1_000);
  const digits = String(micros % 1_000).padStart(3, "0");
  return new Date(Math.floor(micros / 1_000)).toISOString().replace("Z", `${digits}Z`);
}
