import type { NetAddress } from "../../wire/index.js";
import type { DenseList } from "./dense-list.js";
import { newShare } from "./decisions.js";
import { type KnownAddress, NEVER } from "./known-address.js";
import type { VerifiedSelectionOptions } from "./options.js";
import { bookParameters } from "./parameters.js";
import type { RandomPool } from "./random-pool.js";

/** A try to draw fails with probability 3/4 at most; after this many the last one is taken, for a bound on the time. */
const MOST_TRIES = 64;

/**
 * Draws entries of a list without replacement and without a copy of the list: a Fisher–Yates shuffle of numbers,
 * stopped as soon as there are enough and then undone. Time and memory depend on the result, not on the list.
 */
class Sample {
  /** A permutation of the list's positions: every number in its own place but while a sample is drawn. */
  #order = new Uint32Array(0);
  /** Where the number now at each place before {@link Sample.#next} came from. */
  #from = new Uint32Array(0);
  #next = 0;
  #list: DenseList | undefined;

  /** Begins to draw from `list`. Has to be ended. */
  begin(list: DenseList): void {
    if (this.#order.length < list.length) {
      this.#order = Uint32Array.from({ length: 2 * list.length }, (_, position) => position);
      this.#from = new Uint32Array(2 * list.length);
    }
    this.#list = list;
    this.#next = 0;
  }

  /** Puts everything back to its place. */
  end(): void {
    while (this.#next > 0) {
      this.#next--;
      this.#swap(this.#next, this.#from[this.#next] as number);
    }
    this.#list = undefined;
  }

  /** Moves on to the next entry, each of the rest equally likely; undefined when all have been drawn. */
  draw(pool: RandomPool): KnownAddress | undefined {
    const list = this.#list;
    if (list === undefined || this.#next >= list.length) return undefined;
    return this.#take(list, this.#next + pool.integer(list.length - this.#next));
  }

  /**
   * The same, with an address in k buckets k times as likely, as Go shuffles pairs of bucket and address
   * (`p2p/pex/addrbook.go:702-738@v0.38.25`): an entry drawn at random is taken with probability k/4, otherwise drawn
   * again. Old addresses have one bucket each, and need no weights.
   */
  drawByBuckets(pool: RandomPool): KnownAddress | undefined {
    const list = this.#list;
    if (list === undefined || this.#next >= list.length) return undefined;
    const most = bookParameters.newBucketsPerAddress;
    for (let tries = 0; ; tries++) {
      // One number says both whom and, by its remainder, whether.
      const lot = pool.integer((list.length - this.#next) * most);
      const place = this.#next + Math.floor(lot / most);
      const share = list.at(this.#order[place] as number).buckets.length;
      if (lot % most < share || tries === MOST_TRIES) return this.#take(list, place);
    }
  }

  #take(list: DenseList, place: number): KnownAddress {
    this.#from[this.#next] = place;
    this.#swap(this.#next, place);
    return list.at(this.#order[this.#next++] as number);
  }

  #swap(a: number, b: number): void {
    const number = this.#order[a] as number;
    this.#order[a] = this.#order[b] as number;
    this.#order[b] = number;
  }
}

/** Working space that is not in use, shared by all books: it is as large as the largest list. */
const spare: Sample[] = [];

/** Runs `run` with a sample of `list`. */
function withSample<T>(list: DenseList, run: (sample: Sample) => T): T {
  const sample = spare.pop() ?? new Sample();
  sample.begin(list);
  try {
    return run(sample);
  } finally {
    sample.end();
    spare.push(sample);
  }
}

/** `count` random addresses of a list that holds at least so many. */
export function sampleAll(list: DenseList, count: number, pool: RandomPool): NetAddress[] {
  const selection = new Array<NetAddress>(count);
  withSample(list, (sample) => {
    for (let i = 0; i < count; i++) selection[i] = (sample.draw(pool) as KnownAddress).address;
  });
  return selection;
}

/** `newCount` random new addresses (by buckets) and then `oldCount` old ones. The lists hold at least so many. */
export function sampleKinds(
  newList: DenseList,
  newCount: number,
  oldList: DenseList,
  oldCount: number,
  pool: RandomPool,
): NetAddress[] {
  const selection = new Array<NetAddress>(newCount + oldCount);
  withSample(newList, (sample) => {
    for (let i = 0; i < newCount; i++) selection[i] = (sample.drawByBuckets(pool) as KnownAddress).address;
  });
  withSample(oldList, (sample) => {
    for (let i = newCount; i < selection.length; i++)
      selection[i] = (sample.draw(pool) as KnownAddress).address;
  });
  return selection;
}

/** Random addresses among those that were verified lately: see `AddressBook.selectVerified`. */
export function sampleVerified(
  lists: { readonly new: DenseList; readonly old: DenseList },
  now: number,
  options: VerifiedSelectionOptions,
  pool: RandomPool,
): NetAddress[] {
  const { maxAgeMs, bias, exclude } = options;
  const count = Math.min(options.count ?? bookParameters.maxSelection, bookParameters.maxSelection);
  const selection: NetAddress[] = [];
  const fill = (sample: Sample, upTo: number) => {
    while (selection.length < upTo) {
      const entry = sample.draw(pool);
      if (entry === undefined) return;
      const fresh = (entry.lastVerifiedAt ?? NEVER) >= now - maxAgeMs;
      if (fresh && exclude?.(entry.address) !== true) selection.push(entry.address);
    }
  };
  const all = lists.new.length + lists.old.length;
  const share = bias ?? (100 * lists.new.length) / Math.max(all, 1);
  withSample(lists.new, (news) => {
    withSample(lists.old, (olds) => {
      fill(news, newShare(share, count, count));
      fill(olds, count);
      // Where there are too few old ones.
      fill(news, count);
    });
  });
  return selection;
}
