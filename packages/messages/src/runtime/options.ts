/**
 * A line of CometBFT releases. Most messages are the same in all of them; where a line lacks a field, a decoder for
 * that line passes over it like any unknown field.
 */
export type Release = "v0.34" | "v0.37" | "v0.38" | "v0.39" | "v0.40" | "v1.0";

/** All of them, the oldest first. */
export const releases: readonly Release[] = ["v0.34", "v0.37", "v0.38", "v0.39", "v0.40", "v1.0"];

/** How a decoder reads. Every part has a default. */
export interface DecodeOptions {
  /**
   * Whose reader to be: fields that this line of releases does not know are skipped. Default `v0.38`.
   *
   * Example: field 3 of `PublicKey` (BLS12-381) is a key for v0.39, v0.40 and v1.0 and means "no key" for the others.
   */
  readonly release?: Release;
  /**
   * The most elements that all lists of the message may have together, nested ones included. Default 1 048 576.
   *
   * A list element takes at least two bytes on the wire and easily a hundred in memory, so a hostile 100 MiB message
   * could ask for gigabytes. Messages up to 1 MiB can't reach the default.
   */
  readonly maxElements?: number;
  /**
   * The most elements of single lists, by the field's full name, for example
   * `{ "tendermint.p2p.PexAddrs.addrs": 250 }`. A message that occurs several times has the limit for each. Default: none.
   */
  readonly maxFieldElements?: Readonly<Record<string, number>>;
  /**
   * Whether `bytes` fields are views of the input instead of copies. Default `false`. Faster, but such a view changes when
   * the input's memory is used again, and keeps all of the input in memory for as long as it is held itself.
   */
  readonly borrow?: boolean;
  /** How deep a message may be nested in messages of its own type. Default 100. No CometBFT message nests so. */
  readonly maxDepth?: number;
}

/** {@link DecodeOptions.maxElements} when not given. */
export const defaultMaxElements = 1_048_576;

/** {@link DecodeOptions.maxDepth} when not given. */
export const defaultMaxDepth = 100;

/** One bit for each line, so that generated code can test a set of them in one step. */
export const releaseBits: Readonly<Record<Release, number>> = {
  "v0.34": 1,
  "v0.37": 2,
  "v0.38": 4,
  "v0.39": 8,
  "v0.40": 16,
  "v1.0": 32,
};
