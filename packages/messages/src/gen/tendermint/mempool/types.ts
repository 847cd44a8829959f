// Generated from tendermint/mempool/types.proto by "npm run generate". Do not edit.
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { prefixedSize, writeBytes, writeVarint } from "../../../runtime/writer.js";

/**
 * Transactions. Go sends one in each message, and accepts several.
 *
 * Source: proto/tendermint/mempool/types.proto@v0.38.25.
 */
export interface Txs {
  /** Each as the application knows it. */
  txs: Uint8Array[];
}

/** A new {@link Txs} without content: what no bytes at all mean. */
export function emptyTxs(): Txs {
  return {
    txs: [],
  };
}

/**
 * Writes a {@link Txs} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeTxs(message: Txs): Uint8Array {
  const into = new Uint8Array(sizeTxs(message));
  writeTxs(into, into.length, message);
  return into;
}

/**
 * Reads a {@link Txs} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeTxs(bytes: Uint8Array, options?: DecodeOptions): Txs {
  const message = emptyTxs();
  readTxs(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeTxs(m: Txs): number {
  let size = 0;
  for (const item of m.txs) size += 1 + prefixedSize(item.length);
  return size;
}

export function writeTxs(into: Uint8Array, at: number, m: Txs): number {
  let pos = at;
  for (let i = m.txs.length - 1; i >= 0; i--) {
    const item = m.txs[i] as (typeof m.txs)[number];
    pos = writeBytes(into, pos, item);
    pos = writeVarint(into, pos, item.length);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readTxs(r: Reader, end: number, m: Txs): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        r.element("tendermint.mempool.Txs.txs", m.txs.length);
        m.txs.push(r.bytes(end));
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}

/**
 * What travels on channel 0x30. A message without a known member is an error in Go.
 *
 * Source: proto/tendermint/mempool/types.proto@v0.38.25 (Message).
 */
export interface MempoolMessage {
  /** Which member the message has, and its value; `undefined` when it has none that is known. */
  sum: MempoolMessageSum | undefined;
}

/** What {@link MempoolMessage.sum} can be: `case` names the member, `value` is its content. */
export type MempoolMessageSum =
  /** Transactions. */
  | { readonly case: "txs"; readonly value: Txs };

/** A new {@link MempoolMessage} without content: what no bytes at all mean. */
export function emptyMempoolMessage(): MempoolMessage {
  return {
    sum: undefined,
  };
}

/**
 * Writes a {@link MempoolMessage} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeMempoolMessage(message: MempoolMessage): Uint8Array {
  const into = new Uint8Array(sizeMempoolMessage(message));
  writeMempoolMessage(into, into.length, message);
  return into;
}

/**
 * Reads a {@link MempoolMessage} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeMempoolMessage(bytes: Uint8Array, options?: DecodeOptions): MempoolMessage {
  const message = emptyMempoolMessage();
  readMempoolMessage(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeMempoolMessage(m: MempoolMessage): number {
  let size = 0;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "txs":
        size += 1 + prefixedSize(sizeTxs(m.sum.value));
        break;
    }
  }
  return size;
}

export function writeMempoolMessage(into: Uint8Array, at: number, m: MempoolMessage): number {
  let pos = at;
  if (m.sum !== undefined) {
    switch (m.sum.case) {
      case "txs": {
        const end = pos;
        pos = writeTxs(into, pos, m.sum.value);
        pos = writeVarint(into, pos, end - pos);
        into[--pos] = 0x0a;
        break;
      }
    }
  }
  return pos;
}

export function readMempoolMessage(r: Reader, end: number, m: MempoolMessage): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        const value = emptyTxs();
        readTxs(r, r.stop(end), value);
        m.sum = { case: "txs", value };
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 1);
    }
  }
}
