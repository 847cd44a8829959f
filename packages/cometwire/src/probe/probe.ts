import { failedResult, reachedResult } from "./build-result.js";
import type { ProbeResult } from "./result.js";
import { visit, type VisitOptions, type VisitTools } from "./visit.js";

/**
 * Finds out whether a peer can be reached, who it is, and what it says about itself. Everything that the network or the
 * peer does ends in a result.
 *
 * @throws P2PError `ABORTED` on Ctrl-C.
 */
export async function probe(options: VisitOptions, tools: VisitTools): Promise<ProbeResult> {
  const { findings, outcome } = await visit(options, tools);
  if ("error" in outcome) return failedResult(findings, outcome);
  const { peer, addresses, pexError } = outcome;
  return reachedResult(findings, peer, { addresses: addresses.map(String), error: pexError });
}
