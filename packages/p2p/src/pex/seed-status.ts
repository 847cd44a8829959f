import type { Crawler } from "./crawler.js";
import type { PexCore } from "./pex-core.js";
import type { SeedDesk } from "./seed-desk.js";

/** Numbers about a seed. */
export interface SeedStatus {
  /** Addresses in the book. */
  readonly known: number;
  /** Of these, verified within the time for which a verification is worth something. */
  readonly verified: number;
  /** Of these, never verified. */
  readonly neverVerified: number;
  /** Dials under way to verify an address. */
  readonly verifying: number;
  /** Addresses chosen to be verified next. */
  readonly waiting: number;
  /** Requests that wait for a first verified address. */
  readonly heldRequests: number;
  /** Requests answered since the start. */
  readonly served: number;
  /** Addresses in these answers. */
  readonly servedAddresses: number;
  /** Verifications since the start. */
  readonly verifications: {
    readonly succeeded: number;
    readonly failed: number;
    /** Those that a connection with the same node stood in the way of. */
    readonly postponed: number;
    /** The failed ones by error code. */
    readonly failures: Readonly<Record<string, number>>;
  };
}

/** Counts. Goes through the whole book. */
export function seedStatusOf(
  core: PexCore,
  desk: SeedDesk["counts"],
  crawler: Crawler["counts"],
): SeedStatus {
  const { context, settings } = core;
  const since = context.clock.wallTime() - settings.verifiedMaxAgeMs;
  let verified = 0;
  let neverVerified = 0;
  for (const { lastVerifiedAt } of settings.book.entries()) {
    if (lastVerifiedAt === undefined) neverVerified++;
    else if (lastVerifiedAt >= since) verified++;
  }
  return {
    known: settings.book.size,
    verified,
    neverVerified,
    verifying: crawler.verifying,
    waiting: crawler.waiting,
    heldRequests: desk.held,
    served: desk.served,
    servedAddresses: desk.servedAddresses,
    verifications: {
      succeeded: crawler.verified,
      failed: crawler.failed,
      postponed: crawler.postponed,
      failures: Object.fromEntries(crawler.failures),
    },
  };
}
