import { messageLimits } from "../message-limits.js";
import { Reader } from "../runtime/reader.js";

/** What to look for in a message: by field number, the messages that are counted or looked into. */
type Shape = Readonly<Record<number, Sought | undefined>>;

interface Sought {
  readonly count?: keyof Counts;
  readonly within?: Shape;
}

const block: Shape = { 4: { within: { 4: { count: "signatures" } } } };

const extendedCommit: Shape = { 4: { count: "extendedSignatures" } };

/** The wrapper, of whose members only the BlockResponse matters. */
const wrapper: Shape = {
  3: { count: "responses", within: { 1: { within: block }, 2: { within: extendedCommit } } },
};

interface Counts {
  responses: number;
  signatures: number;
  extendedSignatures: number;
}

/**
 * What Go asks of a block before it is decoded: that it was asked for, and at most 10,000 signatures of each kind.
 *
 * All occurrences count, although the decoder keeps only the last.
 *
 * Source: `blocksync/reactor.go:281-346`, `proto/tendermint/blocksync/stub.proto@v0.38.25`.
 *
 * @param requested - whether the peer was asked for a block; `undefined`: not known, so that nothing is refused for it
 */
export function guardBlockResponse(bytes: Uint8Array, requested: boolean | undefined): void {
  const r = new Reader(bytes);
  const counts: Counts = { responses: 0, signatures: 0, extendedSignatures: 0 };
  countIn(r, bytes.length, wrapper, counts);
  if (counts.responses === 0) return;
  if (requested === false) r.fail("DECODE_UNREQUESTED_BLOCK", "a block that was not asked for");
  const most = messageLimits.commitSignatures;
  if (counts.signatures > most) {
    r.fail("DECODE_TOO_MANY_SIGNATURES", `${counts.signatures} signatures in a commit, at most ${most}`);
  }
  if (counts.extendedSignatures > most) {
    r.fail(
      "DECODE_TOO_MANY_SIGNATURES",
      `${counts.extendedSignatures} signatures in an extended commit, at most ${most}`,
    );
  }
}

function countIn(r: Reader, end: number, shape: Shape, counts: Counts): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    const field = shape[tag >>> 3];
    if (field === undefined || (tag & 7) !== 2) {
      r.unknown(tag, end, field !== undefined);
      continue;
    }
    const stop = r.stop(end);
    if (field.count !== undefined) counts[field.count]++;
    if (field.within === undefined) r.pos = stop;
    else countIn(r, stop, field.within, counts);
  }
}
