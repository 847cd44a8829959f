import type { P2PError } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import type { AddressSpec, NetAddress } from "../wire/index.js";

/** What happens in peer exchange and why, for logs and dashboards. Every `why` is words, fit for a log. */
export type PexEvent =
  /** We asked a peer for addresses. */
  | { readonly type: "addresses-requested"; readonly peer: Peer; readonly why: string }
  /** A peer has answered. */
  | {
      readonly type: "addresses-received";
      readonly peer: Peer;
      /** Addresses in the answer. */
      readonly count: number;
      /** Of these, how many were new to the address book. */
      readonly added: number;
      /** How many were not taken, by reason: those of the address book, and `tooMany`. */
      readonly refused: Readonly<Record<string, number>>;
    }
  /** A peer has said where it listens itself. */
  | {
      readonly type: "address-announced";
      readonly peer: Peer;
      readonly address: NetAddress;
      /** Why the address book did not take it, if it did not. */
      readonly refused: string | undefined;
    }
  /** A request waits for its answer. */
  | {
      readonly type: "request-held";
      readonly peer: Peer;
      readonly delayMs: number;
      readonly why: string;
    }
  | { readonly type: "request-ignored"; readonly peer: Peer; readonly why: string }
  /** We have answered a peer. */
  | {
      readonly type: "addresses-served";
      readonly peer: Peer;
      readonly count: number;
      /** Of these, how many we have verified ourselves within the time that we promise. */
      readonly verified: number;
      readonly why: string;
    }
  /** We hang up on a peer that has done nothing wrong. */
  | { readonly type: "letting-go"; readonly peer: Peer; readonly why: string }
  | {
      readonly type: "peer-banned";
      readonly id: string;
      readonly durationMs: number;
      readonly error: P2PError;
    }
  /** An address has left the book for a time, or for good. */
  | {
      readonly type: "address-dropped";
      readonly address: NetAddress;
      readonly durationMs: number;
      readonly why: string;
    }
  | { readonly type: "dialing-from-book"; readonly address: NetAddress; readonly why: string }
  | { readonly type: "dial-from-book-failed"; readonly address: NetAddress; readonly error: P2PError }
  | { readonly type: "seed-dialing"; readonly address: AddressSpec; readonly why: string }
  | { readonly type: "seed-failed"; readonly address: AddressSpec; readonly error: P2PError }
  /** As a seed: we dial an address to see whether it can be handed out. */
  | { readonly type: "verifying"; readonly address: NetAddress; readonly why: string }
  | { readonly type: "address-verified"; readonly address: NetAddress; readonly why: string }
  /** We do not know: a connection with the node stands in the way. It is tried again later. */
  | { readonly type: "verification-postponed"; readonly address: NetAddress; readonly error: P2PError }
  | { readonly type: "verification-failed"; readonly address: NetAddress; readonly error: P2PError }
  /** Bans of the address book that have ended. */
  | { readonly type: "bans-ended"; readonly count: number };
