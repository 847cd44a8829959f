import type { Transform } from "node:stream";
import { constants, createBrotliCompress, createBrotliDecompress } from "node:zlib";

/** Far faster than a busy chain's gossip, and little larger than with more effort: see docs/RECORDINGS.md. */
const QUALITY = 4;
/** 4 MiB: what one peer sent is usually still there when the others send it. */
const WINDOW_BITS = 22;

/** Compresses pieces one after the other: each can be read as soon as all up to it are there. */
export function brotliWriter(): PieceTransform {
  const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS };
  return new PieceTransform(createBrotliCompress({ params, flush: constants.BROTLI_OPERATION_FLUSH }));
}

/** Reads what {@link brotliWriter} wrote, piece by piece. */
export function brotliReader(): PieceTransform {
  return new PieceTransform(createBrotliDecompress());
}

/** A stream that is fed piece by piece, and says what has come out for each. */
export class PieceTransform {
  readonly #stream: Transform;
  readonly #failed: Promise<never>;

  constructor(stream: Transform) {
    this.#stream = stream;
    this.#failed = new Promise((_, reject) => void stream.on("error", reject));
    this.#failed.catch(() => undefined); // whoever waits for a piece is told
  }

  /**
   * What comes out for `piece`. The one before it must be done.
   *
   * @throws Error when it cannot be transformed, or more than `limit` bytes come out: then it is of no more use.
   */
  async next(piece: Uint8Array, limit = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let length = 0;
    const onData = (part: Uint8Array): void => {
      parts.push(part);
      length += part.length;
      if (length > limit) this.#stream.destroy(new RangeError(`more than ${limit} bytes`));
    };
    this.#stream.on("data", onData);
    // It asks for more when everything has come out.
    const written = new Promise<void>((resolve, reject) => {
      this.#stream.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, this.#failed]).finally(() => this.#stream.off("data", onData));
    if (length > limit) throw new RangeError(`more than ${limit} bytes`);
    return Buffer.concat(parts, length);
  }

  /** Frees its memory. */
  destroy(): void {
    this.#stream.destroy();
  }
}
