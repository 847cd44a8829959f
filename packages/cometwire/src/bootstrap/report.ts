import type { AddressSpec, ErrorCode } from "@cometwire/p2p";
import { roundMs } from "../text/duration.js";
import { choosePeers } from "./choose-peers.js";
import type { Crawl, CrawlEnd } from "./crawl.js";
import type { Finding, FoundNode } from "./finding.js";

/** A peer that was chosen. */
export interface ReportedPeer {
  readonly id: string;
  /** Its IP address. */
  readonly host: string;
  readonly port: number;
  /** Time of the TCP connection: about one round trip. */
  readonly latencyMs: number;
  readonly moniker: string;
  /** Of its software. */
  readonly version: string;
  /** The network that its IP address is in. */
  readonly group: string;
  /** Why it was chosen. */
  readonly why: string;
}

/** What became of a seed that the user named. */
export interface ReportedSeed {
  readonly address: string;
  readonly reached: boolean;
  /** Addresses that it told. */
  readonly told: number;
  /** Why it was not reached; null, too, when the search ended before that was known. */
  readonly code: ErrorCode | null;
  readonly message: string | null;
}

/** What `--json` prints. */
export interface BootstrapReport {
  /** Whether as many peers were found as were wanted. */
  readonly ok: boolean;
  readonly network: string;
  readonly want: number;
  readonly endedBy: CrawlEnd;
  readonly elapsedMs: number;
  /** The best first. */
  readonly peers: readonly ReportedPeer[];
  /** As on the command line. */
  readonly seeds: readonly ReportedSeed[];
  readonly counts: {
    /** Endpoints dialled. */
    readonly dialled: number;
    /** Nodes to choose from. */
    readonly peers: number;
    /** Nodes that tell addresses and nothing else. */
    readonly seeds: number;
    /** Nodes that are there and did not want us. */
    readonly refused: number;
    /** Addresses at which nobody was, or somebody else. */
    readonly failed: number;
    /** Addresses left out, because they cannot be reached from the Internet. */
    readonly private: number;
    /** Endpoints that were told of and not dialled any more. */
    readonly waiting: number;
  };
  /** Dials that ended in an error, by its code; most frequent first. */
  readonly failures: Readonly<Partial<Record<ErrorCode, number>>>;
  /** The address book that was written. */
  readonly file: string | null;
}

/** What the report is about. */
export interface ReportInput {
  readonly network: string;
  readonly seeds: readonly AddressSpec[];
  readonly want: number;
  readonly endedBy: CrawlEnd;
}

/** Makes the choice: the nodes, in the order of the report's peers, and the report. */
export function reportOf(
  crawl: Pick<Crawl, "harvest" | "dials" | "waiting" | "elapsedMs">,
  { network, seeds, want, endedBy }: ReportInput,
): { readonly chosen: readonly FoundNode[]; readonly report: BootstrapReport } {
  const { harvest, dials, waiting, elapsedMs } = crawl;
  const { counts, heard } = harvest;
  const chosen = choosePeers(harvest.peers, want);
  const report: BootstrapReport = {
    ok: chosen.length >= want,
    network,
    want,
    endedBy,
    elapsedMs: Math.round(elapsedMs),
    peers: chosen.map(({ peer: { address, latencyMs, nodeInfo }, group, why }) => ({
      id: address.id,
      host: address.host,
      port: address.port,
      latencyMs: roundMs(latencyMs),
      moniker: nodeInfo.moniker,
      version: nodeInfo.version,
      group,
      why,
    })),
    seeds: seeds.map((address) => reportedSeed(address, harvest.seeds.get(address.toString()))),
    counts: {
      dialled: dials,
      peers: counts.peer,
      seeds: counts.seed,
      refused: counts.refused,
      failed: counts.failed,
      private: counts.private + heard.private,
      waiting,
    },
    failures: Object.fromEntries([...harvest.failures].sort(([, a], [, b]) => b - a)),
    file: null,
  };
  return { chosen: chosen.map(({ peer }) => peer), report };
}

function reportedSeed(address: AddressSpec, finding: Finding | undefined): ReportedSeed {
  const node = finding !== undefined && "node" in finding ? finding.node : undefined;
  const error = finding !== undefined && "error" in finding ? finding.error : undefined;
  return {
    address: address.toString(),
    reached: node !== undefined,
    told: node?.told.length ?? 0,
    code: error?.code ?? null,
    message: error?.message ?? null,
  };
}
