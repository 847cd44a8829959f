import { asP2PError, type Clock, type Endpoint, P2PError, printable } from "../base/index.js";
import { withDeadline } from "./deadline.js";

/** What a {@link ConnectionFilter} is asked about: a TCP connection on which nothing has been said yet. */
export interface ConnectionCandidate {
  /** The peer's IP address and port. Its id is not known yet. */
  readonly remote: Endpoint;
  /** Whether we dialled. */
  readonly outbound: boolean;
}

/**
 * Decides whether a connection may go on: undefined lets it pass, a text refuses it and says why (`FILTERED`); what it
 * throws refuses it, too (`FILTER_FAILED`). `signal` fires when the answer is no longer wanted.
 *
 * @example
 * ```ts
 * const onlyHome: ConnectionFilter = ({ remote }) =>
 *   remote.ip.startsWith("10.") ? undefined : "not in our network";
 * ```
 */
export type ConnectionFilter = (
  candidate: ConnectionCandidate,
  signal: AbortSignal,
) => string | undefined | Promise<string | undefined>;

/** What {@link runFilters} needs. */
export interface FilterOptions {
  readonly clock: Clock;
  /** One deadline for all filters together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks all filters at once; the first refusal decides, without waiting for the others.
 *
 * @throws P2PError `FILTERED`, `FILTER_TIMEOUT`, `FILTER_FAILED`, `ABORTED`.
 */
export async function runFilters(
  filters: readonly ConnectionFilter[],
  candidate: ConnectionCandidate,
  options: FilterOptions,
): Promise<void> {
  if (filters.length === 0) return;
  await withDeadline({ ...options, timeoutCode: "FILTER_TIMEOUT" }, (signal) =>
    Promise.all(filters.map((filter) => askFilter(filter, candidate, signal))),
  );
}

async function askFilter(
  filter: ConnectionFilter,
  candidate: ConnectionCandidate,
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
