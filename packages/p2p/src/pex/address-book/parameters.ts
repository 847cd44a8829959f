/**
 * The parameters of the address book, with Go's values (`p2p/pex/params.go:5-55@v0.38.25`, all releases). They are no
 * part of the wire; the specification names them, and two books of one network do best when they agree.
 */
export const bookParameters = {
  /** Below this many addresses the book wants more. */
  needAddressesThreshold: 1_000,
  /** Time between two saves of a changed book. */
  saveIntervalMs: 120_000,
  /** Buckets for addresses that nobody has vouched for. */
  newBuckets: 256,
  /** Buckets for addresses that proved good. */
  oldBuckets: 64,
  /** Entries of a bucket. The specification says 64; Go lets a 65th in (`p2p/pex/addrbook.go:544,582@v0.38.25`). */
  bucketSize: 65,
  /** New buckets that the addresses of one source group are spread over. */
  newBucketsPerGroup: 32,
  /** Old buckets that the addresses of one group are spread over. */
  oldBucketsPerGroup: 4,
  /** New buckets that one address can be in. */
  newBucketsPerAddress: 4,
  /** An address not tried for this long is bad. */
  missingMs: 7 * 86_400_000,
  /** An address tried within this time is not bad. */
  recentMs: 60_000,
  /** Failures in a row at which an address that never worked is bad. */
  retries: 3,
  /** Failures in a row at which an address that has not worked for {@link bookParameters.badMs} is bad. */
  maxFailures: 10,
  /** See {@link bookParameters.maxFailures}. */
  badMs: 7 * 86_400_000,
  /** Share of the book that one selection shows. */
  selectionPercent: 23,
  /** Addresses in a selection, at least, where the book has them. */
  minSelection: 32,
  /** Addresses in a selection, at most. */
  maxSelection: 250,
} as const;
