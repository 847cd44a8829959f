import type { Clock, Random } from "../../base/index.js";
import type { NetAddress } from "../../wire/index.js";
import type { AddRefusal } from "./decisions.js";
import type { KeyedHash64 } from "./keyed-hash.js";

/** What became of an address given to the book. */
export type AddResult =
  /** The id was unknown. */
  | { readonly outcome: "added" }
  /** The id was known; what changed about it. */
  | { readonly outcome: "known"; readonly change: AddressChange }
  | { readonly outcome: "ignored"; readonly reason: AddRefusal };

/** What an address for a known id has changed. */
export type AddressChange =
  | "nothing"
  /** The entry is in one more new bucket. */
  | "bucket"
  /** The address is kept, to be tried when the current one fails. */
  | "candidate"
  /** The entry has this address now. */
  | "address";

/** Settings of an `AddressBook`. */
export interface AddressBookOptions {
  /** Refuses addresses that are not reachable from the Internet: `addr_book_strict`. Default true. */
  readonly strict?: boolean | undefined;
  /** Our own node id, refused at any address. */
  readonly ourId?: string | undefined;
  /** 24 hex digits that decide which buckets addresses belong to. Default: random. A saved book brings its own. */
  readonly key?: string | undefined;
  /** Chooses the buckets, given the book's key. Default: `bookHash`. */
  readonly hash?: ((key: string) => KeyedHash64) | undefined;
  /** Default: real time. */
  readonly clock?: Clock | undefined;
  /** Default: the system's. */
  readonly random?: Random | undefined;
}

/** Options of `AddressBook.selectVerified`. */
export interface VerifiedSelectionOptions {
  /** Only addresses verified within this time. */
  readonly maxAgeMs: number;
  /** At most this many. Default and maximum: 250. */
  readonly count?: number | undefined;
  /** Percentage that is to be new, where there are enough. Default: as it comes. */
  readonly bias?: number | undefined;
  /** Addresses to leave out, such as the asker's own. */
  readonly exclude?: ((address: NetAddress) => boolean) | undefined;
}
