import { type NodeInfo, nodeInfoToJson } from "@cometwire/p2p";
import { roundMs } from "../text/duration.js";
import { type ProbeFailed, type ProbeReached, probePhases, type Timings, type Trouble } from "./result.js";
import { formatTarget, type ProbeTarget } from "./target.js";
import { type Failure, troubleOf } from "./verdict.js";

/** What all contacts of a probe together have shown: the latest word counts, but a name is resolved once. */
export interface Findings {
  readonly target: ProbeTarget;
  readonly resolved: readonly string[];
  /** Who answered: authenticated. */
  readonly id: string | undefined;
  readonly nodeInfo: NodeInfo | undefined;
  readonly timings: Timings;
}

/** What a peer said in answer to a PexRequest. */
export interface PexOutcome {
  /** `id@ip:port` */
  readonly addresses: readonly string[];
  readonly error: Trouble | null;
}

/** The result of a probe whose peer, with this id and NodeInfo, has kept the connection. */
export function reachedResult(
  { target, resolved, timings }: Findings,
  { id, nodeInfo }: { readonly id: string; readonly nodeInfo: NodeInfo },
  pex: PexOutcome,
): ProbeReached {
  return {
    ok: true,
    address: formatTarget(target),
    resolved,
    expectedId: target.id ?? null,
    id,
    verified: target.id === id,
    network: nodeInfo.network,
    nodeInfo: nodeInfoToJson(nodeInfo),
    timingsMs: rounded(timings),
    addresses: pex.addresses,
    pexError: pex.error,
  };
}

/** The result of a probe that failed. */
export function failedResult(findings: Findings, { phase, error }: Failure): ProbeFailed {
  const { target, resolved, id, nodeInfo, timings } = findings;
  return {
    ok: false,
    address: formatTarget(target),
    phase,
    ...troubleOf(error),
    code: error.code,
    resolved,
    expectedId: target.id ?? null,
    id: id ?? null,
    verified: id === undefined ? null : target.id === id,
    network: nodeInfo?.network ?? null,
    nodeInfo: nodeInfo === undefined ? null : nodeInfoToJson(nodeInfo),
    timingsMs: rounded(timings),
    addresses: [],
    pexError: null,
  };
}

function rounded(timings: Timings): Timings {
  const entries = probePhases.map((phase) => {
    const ms = timings[phase];
    return [phase, ms === null ? null : roundMs(ms)] as const;
  });
  return Object.fromEntries(entries) as Timings;
}
