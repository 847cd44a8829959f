// Generated from tendermint/p2p/conn.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { int32Size, prefixedSize, writeBytes, writeInt32, writeVarint } from "../../../runtime/writer.js";
import { emptyPublicKey, readPublicKey, sizePublicKey, writePublicKey, type PublicKey } from "../crypto/keys.js";

/**
 * Asks for a pong. `02 0a 00` on the wire, with the length prefix.
 *
 * Source: proto/tendermint/p2p/conn.proto@v0.38.25.
 */
export interface PacketPing {}

/** A new {@link PacketPing} without content: what no bytes at all mean. */
export function emptyPacketPing(): PacketPing {
  return {};
}

/**
 * Writes a {@link PacketPing} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePacketPing(message: PacketPing): Uint8Array {
  const into = new Uint8Array(sizePacketPing(message));
  writePacketPing(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PacketPing} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePacketPing(bytes: Uint8Array, options?: DecodeOptions): PacketPing {
  const message = emptyPacketPing();
  readPacketPing(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePacketPing(_m: PacketPing): number {
  return 0;
}

export function writePacketPing(_into: Uint8Array, at: number, _m: PacketPing): number {
  return at;
}

export function readPacketPing(r: Reader, end: number, _m: PacketPing): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}

/**
 * Answers a ping. `02 12 00` on the wire, with the length prefix.
 *
 * Source: proto/tendermint/p2p/conn.proto@v0.38.25.
 */
export interface PacketPong {}

/** A new {@link PacketPong} without content: what no bytes at all mean. */
export function emptyPacketPong(): PacketPong {
  return {};
}

/**
 * Writes a {@link PacketPong} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePacketPong(message: PacketPong): Uint8Array {
  const into = new Uint8Array(sizePacketPong(message));
  writePacketPong(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PacketPong} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePacketPong(bytes: Uint8Array, options?: DecodeOptions): PacketPong {
  const message = emptyPacketPong();
  readPacketPong(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePacketPong(_m: PacketPong): number {
  return 0;
}

export function writePacketPong(_into: Uint8Array, at: number, _m: PacketPong): number {
  return at;
}

export function readPacketPong(r: Reader, end: number, _m: PacketPong): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}

/**
 * One piece of a channel's message.
 *
 * Source: proto/tendermint/p2p/conn.proto@v0.38.25.
 */
export interface PacketMsg {
  /** The channel. 0 to 255 are meaningful; the field can carry any int32, which the reader must refuse itself. */
  channelId: number;
  /** Whether this piece is the last of its message. */
  eof: boolean;
  /** The piece: by default at most 1024 bytes. */
  data: Uint8Array;
}

/** A new {@link PacketMsg} without content: what no bytes at all mean. */
export function emptyPacketMsg(): PacketMsg {
  return {
    channelId: 0,
    eof: false,
    data: noBytes,
  };
}

/**
 * Writes a {@link PacketMsg} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePacketMsg(message: PacketMsg): Uint8Array {
  const into = new Uint8Array(sizePacketMsg(message));
  writePacketMsg(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PacketMsg} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePacketMsg(bytes: Uint8Array, options?: DecodeOptions): PacketMsg {
  const message = emptyPacketMsg();
  readPacketMsg(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePacketMsg(m: PacketMsg): number {
  let size = 0;
  if (m.channelId !== 0) size += 1 + int32Size(m.channelId);
  if (m.eof) size += 1 + 1;
  if (m.data.length !== 0) size += 1 + prefixedSize(m.data.length);
  return size;
}

export function writePacketMsg(into: Uint8Array, at: number, m: PacketMsg): number {
  let pos = at;
  if (m.data.length !== 0) {
    pos = writeBytes(into, pos, m.data);
    pos = writeVarint(into, pos, m.data.length);
    into[--pos] = 0x1a;
  }
  if (m.eof) {
    into[--pos] = 1;
    into[--pos] = 0x10;
  }
  if (m.channelId !== 0) {
    pos = writeInt32(into, pos, m.channelId);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readPacketMsg(r: Reader, end: number, m: PacketMsg): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.channelId = r.int32(end);
        break;
      }
      case 16: {
        m.eof = r.bool(end);
        break;
      }
      case 26: {
        m.data = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * What an MConnection sends, each with a varint length prefix.
 *
 * A packet without a known member ends the connection in Go.
 *
 * Source: proto/tendermint/p2p/conn.proto@v0.38.25.
 */
export interface Packet {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: PacketSum | undefined;
}

/** What {@link Packet.sum} can be: `case` names the member, `value` is its content. */
export type PacketSum =
  /** Please answer with a pong. */
  | { readonly case: "packetPing"; readonly value: PacketPing }
  /** The answer to a ping. */
  | { readonly case: "packetPong"; readonly value: PacketPong }
  /** A piece of a channel's message. */
  | { readonly case: "packetMsg"; readonly value: PacketMsg };

/** A new {@link Packet} without content: what no bytes at all mean. */
export function emptyPacket(): Packet {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link Packet} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePacket(message: Packet): Uint8Array {
  const into = new Uint8Array(sizePacket(message));
  writePacket(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Packet} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePacket(bytes: Uint8Array, options?: DecodeOptions): Packet {
  const message = emptyPacket();
  readPacket(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePacket(m: Packet): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "packetPing":
        size += 1 + prefixedSize(sizePacketPing(m.sum.value));
        break;
      case "packetPong":
        size += 1 + prefixedSize(sizePacketPong(m.sum.value));
        break;
      case "packetMsg":
        size += 1 + prefixedSize(sizePacketMsg(m.sum.value));
        break;
    }
  }
  return size;
}

export function writePacket(into: Uint8Array, at: number, m: Packet): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "packetPing": {
        const end = pos;
        pos = writePacketPing(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "packetPong": {
        const end = pos;
        pos = writePacketPong(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
      case "packetMsg": {
        const end = pos;
        pos = writePacketMsg(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x1a;
        break;
      }
    }
  }
  return pos;
}

export function readPacket(r: Reader, end: number, m: Packet): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyPacketPing();
        readPacketPing(r, r.stop(end), value);
        m.sum = { case: "packetPing", value };
        break;
      }
      case 18: {
        const value = emptyPacketPong();
        readPacketPong(r, r.stop(end), value);
        m.sum = { case: "packetPong", value };
        break;
      }
      case 26: {
        const value = emptyPacketMsg();
        readPacketMsg(r, r.stop(end), value);
        m.sum = { case: "packetMsg", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * Proves a node's identity in the secret connection's handshake. 103 bytes with the length prefix.
 *
 * Source: proto/tendermint/p2p/conn.proto@v0.38.25.
 */
export interface AuthSigMessage {
  /** The node's public key; must be Ed25519. */
  pubKey: PublicKey;
  /** The signature over the handshake's challenge, 64 bytes. */
  sig: Uint8Array;
}

/** A new {@link AuthSigMessage} without content: what no bytes at all mean. */
export function emptyAuthSigMessage(): AuthSigMessage {
  return {
    pubKey: emptyPublicKey(),
    sig: noBytes,
  };
}

/**
 * Writes a {@link AuthSigMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeAuthSigMessage(message: AuthSigMessage): Uint8Array {
  const into = new Uint8Array(sizeAuthSigMessage(message));
  writeAuthSigMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link AuthSigMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeAuthSigMessage(bytes: Uint8Array, options?: DecodeOptions): AuthSigMessage {
  const message = emptyAuthSigMessage();
  readAuthSigMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeAuthSigMessage(m: AuthSigMessage): number {
  let size = 0;
  size += 1 + prefixedSize(sizePublicKey(m.pubKey));
  if (m.sig.length !== 0) size += 1 + prefixedSize(m.sig.length);
  return size;
}

export function writeAuthSigMessage(into: Uint8Array, at: number, m: AuthSigMessage): number {
  let pos = at;
  if (m.sig.length !== 0) {
    pos = writeBytes(into, pos, m.sig);
    pos = writeVarint(into, pos, m.sig.length);
    into[--pos] = 0x12;
  }
  {
    const end = pos;
    pos = writePublicKey(into, pos, m.pubKey);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readAuthSigMessage(r: Reader, end: number, m: AuthSigMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readPublicKey(r, r.stop(end), m.pubKey);
        break;
      }
      case 18: {
        m.sig = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
