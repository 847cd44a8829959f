/** What {@link parsePacketHeader} found at the beginning of a packet. */
export const HeaderKind = {
  /** The header goes on behind the bytes given. */
  incomplete: 0,
  ping: 1,
  pong: 2,
  /** A message packet in the form that Go writes; the payload follows and fills the rest of the packet. */
  message: 3,
  /** Any other body: to be read as a whole by the general codec. */
  other: 4,
  /** The length is not a varint of 64 bits. */
  badLength: 5,
} as const;
type HeaderKind = (typeof HeaderKind)[keyof typeof HeaderKind];

/** Result of {@link parsePacketHeader}: one object for a connection's life, so that a packet costs no allocation. */
export class PacketHeader {
  kind: HeaderKind = HeaderKind.incomplete;
  /** Header bytes: with `other`, only the length varint. */
  headerBytes = 0;
  /** Length of the packet's body, from its varint; 0 as long as that is incomplete. */
  bodyBytes = 0;
  channel = 0;
  eof = false;
  /** Payload bytes behind the header of a `message`. */
  dataBytes = 0;
}

/** The longest header: a length of 10 bytes (Go accepts padded varints) and 14 bytes in front of the payload. */
export const MAX_HEADER_BYTES = 24;

const TAG_PING = 0x0a;
const TAG_PONG = 0x12;
const TAG_MSG = 0x1a;
const TAG_CHANNEL = 0x08;
const TAG_EOF = 0x10;
const TAG_DATA = 0x1a;

/**
 * Reads the beginning of a `tendermint.p2p.Packet` with its length in front, from `bytes[start … end)`.
 *
 * Only the one form that Go writes is understood here (fields in order, none repeated, payload last); everything else
 * that protobuf allows is `other`. The two are held equal by a property test.
 */
export function parsePacketHeader(bytes: Uint8Array, start: number, end: number, out: PacketHeader): void {
  if (parseSmallMessage(bytes, start, end, out)) return;
  out.kind = HeaderKind.incomplete;
  out.bodyBytes = 0;
  let at = start;
  let length = 0;
  let place = 1;
  for (let i = 0; ; i++) {
    if (at >= end) return;
    const byte = bytes[at++] as number;
    if (i === 9 && byte > 1) {
      out.kind = HeaderKind.badLength;
      return;
    }
    length += (byte & 0x7f) * place;
    if (byte < 0x80) break;
    place *= 128;
  }
  out.bodyBytes = length;
  out.headerBytes = at - start;
  if (length < 2) {
    out.kind = HeaderKind.other;
    return;
  }
  if (at + 1 >= end) return;
  const tag = bytes[at] as number;
  const inner = bytes[at + 1] as number;
  if (tag === TAG_PING || tag === TAG_PONG) {
    if (length !== 2 || inner !== 0) {
      out.kind = HeaderKind.other;
      return;
    }
    out.headerBytes += 2;
    out.kind = tag === TAG_PING ? HeaderKind.ping : HeaderKind.pong;
    return;
  }
  out.kind = tag === TAG_MSG ? parseMessage(bytes, at + 1, end, at + length, start, out) : HeaderKind.other;
}

/** Header bytes of a whole message of at most 119 bytes on a channel below 128: every number takes one. */
const SMALL_HEADER_BYTES = 9;

/** The usual header of a small message, compared byte by byte: at 100 bytes this saves a twentieth of the receiver's time. */
function parseSmallMessage(bytes: Uint8Array, start: number, end: number, out: PacketHeader): boolean {
  if (end - start < SMALL_HEADER_BYTES) return false;
  const length = bytes[start] as number;
  const channel = bytes[start + 4] as number;
  const isSmall =
    length > 8 &&
    length < 0x80 &&
    bytes[start + 1] === TAG_MSG &&
    bytes[start + 2] === length - 2 &&
    bytes[start + 3] === TAG_CHANNEL &&
    channel < 0x80 &&
    bytes[start + 5] === TAG_EOF &&
    bytes[start + 6] === 1 &&
    bytes[start + 7] === TAG_DATA &&
    bytes[start + 8] === length - 8;
  if (!isSmall) return false;
  out.kind = HeaderKind.message;
  out.headerBytes = SMALL_HEADER_BYTES;
  out.bodyBytes = length;
  out.channel = channel;
  out.eof = true;
  out.dataBytes = length - 8;
  return true;
}

/** Goes on at the length of the `packet_msg` field; `bodyEnd` is where the packet ends. */
function parseMessage(
  bytes: Uint8Array,
  start: number,
  end: number,
  bodyEnd: number,
  packetStart: number,
  out: PacketHeader,
): HeaderKind {
  let at = start;
  let size = readSmallVarint(bytes, at, Math.min(end, bodyEnd));
  if (size < 0) return size === NEED_MORE && end < bodyEnd ? HeaderKind.incomplete : HeaderKind.other;
  at += smallVarintBytes(bytes, at);
  if (at + size !== bodyEnd) return HeaderKind.other;

  let channel = 0;
  let eof = false;
  if (at < bodyEnd) {
    if (at >= end) return HeaderKind.incomplete;
    if (bytes[at] === TAG_CHANNEL) {
      channel = readSmallVarint(bytes, at + 1, Math.min(end, bodyEnd));
      if (channel < 0) {
        return channel === NEED_MORE && end < bodyEnd ? HeaderKind.incomplete : HeaderKind.other;
      }
      at += 1 + smallVarintBytes(bytes, at + 1);
    }
  }
  if (at < bodyEnd) {
    if (at + 1 >= end) return at + 1 >= bodyEnd ? HeaderKind.other : HeaderKind.incomplete;
    if (bytes[at] === TAG_EOF) {
      const value = bytes[at + 1] as number;
      if (value > 1) return HeaderKind.other;
      eof = value === 1;
      at += 2;
    }
  }
  size = 0;
  if (at < bodyEnd) {
    if (at >= end) return HeaderKind.incomplete;
    if (bytes[at] !== TAG_DATA) return HeaderKind.other;
    size = readSmallVarint(bytes, at + 1, Math.min(end, bodyEnd));
    if (size < 0) return size === NEED_MORE && end < bodyEnd ? HeaderKind.incomplete : HeaderKind.other;
    at += 1 + smallVarintBytes(bytes, at + 1);
    if (at + size !== bodyEnd) return HeaderKind.other;
  }
  out.channel = channel;
  out.eof = eof;
  out.dataBytes = size;
  out.headerBytes = at - packetStart;
  return HeaderKind.message;
}

const NEED_MORE = -1;
const TOO_LONG = -2;

/** A varint of at most three bytes, or {@link NEED_MORE} or {@link TOO_LONG}. */
function readSmallVarint(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = 0; i < 3; i++) {
    if (at + i >= end) return NEED_MORE;
    const byte = bytes[at + i] as number;
    value |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return value;
  }
  return TOO_LONG;
}

/** How many bytes the varint that {@link readSmallVarint} accepted takes. */
function smallVarintBytes(bytes: Uint8Array, at: number): number {
  if ((bytes[at] as number) < 0x80) return 1;
  return (bytes[at + 1] as number) < 0x80 ? 2 : 3;
}
