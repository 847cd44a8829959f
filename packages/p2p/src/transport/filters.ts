import { asP2PError, type Clock, type Endpoint, P2PError, printable, withDeadline } from "../base/index.js";

/** What a {@link ConnectionFilter} is asked about: a TCP connection on which nothing has been said yet. */
export interface ConnectionCandidate {
  /** The peer's IP address and port. Its id is not known yet. */
  readonly remote: Endpoint;
  /** Whether we dialled. */
  readonly outbound: boolean;
}

/**
 * Decides whether something may go on: undefined lets it pass, a text refuses it and says why (`FILTERED`); what it
 * throws refuses it, too (`FILTER_FAILED`). `signal` fires when the answer is no longer wanted.
 */
export type Filter<Candidate> = (
  candidate: Candidate,
  signal: AbortSignal,
) => string | undefined | Promise<string | undefined>;

/**
 * A {@link Filter} of TCP connections.
 *
 * @example
 * ```ts
 * const onlyHome: ConnectionFilter = ({ remote }) =>
 *   remote.ip.startsWith("10.") ? undefined : "not in our network";
 * ```
 */
export type ConnectionFilter = Filter<ConnectionCandidate>;

/** What {@link runFilters} needs. */
export interface FilterOptions {
  /** What time is measured with. */
  readonly clock: Clock;
  /** One deadline for all filters together. */
  readonly timeoutMs: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks all filters at once; the first refusal decides, without waiting for the others.
 *
 * @throws P2PError `FILTERED`, `FILTER_TIMEOUT`, `FILTER_FAILED`, `ABORTED`.
 */
export async function runFilters<Candidate>(
  filters: readonly Filter<Candidate>[],
  candidate: Candidate,
  options: FilterOptions,
): Promise<void> {
  if (filters.length === 0) return;
  await withDeadline({ ...options, timeoutCode: "FILTER_TIMEOUT" }, (signal) =>
    Promise.all(filters.map((filter) => askFilter(filter, candidate, signal()))),
  );
}

async function askFilter<Candidate>(
  filter: Filter<Candidate>,
  candidate: Candidate,
  signal: AbortSignal,
): Promise<void> {
  let refusal: string | undefined;
  try {
    refusal = await filter(candidate, signal);
  } catch (error) {
    throw asP2PError(
      error instanceof P2PError ? new Error(error.message, { cause: error }) : error,
      "FILTER_FAILED",
    );
  }
  if (refusal !== undefined) throw new P2PError("FILTERED", { detail: printable(refusal) });
}
