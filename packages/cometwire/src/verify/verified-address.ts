import { type AddressSpec, type Endpoint, type NetAddress, type NodeInfo, P2PError } from "@cometwire/p2p";
import type { Visit } from "../probe/visit.js";

/** What became of one address. */
export type VerifiedAddress = ReachedAddress | FailedAddress;

/** The id answered there, on our network, and kept the connection. */
export interface ReachedAddress {
  readonly address: AddressSpec;
  readonly outcome: "reached";
  /** Where it was reached: the IP address that a name stood for. */
  readonly remote: Endpoint;
  /** Time of the TCP connection: about one round trip. */
  readonly latencyMs: number | undefined;
  /** What it says about itself. */
  readonly nodeInfo: NodeInfo;
  readonly error?: undefined;
  /** The addresses that it told when asked, as they came: whether they can be used is not judged. */
  readonly learned: readonly NetAddress[];
  /** Whether it closed after its answer, while we stayed for `lingerMs`. */
  readonly hungUp: boolean;
}

/** Somebody else answered there, or nobody, or a node that is not for us. */
export interface FailedAddress {
  readonly address: AddressSpec;
  readonly outcome: "failed";
  /** Time of the TCP connection, when there was one. */
  readonly latencyMs: number | undefined;
  /** What it said about itself before it failed, when it got so far. */
  readonly nodeInfo: NodeInfo | undefined;
  /** Why: of a phase that `phaseOf` tells. */
  readonly error: P2PError;
  readonly learned?: undefined;
}

/**
 * What a visit to an endpoint, at which anybody was welcome, means for one of the addresses that lead there.
 *
 * @param address - its host and port are the visit's.
 */
export function judgeVisit(address: AddressSpec, { findings, outcome }: Visit): VerifiedAddress {
  const { id, nodeInfo, timings } = findings;
  const latencyMs = timings.tcp ?? undefined;
  if (id !== undefined && id !== address.id) {
    const error = new P2PError("ID_MISMATCH", { detail: `expected ${address.id}, got ${id}` });
    return { address, outcome: "failed", latencyMs, nodeInfo: undefined, error };
  }
  if ("error" in outcome) return { address, outcome: "failed", latencyMs, nodeInfo, error: outcome.error };
  const { peer, addresses: learned, hungUp } = outcome;
  const { nodeInfo: said, remote } = peer;
  return { address, outcome: "reached", remote, latencyMs, nodeInfo: said, learned, hungUp };
}
