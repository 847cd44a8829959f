/**
 * The layout of a recording; `docs/RECORDINGS.md` describes it for other programs.
 *
 * A file is {@link MAGIC}, a byte with the {@link VERSION}, and chunks. All chunks' bodies, one after the other, are one
 * Brotli stream that was flushed at each chunk's end, so that everything up to the last whole chunk can be read, and what
 * several peers sent is stored about once.
 */

/** What a recording begins with: a byte that no text has, a name, and the two line ends that careless copying changes. */
export const MAGIC = Uint8Array.of(0x89, 0x43, 0x57, 0x52, 0x45, 0x43, 0x0d, 0x0a);

/** The version of the layout that is written here. It grows when older readers could no longer read what is written. */
export const VERSION = 1;

/** A chunk's length and its body's CRC-32, four bytes each, big-endian. */
export const CHUNK_HEADER_BYTES = 8;

/** A chunk is ended when its entries have this many bytes… */
export const CHUNK_BYTES = 256 * 1024;

/** …or when its first entry is this old: what a killed process loses at most. */
export const CHUNK_AGE_MS = 1_000;

/** What a reader takes: the largest message of a channel is 100 MiB, and a chunk ends with the entry that fills it. */
export const LARGEST_CHUNK_BYTES = 128 * 1024 * 1024;

/** How many peers have a number at a time; with more, numbers are given again, the one given longest ago first. */
export const MOST_PEERS = 65_536;

/** What an entry is, by its first byte. Readers pass over kinds that they do not know. */
export const entryKinds = { start: 0, peer: 1, message: 2 } as const;
