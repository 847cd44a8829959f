import { type Clock, TokenBucket } from "../base/index.js";

/** Rates of a {@link CheckBudget}. */
export interface CheckBudgetOptions {
  /** Checks a second for everybody together, and how many may come at once. */
  readonly perS: number;
  /** The same for each source. */
  readonly perSPerSource: number;
  readonly clock: Clock;
}

/** A bucket that nothing was taken from for this long is full again, and so says nothing that a new one doesn't. */
const FULL_AGAIN_MS = 1_000;

/**
 * Rations an expensive check, for everybody and for each source.
 *
 * Only a source that was *granted* a check in the last second is remembered, and the overall rate bounds how many those
 * can be: the table stays small however many sources ask, and no flood can push a source's bucket out of it.
 */
export class CheckBudget {
  readonly #options: CheckBudgetOptions;
  readonly #overall: TokenBucket;
  /** In order of the last grant, oldest first. */
  readonly #sources = new Map<string, { readonly bucket: TokenBucket; grantedAt: number }>();

  constructor(options: CheckBudgetOptions) {
    this.#options = options;
    this.#overall = this.#bucket(options.perS);
  }

  /** Sources remembered at the moment. */
  get size(): number {
    return this.#sources.size;
  }

  /** Whether `source` may have a check now, which is then counted. A refusal costs nobody anything. */
  tryTake(source: string): boolean {
    if (this.#overall.available() < 1) return false;
    const now = this.#options.clock.now();
    this.#forget(now);
    const entry = this.#sources.get(source) ?? {
      bucket: this.#bucket(this.#options.perSPerSource),
      grantedAt: now,
    };
    if (entry.bucket.available() < 1) return false;
    this.#overall.take(1);
    entry.bucket.take(1);
    entry.grantedAt = now;
    this.#sources.delete(source);
    this.#sources.set(source, entry);
    return true;
  }

  #forget(now: number): void {
    for (const [source, entry] of this.#sources) {
      if (now - entry.grantedAt <= FULL_AGAIN_MS) return;
      this.#sources.delete(source);
    }
  }

  /** A full bucket holds one second's worth. */
  #bucket(perS: number): TokenBucket {
    return new TokenBucket({ ratePerS: perS, burst: perS, clock: this.#options.clock });
  }
}
