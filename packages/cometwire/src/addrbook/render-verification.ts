import { errorCodes, printable } from "@cometwire/p2p";
import { counted } from "../text/amounts.js";
import { table } from "../text/columns.js";
import { formatMs, roundMs } from "../text/duration.js";
import type { VerifiedAddress } from "../verify/verify-addresses.js";

/** Addresses that people are shown; programs get all. */
const MOST_SHOWN = 20;

/** How many answered, why the others did not, and the quickest. */
export function renderVerification(network: string, results: readonly VerifiedAddress[]): string {
  const reached = results.filter(({ outcome }) => outcome === "reached");
  const sum = `${reached.length} of ${counted(results.length, "address", "addresses")} answered on network "${printable(network)}"\n`;
  return [sum, renderReached(reached), renderFailures(results)].filter((part) => part !== "").join("\n");
}

function renderReached(reached: readonly VerifiedAddress[]): string {
  if (reached.length === 0) return "";
  const quickest = reached.toSorted((a, b) => (a.latencyMs ?? 0) - (b.latencyMs ?? 0)).slice(0, MOST_SHOWN);
  const columns = [
    { head: "latency", align: "right" },
    { head: "address" },
    { head: "moniker" },
    { head: "version" },
  ] as const;
  const rows = quickest.map(({ address, latencyMs, nodeInfo }) => [
    formatMs(latencyMs ?? 0),
    printable(address.toString()),
    printable(nodeInfo?.moniker ?? "", 40),
    printable(nodeInfo?.version ?? "", 40),
  ]);
  const rest = reached.length - quickest.length;
  return `${table(columns, rows)}${rest > 0 ? `… and ${rest} more: --json lists all\n` : ""}`;
}

function renderFailures(results: readonly VerifiedAddress[]): string {
  const rows = [...countFailures(results)].map(([code, count]) => {
    const { what, cause } = errorCodes[code];
    return [String(count), code, `${what}: ${cause}`];
  });
  const columns = [{ head: "failed", align: "right" }, { head: "code" }, { head: "what, and why" }] as const;
  return rows.length === 0 ? "" : table(columns, rows);
}

/** By code, the most frequent first. */
export function countFailures(results: readonly VerifiedAddress[]) {
  const counts = new Map<keyof typeof errorCodes, number>();
  for (const { error } of results) {
    if (error !== undefined) counts.set(error.code, (counts.get(error.code) ?? 0) + 1);
  }
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** A result for programs. */
export function verificationJson({ address, outcome, latencyMs, nodeInfo, error }: VerifiedAddress) {
  return {
    address: printable(address.toString()),
    reached: outcome === "reached",
    latencyMs: latencyMs === undefined ? null : roundMs(latencyMs),
    moniker: nodeInfo === undefined ? null : printable(nodeInfo.moniker),
    network: nodeInfo === undefined ? null : printable(nodeInfo.network),
    version: nodeInfo === undefined ? null : printable(nodeInfo.version),
    code: error?.code ?? null,
    message: error?.message ?? null,
  };
}
