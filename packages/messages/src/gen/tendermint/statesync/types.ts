// Generated from tendermint/statesync/types.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { prefixedSize, uint32Size, uint64Size, writeBytes, writeUint64, writeVarint } from "../../../runtime/writer.js";

/**
 * Asks for the snapshots that the receiver has. On channel 0x60.
 *
 * Source: proto/tendermint/statesync/types.proto@v0.38.25.
 */
export interface SnapshotsRequest {}

/** A new {@link SnapshotsRequest} without content: what no bytes at all mean. */
export function emptySnapshotsRequest(): SnapshotsRequest {
  return {};
}

/**
 * Writes a {@link SnapshotsRequest} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeSnapshotsRequest(message: SnapshotsRequest): Uint8Array {
  const into = new Uint8Array(sizeSnapshotsRequest(message));
  writeSnapshotsRequest(into, into.length, message);
  return into;
}

/**
 * Reads a {@link SnapshotsRequest} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeSnapshotsRequest(bytes: Uint8Array, options?: DecodeOptions): SnapshotsRequest {
  const message = emptySnapshotsRequest();
  readSnapshotsRequest(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeSnapshotsRequest(_m: SnapshotsRequest): number {
  return 0;
}

export function writeSnapshotsRequest(_into: Uint8Array, at: number, _m: SnapshotsRequest): number {
  return at;
}

export function readSnapshotsRequest(r: Reader, end: number, _m: SnapshotsRequest): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}

/**
 * A snapshot that the sender has. On channel 0x60; Go sends the ten latest, each in a message of its own.
 *
 * Source: proto/tendermint/statesync/types.proto@v0.38.25.
 */
export interface SnapshotsResponse {
  /** The height whose state it is. */
  height: bigint;
  /** The application's format. */
  format: number;
  /** How many chunks it has. */
  chunks: number;
  /** The application's hash of it. */
  hash: Uint8Array;
  /** The application's own data about it. */
  metadata: Uint8Array;
}

/** A new {@link SnapshotsResponse} without content: what no bytes at all mean. */
export function emptySnapshotsResponse(): SnapshotsResponse {
  return {
    height: 0n,
    format: 0,
    chunks: 0,
    hash: noBytes,
    metadata: noBytes,
  };
}

/**
 * Writes a {@link SnapshotsResponse} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeSnapshotsResponse(message: SnapshotsResponse): Uint8Array {
  const into = new Uint8Array(sizeSnapshotsResponse(message));
  writeSnapshotsResponse(into, into.length, message);
  return into;
}

/**
 * Reads a {@link SnapshotsResponse} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeSnapshotsResponse(bytes: Uint8Array, options?: DecodeOptions): SnapshotsResponse {
  const message = emptySnapshotsResponse();
  readSnapshotsResponse(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeSnapshotsResponse(m: SnapshotsResponse): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + uint64Size(m.height);
  if (m.format !== 0) size += 1 + uint32Size(m.format);
  if (m.chunks !== 0) size += 1 + uint32Size(m.chunks);
  if (m.hash.length !== 0) size += 1 + prefixedSize(m.hash.length);
  if (m.metadata.length !== 0) size += 1 + prefixedSize(m.metadata.length);
  return size;
}

export function writeSnapshotsResponse(into: Uint8Array, at: number, m: SnapshotsResponse): number {
  let pos = at;
  if (m.metadata.length !== 0) {
    pos = writeBytes(into, pos, m.metadata);
    pos = writeVarint(into, pos, m.metadata.length);
    into[--pos] = 0x2a;
  }
  if (m.hash.length !== 0) {
    pos = writeBytes(into, pos, m.hash);
    pos = writeVarint(into, pos, m.hash.length);
    into[--pos] = 0x22;
  }
  if (m.chunks !== 0) {
    pos = writeVarint(into, pos, m.chunks);
    into[--pos] = 0x18;
  }
  if (m.format !== 0) {
    pos = writeVarint(into, pos, m.format);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeUint64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readSnapshotsResponse(r: Reader, end: number, m: SnapshotsResponse): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.uint64(end);
        break;
      }
      case 16: {
        m.format = r.uint32(end);
        break;
      }
      case 24: {
        m.chunks = r.uint32(end);
        break;
      }
      case 34: {
        m.hash = r.bytes(end);
        break;
      }
      case 42: {
        m.metadata = r.bytes(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * Asks for a chunk of a snapshot. On channel 0x61.
 *
 * Source: proto/tendermint/statesync/types.proto@v0.38.25.
 */
export interface ChunkRequest {
  /** The snapshot's height. */
  height: bigint;
  /** The snapshot's format. */
  format: number;
  /** Which chunk, from 0. */
  index: number;
}

/** A new {@link ChunkRequest} without content: what no bytes at all mean. */
export function emptyChunkRequest(): ChunkRequest {
  return {
    height: 0n,
    format: 0,
    index: 0,
  };
}

/**
 * Writes a {@link ChunkRequest} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeChunkRequest(message: ChunkRequest): Uint8Array {
  const into = new Uint8Array(sizeChunkRequest(message));
  writeChunkRequest(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ChunkRequest} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeChunkRequest(bytes: Uint8Array, options?: DecodeOptions): ChunkRequest {
  const message = emptyChunkRequest();
  readChunkRequest(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeChunkRequest(m: ChunkRequest): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + uint64Size(m.height);
  if (m.format !== 0) size += 1 + uint32Size(m.format);
  if (m.index !== 0) size += 1 + uint32Size(m.index);
  return size;
}

export function writeChunkRequest(into: Uint8Array, at: number, m: ChunkRequest): number {
  let pos = at;
  if (m.index !== 0) {
    pos = writeVarint(into, pos, m.index);
    into[--pos] = 0x18;
  }
  if (m.format !== 0) {
    pos = writeVarint(into, pos, m.format);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeUint64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readChunkRequest(r: Reader, end: number, m: ChunkRequest): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.uint64(end);
        break;
      }
      case 16: {
        m.format = r.uint32(end);
        break;
      }
      case 24: {
        m.index = r.uint32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * A chunk of a snapshot. On channel 0x61.
 *
 * Source: proto/tendermint/statesync/types.proto@v0.38.25.
 */
export interface ChunkResponse {
  /** The snapshot's height. */
  height: bigint;
  /** The snapshot's format. */
  format: number;
  /** Which chunk, from 0. */
  index: number;
  /**
   * The chunk; absent when it is missing. An empty one cannot be sent: nothing is written for it, and the receiver takes
   * that for a mistake.
   */
  chunk: Uint8Array | undefined;
  /** Whether the sender does not have it. */
  missing: boolean;
}

/** A new {@link ChunkResponse} without content: what no bytes at all mean. */
export function emptyChunkResponse(): ChunkResponse {
  return {
    height: 0n,
    format: 0,
    index: 0,
    chunk: undefined,
    missing: false,
  };
}

/**
 * Writes a {@link ChunkResponse} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeChunkResponse(message: ChunkResponse): Uint8Array {
  const into = new Uint8Array(sizeChunkResponse(message));
  writeChunkResponse(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ChunkResponse} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeChunkResponse(bytes: Uint8Array, options?: DecodeOptions): ChunkResponse {
  const message = emptyChunkResponse();
  readChunkResponse(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeChunkResponse(m: ChunkResponse): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + uint64Size(m.height);
  if (m.format !== 0) size += 1 + uint32Size(m.format);
  if (m.index !== 0) size += 1 + uint32Size(m.index);
  if (m.chunk !== undefined && m.chunk.length !== 0) size += 1 + prefixedSize(m.chunk.length);
  if (m.missing) size += 1 + 1;
  return size;
}

export function writeChunkResponse(into: Uint8Array, at: number, m: ChunkResponse): number {
  let pos = at;
  if (m.missing) {
    into[--pos] = 1;
    into[--pos] = 0x28;
  }
  if (m.chunk !== undefined && m.chunk.length !== 0) {
    pos = writeBytes(into, pos, m.chunk);
    pos = writeVarint(into, pos, m.chunk.length);
    into[--pos] = 0x22;
  }
  if (m.index !== 0) {
    pos = writeVarint(into, pos, m.index);
    into[--pos] = 0x18;
  }
  if (m.format !== 0) {
    pos = writeVarint(into, pos, m.format);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeUint64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readChunkResponse(r: Reader, end: number, m: ChunkResponse): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.uint64(end);
        break;
      }
      case 16: {
        m.format = r.uint32(end);
        break;
      }
      case 24: {
        m.index = r.uint32(end);
        break;
      }
      case 34: {
        m.chunk = r.bytes(end);
        break;
      }
      case 40: {
        m.missing = r.bool(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}

/**
 * What travels on channels 0x60 and 0x61. A message without a known member is an error in Go.
 *
 * Source: proto/tendermint/statesync/types.proto@v0.38.25 (Message).
 */
export interface StatesyncMessage {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: StatesyncMessageSum | undefined;
}

/** What {@link StatesyncMessage.sum} can be: `case` names the member, `value` is its content. */
export type StatesyncMessageSum =
  /** Please say which snapshots there are. */
  | { readonly case: "snapshotsRequest"; readonly value: SnapshotsRequest }
  /** A snapshot. */
  | { readonly case: "snapshotsResponse"; readonly value: SnapshotsResponse }
  /** Please send a chunk. */
  | { readonly case: "chunkRequest"; readonly value: ChunkRequest }
  /** The chunk. */
  | { readonly case: "chunkResponse"; readonly value: ChunkResponse };

/** A new {@link StatesyncMessage} without content: what no bytes at all mean. */
export function emptyStatesyncMessage(): StatesyncMessage {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link StatesyncMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeStatesyncMessage(message: StatesyncMessage): Uint8Array {
  const into = new Uint8Array(sizeStatesyncMessage(message));
  writeStatesyncMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link StatesyncMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeStatesyncMessage(bytes: Uint8Array, options?: DecodeOptions): StatesyncMessage {
  const message = emptyStatesyncMessage();
  readStatesyncMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeStatesyncMessage(m: StatesyncMessage): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "snapshotsRequest":
        size += 1 + prefixedSize(sizeSnapshotsRequest(m.sum.value));
        break;
      case "snapshotsResponse":
        size += 1 + prefixedSize(sizeSnapshotsResponse(m.sum.value));
        break;
      case "chunkRequest":
        size += 1 + prefixedSize(sizeChunkRequest(m.sum.value));
        break;
      case "chunkResponse":
        size += 1 + prefixedSize(sizeChunkResponse(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeStatesyncMessage(into: Uint8Array, at: number, m: StatesyncMessage): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "snapshotsRequest": {
        const end = pos;
        pos = writeSnapshotsRequest(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "snapshotsResponse": {
        const end = pos;
        pos = writeSnapshotsResponse(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
      case "chunkRequest": {
        const end = pos;
        pos = writeChunkRequest(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x1a;
        break;
      }
      case "chunkResponse": {
        const end = pos;
        pos = writeChunkResponse(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x22;
        break;
      }
    }
  }
  return pos;
}

export function readStatesyncMessage(r: Reader, end: number, m: StatesyncMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptySnapshotsRequest();
        readSnapshotsRequest(r, r.stop(end), value);
        m.sum = { case: "snapshotsRequest", value };
        break;
      }
      case 18: {
        const value = emptySnapshotsResponse();
        readSnapshotsResponse(r, r.stop(end), value);
        m.sum = { case: "snapshotsResponse", value };
        break;
      }
      case 26: {
        const value = emptyChunkRequest();
        readChunkRequest(r, r.stop(end), value);
        m.sum = { case: "chunkRequest", value };
        break;
      }
      case 34: {
        const value = emptyChunkResponse();
        readChunkResponse(r, r.stop(end), value);
        m.sum = { case: "chunkResponse", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 4);
    }
  }
}
