import { Reader } from "../runtime/reader.js";

/** Field 1, with a length: `txs` of the wrapper, and each transaction in it. */
const tagOfTxs = 10;

/** How much a message of transactions may hold. */
export interface TxLimits {
  /** Bytes of one transaction. 0: no limit. */
  readonly maxTxBytes: number;
  /** Bytes of all transactions together, when more than `maxTxBytes`. */
  readonly maxBatchBytes: number;
}

/**
 * What Go asks of a message of transactions before it is decoded: at least one, none of them empty, none too large.
 *
 * All occurrences of the list count, although the decoder keeps only the last; unknown groups are refused, although the
 * decoder would pass over them.
 *
 * Source: `mempool/filter.go:46-129`, `internal/protowire/protowire.go@v0.38.25`.
 */
export function guardTxs(bytes: Uint8Array, { maxTxBytes, maxBatchBytes }: TxLimits): void {
  const r = new Reader(bytes);
  const budget = Math.max(maxTxBytes, maxBatchBytes);
  let count = 0;
  let total = 0;
  while (r.pos < bytes.length) {
    if (!enters(r, bytes.length)) continue;
    const end = r.stop(bytes.length);
    while (r.pos < end) {
      if (!enters(r, end)) continue;
      const stop = r.stop(end);
      const size = stop - r.pos;
      if (size === 0) r.fail("DECODE_TX_EMPTY", "a transaction of no bytes");
      if (maxTxBytes > 0 && size > maxTxBytes) {
        r.fail("DECODE_TX_TOO_LARGE", `a transaction of ${size} bytes, at most ${maxTxBytes} are allowed`);
      }
      count++;
      total += size;
      if (budget > 0 && total > budget) {
        r.fail("DECODE_TXS_TOO_LARGE", `transactions of more than ${budget} bytes together`);
      }
      r.pos = stop;
    }
  }
  if (count === 0) r.fail("DECODE_NO_TX", "a message of the mempool without a transaction");
}

/** Whether field 1 comes next; passes over any other field. */
function enters(r: Reader, end: number): boolean {
  const tag = r.tag(end);
  if (tag === tagOfTxs) return true;
  if ((tag & 7) === 3) r.fail("DECODE_TX_GROUP", "an unknown group beside transactions");
  r.unknown(tag, end, false);
  return false;
}
