import { type Release, releases } from "@cometwire/messages";
import type { TapPeer } from "../tap/tap-message.js";
import { entryKinds, MOST_PEERS } from "./format.js";
import { ByteReader, unzigzag, varint, zigzag } from "./varint.js";

/** The first entry of a recording. */
export interface StartEntry {
  readonly kind: "start";
  /** The chain's id. */
  readonly network: string;
  /** Microseconds since 1970. */
  readonly startedAt: number;
}

/** A peer, ahead of its first message: from here on, its number stands for it. */
export interface PeerEntry {
  readonly kind: "peer";
  /** Below {@link MOST_PEERS}. */
  readonly number: number;
  readonly peer: TapPeer;
}

/** A message. */
export interface MessageEntry {
  readonly kind: "message";
  /** Microseconds since the message before it, or since the start. Negative when the clock was set back. */
  readonly delta: number;
  /** The number of its peer. */
  readonly peer: number;
  /** The channel's id. */
  readonly channel: number;
  readonly bytes: Uint8Array;
}

/** One entry of a recording. */
export type Entry = StartEntry | PeerEntry | MessageEntry;

/** The bytes of an entry, its length ahead; a message's own bytes are not copied. */
export function encodeEntry(entry: Entry): Uint8Array[] {
  const { head, bytes } = encodeContent(entry);
  return [Uint8Array.from([...varint(head.length + bytes.length), ...head]), bytes];
}

function encodeContent(entry: Entry): { readonly head: readonly number[]; readonly bytes: Uint8Array } {
  switch (entry.kind) {
    case "start":
      return {
        head: [entryKinds.start, ...varint(entry.startedAt)],
        bytes: Buffer.from(entry.network),
      };
    case "peer": {
      const { id, address, release } = entry.peer;
      return {
        head: [
          entryKinds.peer,
          ...varint(entry.number),
          ...Buffer.from(id, "hex"),
          ...varint(release.length),
          ...Buffer.from(release),
        ],
        bytes: Buffer.from(address),
      };
    }
    case "message":
      return {
        head: [entryKinds.message, ...varint(zigzag(entry.delta)), ...varint(entry.peer), entry.channel],
        bytes: entry.bytes,
      };
  }
}

const ID_BYTES = 20;

/**
 * The entries of a chunk; those of an unknown kind are left out. Messages' bytes are views of the chunk.
 *
 * @throws RangeError when they are not what {@link encodeEntry} writes.
 */
export function* decodeEntries(chunk: Uint8Array): Generator<Entry> {
  const reader = new ByteReader(chunk);
  while (!reader.done) {
    const entry = decodeContent(new ByteReader(reader.bytes(reader.varint())));
    if (entry !== undefined) yield entry;
  }
}

function decodeContent(content: ByteReader): Entry | undefined {
  const [kind] = content.bytes(1);
  switch (kind) {
    case entryKinds.start:
      return { kind: "start", startedAt: content.varint(), network: text(content.rest()) };
    case entryKinds.peer: {
      const number = content.varint();
      if (number >= MOST_PEERS) throw new RangeError("a peer's number is too large");
      const id = Buffer.from(content.bytes(ID_BYTES)).toString("hex");
      const release = releaseNamed(text(content.bytes(content.varint())));
      return { kind: "peer", number, peer: { id, release, address: text(content.rest()) } };
    }
    case entryKinds.message: {
      const delta = unzigzag(content.varint());
      const peer = content.varint();
      const [channel = 0] = content.bytes(1);
      return { kind: "message", delta, peer, channel, bytes: content.rest() };
    }
    default:
      return undefined;
  }
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

function releaseNamed(name: string): Release {
  const release = releases.find((each) => each === name);
  if (release === undefined) throw new RangeError("a peer speaks a release that is not known here");
  return release;
}
