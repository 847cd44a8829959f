// Generated from tendermint/p2p/pex.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { prefixedSize, writeVarint } from "../../../runtime/writer.js";
import { emptyNetAddress, readNetAddress, sizeNetAddress, writeNetAddress, type NetAddress } from "./types.js";

/**
 * Asks for addresses.
 *
 * Source: proto/tendermint/p2p/pex.proto@v0.38.25.
 */
export interface PexRequest {}

/** A new {@link PexRequest} without content: what no bytes at all mean. */
export function emptyPexRequest(): PexRequest {
  return {};
}

/**
 * Writes a {@link PexRequest} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePexRequest(message: PexRequest): Uint8Array {
  const into = new Uint8Array(sizePexRequest(message));
  writePexRequest(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PexRequest} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePexRequest(bytes: Uint8Array, options?: DecodeOptions): PexRequest {
  const message = emptyPexRequest();
  readPexRequest(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePexRequest(_m: PexRequest): number {
  return 0;
}

export function writePexRequest(_into: Uint8Array, at: number, _m: PexRequest): number {
  return at;
}

export function readPexRequest(r: Reader, end: number, _m: PexRequest): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}

/**
 * Answers a request. Go sends at most 250 addresses and accepts as many as fit in 64000 bytes.
 *
 * Source: proto/tendermint/p2p/pex.proto@v0.38.25.
 */
export interface PexAddrs {
  /** Nodes that the sender knows of. Nothing about them is checked here: neither ids nor IP addresses nor ports. */
  addrs: NetAddress[];
}

/** A new {@link PexAddrs} without content: what no bytes at all mean. */
export function emptyPexAddrs(): PexAddrs {
  return {
    addrs: [],
  };
}

/**
 * Writes a {@link PexAddrs} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePexAddrs(message: PexAddrs): Uint8Array {
  const into = new Uint8Array(sizePexAddrs(message));
  writePexAddrs(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PexAddrs} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePexAddrs(bytes: Uint8Array, options?: DecodeOptions): PexAddrs {
  const message = emptyPexAddrs();
  readPexAddrs(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePexAddrs(m: PexAddrs): number {
  let size = 0;
  for (const item of m.addrs) size += 1 + prefixedSize(sizeNetAddress(item));
  return size;
}

export function writePexAddrs(into: Uint8Array, at: number, m: PexAddrs): number {
  let pos = at;
  for (let i = m.addrs.length - 1; i >= 0; i--) {
    const item = m.addrs[i] as (typeof m.addrs)[number];
    const end = pos;
    pos = writeNetAddress(into, pos, item);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readPexAddrs(r: Reader, end: number, m: PexAddrs): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        r.element("tendermint.p2p.PexAddrs.addrs", m.addrs.length);
        const item = emptyNetAddress();
        readNetAddress(r, r.stop(end), item);
        m.addrs.push(item);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * What travels on channel 0x00. A message without a known member is an error in Go.
 *
 * Source: proto/tendermint/p2p/pex.proto@v0.38.25 (Message).
 */
export interface PexMessage {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: PexMessageSum | undefined;
}

/** What {@link PexMessage.sum} can be: `case` names the member, `value` is its content. */
export type PexMessageSum =
  /** Please send addresses. */
  | { readonly case: "pexRequest"; readonly value: PexRequest }
  /** The answer. */
  | { readonly case: "pexAddrs"; readonly value: PexAddrs };

/** A new {@link PexMessage} without content: what no bytes at all mean. */
export function emptyPexMessage(): PexMessage {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link PexMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodePexMessage(message: PexMessage): Uint8Array {
  const into = new Uint8Array(sizePexMessage(message));
  writePexMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link PexMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodePexMessage(bytes: Uint8Array, options?: DecodeOptions): PexMessage {
  const message = emptyPexMessage();
  readPexMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizePexMessage(m: PexMessage): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "pexRequest":
        size += 1 + prefixedSize(sizePexRequest(m.sum.value));
        break;
      case "pexAddrs":
        size += 1 + prefixedSize(sizePexAddrs(m.sum.value));
        break;
    }
  }
  return size;
}

export function writePexMessage(into: Uint8Array, at: number, m: PexMessage): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "pexRequest": {
        const end = pos;
        pos = writePexRequest(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "pexAddrs": {
        const end = pos;
        pos = writePexAddrs(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
    }
  }
  return pos;
}

export function readPexMessage(r: Reader, end: number, m: PexMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyPexRequest();
        readPexRequest(r, r.stop(end), value);
        m.sum = { case: "pexRequest", value };
        break;
      }
      case 18: {
        const value = emptyPexAddrs();
        readPexAddrs(r, r.stop(end), value);
        m.sum = { case: "pexAddrs", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
