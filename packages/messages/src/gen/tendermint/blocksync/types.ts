// Generated from tendermint/blocksync/types.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { int64Size, prefixedSize, writeInt64, writeVarint } from "../../../runtime/writer.js";
import { emptyBlock, readBlock, sizeBlock, writeBlock, type Block } from "../types/block.js";
import { emptyExtendedCommit, readExtendedCommit, sizeExtendedCommit, writeExtendedCommit, type ExtendedCommit } from "../types/types.js";

/**
 * Asks for a block.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.38.25.
 */
export interface BlockRequest {
  /** Which. */
  height: bigint;
}

/** A new {@link BlockRequest} without content: what no bytes at all mean. */
export function emptyBlockRequest(): BlockRequest {
  return {
    height: 0n,
  };
}

/**
 * Writes a {@link BlockRequest} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlockRequest(message: BlockRequest): Uint8Array {
  const into = new Uint8Array(sizeBlockRequest(message));
  writeBlockRequest(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlockRequest} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlockRequest(bytes: Uint8Array, options?: DecodeOptions): BlockRequest {
  const message = emptyBlockRequest();
  readBlockRequest(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlockRequest(m: BlockRequest): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  return size;
}

export function writeBlockRequest(into: Uint8Array, at: number, m: BlockRequest): number {
  let pos = at;
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readBlockRequest(r: Reader, end: number, m: BlockRequest): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * That the sender does not have a block which it was asked for.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.38.25.
 */
export interface NoBlockResponse {
  /** Which. */
  height: bigint;
}

/** A new {@link NoBlockResponse} without content: what no bytes at all mean. */
export function emptyNoBlockResponse(): NoBlockResponse {
  return {
    height: 0n,
  };
}

/**
 * Writes a {@link NoBlockResponse} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNoBlockResponse(message: NoBlockResponse): Uint8Array {
  const into = new Uint8Array(sizeNoBlockResponse(message));
  writeNoBlockResponse(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NoBlockResponse} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNoBlockResponse(bytes: Uint8Array, options?: DecodeOptions): NoBlockResponse {
  const message = emptyNoBlockResponse();
  readNoBlockResponse(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNoBlockResponse(m: NoBlockResponse): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  return size;
}

export function writeNoBlockResponse(into: Uint8Array, at: number, m: NoBlockResponse): number {
  let pos = at;
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readNoBlockResponse(r: Reader, end: number, m: NoBlockResponse): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * A block.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.37.18, @v0.38.25.
 */
export interface BlockResponse {
  /** The block. */
  block: Block | undefined;
  /** The commit for this block with vote extensions, where the chain has them at its height. */
  extCommit: ExtendedCommit | undefined;
}

/** A new {@link BlockResponse} without content: what no bytes at all mean. */
export function emptyBlockResponse(): BlockResponse {
  return {
    block: undefined,
    extCommit: undefined,
  };
}

/**
 * Writes a {@link BlockResponse} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlockResponse(message: BlockResponse): Uint8Array {
  const into = new Uint8Array(sizeBlockResponse(message));
  writeBlockResponse(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlockResponse} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlockResponse(bytes: Uint8Array, options?: DecodeOptions): BlockResponse {
  const message = emptyBlockResponse();
  readBlockResponse(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlockResponse(m: BlockResponse): number {
  let size = 0;
  if (m.block !== undefined) size += 1 + prefixedSize(sizeBlock(m.block));
  if (m.extCommit !== undefined) size += 1 + prefixedSize(sizeExtendedCommit(m.extCommit));
  return size;
}

export function writeBlockResponse(into: Uint8Array, at: number, m: BlockResponse): number {
  let pos = at;
  if (m.extCommit !== undefined) {
    const end = pos;
    pos = writeExtendedCommit(into, pos, m.extCommit);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.block !== undefined) {
    const end = pos;
    pos = writeBlock(into, pos, m.block);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readBlockResponse(r: Reader, end: number, m: BlockResponse): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.block ??= emptyBlock();
        readBlock(r, r.stop(end), m.block);
        break;
      }
      case 18: {
        if (r.knows(60)) {
          m.extCommit ??= emptyExtendedCommit();
          readExtendedCommit(r, r.stop(end), m.extCommit);
        } else r.unknown(tag, end, false);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1 || (tag >>> 3 === 2 && r.knows(60)));
    }
  }
}

/**
 * Asks which blocks the receiver has.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.38.25.
 */
export interface StatusRequest {}

/** A new {@link StatusRequest} without content: what no bytes at all mean. */
export function emptyStatusRequest(): StatusRequest {
  return {};
}

/**
 * Writes a {@link StatusRequest} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeStatusRequest(message: StatusRequest): Uint8Array {
  const into = new Uint8Array(sizeStatusRequest(message));
  writeStatusRequest(into, into.length, message);
  return into;
}

/**
 * Reads a {@link StatusRequest} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeStatusRequest(bytes: Uint8Array, options?: DecodeOptions): StatusRequest {
  const message = emptyStatusRequest();
  readStatusRequest(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeStatusRequest(_m: StatusRequest): number {
  return 0;
}

export function writeStatusRequest(_into: Uint8Array, at: number, _m: StatusRequest): number {
  return at;
}

export function readStatusRequest(r: Reader, end: number, _m: StatusRequest): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    r.unknown(tag, end, false);
  }
}

/**
 * Which blocks the sender has. The answer to a request, and sent to every new peer.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.38.25.
 */
export interface StatusResponse {
  /** The last. */
  height: bigint;
  /** The first. */
  base: bigint;
}

/** A new {@link StatusResponse} without content: what no bytes at all mean. */
export function emptyStatusResponse(): StatusResponse {
  return {
    height: 0n,
    base: 0n,
  };
}

/**
 * Writes a {@link StatusResponse} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeStatusResponse(message: StatusResponse): Uint8Array {
  const into = new Uint8Array(sizeStatusResponse(message));
  writeStatusResponse(into, into.length, message);
  return into;
}

/**
 * Reads a {@link StatusResponse} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeStatusResponse(bytes: Uint8Array, options?: DecodeOptions): StatusResponse {
  const message = emptyStatusResponse();
  readStatusResponse(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeStatusResponse(m: StatusResponse): number {
  let size = 0;
  if (m.height !== 0n) size += 1 + int64Size(m.height);
  if (m.base !== 0n) size += 1 + int64Size(m.base);
  return size;
}

export function writeStatusResponse(into: Uint8Array, at: number, m: StatusResponse): number {
  let pos = at;
  if (m.base !== 0n) {
    pos = writeInt64(into, pos, m.base);
    into[--pos] = 0x10;
  }
  if (m.height !== 0n) {
    pos = writeInt64(into, pos, m.height);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readStatusResponse(r: Reader, end: number, m: StatusResponse): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.height = r.int64(end);
        break;
      }
      case 16: {
        m.base = r.int64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}

/**
 * What travels on channel 0x40. A message without a known member is an error in Go. In v0.34 the package is
 * `tendermint.blockchain`.
 *
 * Source: proto/tendermint/blocksync/types.proto@v0.38.25 (Message).
 */
export interface BlocksyncMessage {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: BlocksyncMessageSum | undefined;
}

/** What {@link BlocksyncMessage.sum} can be: `case` names the member, `value` is its content. */
export type BlocksyncMessageSum =
  /** Please send a block. */
  | { readonly case: "blockRequest"; readonly value: BlockRequest }
  /** There is no such block. */
  | { readonly case: "noBlockResponse"; readonly value: NoBlockResponse }
  /** The block. */
  | { readonly case: "blockResponse"; readonly value: BlockResponse }
  /** Please say which blocks there are. */
  | { readonly case: "statusRequest"; readonly value: StatusRequest }
  /** Which blocks there are. */
  | { readonly case: "statusResponse"; readonly value: StatusResponse };

/** A new {@link BlocksyncMessage} without content: what no bytes at all mean. */
export function emptyBlocksyncMessage(): BlocksyncMessage {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link BlocksyncMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeBlocksyncMessage(message: BlocksyncMessage): Uint8Array {
  const into = new Uint8Array(sizeBlocksyncMessage(message));
  writeBlocksyncMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link BlocksyncMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeBlocksyncMessage(bytes: Uint8Array, options?: DecodeOptions): BlocksyncMessage {
  const message = emptyBlocksyncMessage();
  readBlocksyncMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeBlocksyncMessage(m: BlocksyncMessage): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "blockRequest":
        size += 1 + prefixedSize(sizeBlockRequest(m.sum.value));
        break;
      case "noBlockResponse":
        size += 1 + prefixedSize(sizeNoBlockResponse(m.sum.value));
        break;
      case "blockResponse":
        size += 1 + prefixedSize(sizeBlockResponse(m.sum.value));
        break;
      case "statusRequest":
        size += 1 + prefixedSize(sizeStatusRequest(m.sum.value));
        break;
      case "statusResponse":
        size += 1 + prefixedSize(sizeStatusResponse(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeBlocksyncMessage(into: Uint8Array, at: number, m: BlocksyncMessage): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "blockRequest": {
        const end = pos;
        pos = writeBlockRequest(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
      case "noBlockResponse": {
        const end = pos;
        pos = writeNoBlockResponse(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x12;
        break;
      }
      case "blockResponse": {
        const end = pos;
        pos = writeBlockResponse(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x1a;
        break;
      }
      case "statusRequest": {
        const end = pos;
        pos = writeStatusRequest(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x22;
        break;
      }
      case "statusResponse": {
        const end = pos;
        pos = writeStatusResponse(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x2a;
        break;
      }
    }
  }
  return pos;
}

export function readBlocksyncMessage(r: Reader, end: number, m: BlocksyncMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyBlockRequest();
        readBlockRequest(r, r.stop(end), value);
        m.sum = { case: "blockRequest", value };
        break;
      }
      case 18: {
        const value = emptyNoBlockResponse();
        readNoBlockResponse(r, r.stop(end), value);
        m.sum = { case: "noBlockResponse", value };
        break;
      }
      case 26: {
        const value = emptyBlockResponse();
        readBlockResponse(r, r.stop(end), value);
        m.sum = { case: "blockResponse", value };
        break;
      }
      case 34: {
        const value = emptyStatusRequest();
        readStatusRequest(r, r.stop(end), value);
        m.sum = { case: "statusRequest", value };
        break;
      }
      case 42: {
        const value = emptyStatusResponse();
        readStatusResponse(r, r.stop(end), value);
        m.sum = { case: "statusResponse", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 5);
    }
  }
}
