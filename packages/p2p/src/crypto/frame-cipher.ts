import { limits } from "../base/index.js";

/** How many frames one {@link FrameKey.seal} or {@link FrameKey.open} takes at most. */
export const FRAME_BATCH = 64;

/**
 * ChaCha20-Poly1305 over batches of secret-connection frames: 1028 bytes of plaintext, 1044 sealed.
 *
 * The cipher lends two scratch arenas, so that an implementation in WebAssembly memory needs no other interface: the
 * caller writes plaintext into {@link FrameCipher.sealArena}, `seal` moves it into a wire buffer; `open` moves wire bytes
 * into {@link FrameCipher.openArena}, where the caller reads plaintext. Frames lie in the arenas as they do on the wire,
 * 1044 bytes each, of which the last 16 are the cipher's, so that an implementation can work in place. An arena's content
 * is valid until the next call of the same kind on *any* key of this cipher: use it synchronously and never hand it to a
 * socket.
 *
 * @example
 * ```ts
 * const cipher = defaultFrameCipher();
 * const key = cipher.createKey(session.sendKey);
 * cipher.sealArena.set(plaintext); // 1028 bytes
 * const wire = new Uint8Array(1044);
 * key.seal(1, 0n, wire, 0);
 * ```
 *
 * Source: `p2p/conn/secret_connection.go:34-36,199-277,453-462@v0.38.25`; RFC 8439, §2.8, without associated data.
 */
export interface FrameCipher {
  /** What does the work: shown by `cometwire doctor`. */
  readonly name: string;
  /** Plaintext to seal: frame `i` of a batch is at `i * 1044`. `FRAME_BATCH * 1044` bytes. `seal` may overwrite it. */
  readonly sealArena: Uint8Array;
  /** Opened plaintext: frame `i` of a batch is at `i * 1044`. `FRAME_BATCH * 1044` bytes. */
  readonly openArena: Uint8Array;
  /**
   * Takes a 32-byte key (copied).
   *
   * @throws RangeError when it does not have 32 bytes.
   */
  createKey(key: Uint8Array): FrameKey;
}

/**
 * One direction's key of one connection.
 *
 * Safety: a nonce must never be used twice with one key for sealing. Arguments out of bounds are a bug of the caller: they
 * throw RangeError before anything is read or written.
 */
export interface FrameKey {
  /**
   * Seals the first `frames` frames of {@link FrameCipher.sealArena} with the nonces `nonce`, `nonce + 1`, … into
   * `wire[offset …]` (`frames * 1044` bytes).
   *
   * @param frames - 0 to {@link FRAME_BATCH}.
   * @param nonce - counter of the first frame; the last one's is at most 2^64 - 1.
   * @param wire - must not overlap the arenas.
   * @throws RangeError when an argument is out of bounds, or the key has been wiped.
   */
  seal(frames: number, nonce: bigint, wire: Uint8Array, offset: number): void;
  /**
   * Opens up to `frames` frames of `wire[offset …]` into {@link FrameCipher.openArena}. Returns how many are
   * authentic: fewer than `frames` when one failed. From the failed frame on the arena is then zero, to its end.
   *
   * @throws RangeError as {@link FrameKey.seal}; never for what `wire` holds.
   */
  open(frames: number, nonce: bigint, wire: Uint8Array, offset: number): number;
  /** Wipes the key. Nothing may be called afterwards, but this again. */
  wipe(): void;
}

const KEY_BYTES = 32;
const NONCE_END = 1n << 64n;

/** What every {@link FrameCipher.createKey} checks. */
export function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`key has ${key.length} bytes, want ${KEY_BYTES}`);
}

/** What every {@link FrameKey.seal} and {@link FrameKey.open} checks; returns the key. */
export function checkBatch<Key>(
  key: Key | undefined,
  frames: number,
  nonce: bigint,
  wire: Uint8Array,
  offset: number,
): Key {
  if (!Number.isInteger(frames) || frames < 0 || frames > FRAME_BATCH)
    throw new RangeError(`${frames} frames, want 0 to ${FRAME_BATCH}`);
  if (!Number.isInteger(offset) || offset < 0 || offset + frames * limits.frameSealedBytes > wire.length)
    throw new RangeError(`${frames} frames at ${offset} exceed a buffer of ${wire.length} bytes`);
  if (nonce < 0n || nonce + BigInt(frames) > NONCE_END) throw new RangeError("nonce is not in 0 to 2^64 - 1");
  if (key === undefined) throw new RangeError("the key has been wiped");
  return key;
}
