import { asciiBytes, Strobe128 } from "./strobe.js";

const MERLIN = asciiBytes("Merlin v1.0");
const DOMAIN_SEPARATOR = "dom-sep";

/**
 * A Merlin transcript: both ends append what was said, in order and with labels, and extract the same bytes only when
 * they agree about all of it.
 *
 * Safety: the state depends on every secret appended; do not keep a transcript longer than it is needed. Labels are part
 * of the protocol and must be ASCII.
 *
 * @example
 * ```ts
 * const transcript = new MerlinTranscript("test protocol");
 * transcript.append("some label", new TextEncoder().encode("some data"));
 * transcript.extract("challenge", 32); // d5a21972…efcf0615
 * ```
 *
 * Source: merlin.cool (version 1.0), on STROBE-128.
 */
export class MerlinTranscript {
  readonly #strobe: Strobe128;

  /** A transcript for the protocol named `protocol`, or a copy of `protocol` when that is a transcript. */
  constructor(protocol: string | MerlinTranscript) {
    if (typeof protocol === "string") {
      this.#strobe = new Strobe128(MERLIN);
      this.append(DOMAIN_SEPARATOR, asciiBytes(protocol));
    } else {
      this.#strobe = new Strobe128(protocol.#strobe);
    }
  }

  /** Appends `data` (any length below 2^32 bytes) under `label`. */
  append(label: string, data: Uint8Array): void {
    this.#strobe.metaAssociatedData(asciiBytes(label));
    this.#strobe.moreMetaU32(data.length);
    this.#strobe.associatedData(data);
  }

  /** Extracts `length` bytes under `label`. What follows depends on the label and length of this extraction too. */
  extract(label: string, length: number): Uint8Array {
    this.#strobe.metaAssociatedData(asciiBytes(label));
    this.#strobe.moreMetaU32(length);
    return this.#strobe.pseudoRandom(length);
  }
}
