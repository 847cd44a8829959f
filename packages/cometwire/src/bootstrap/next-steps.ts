import type { BootstrapReport } from "./report.js";

/** What was asked for, as far as the advice goes. */
export interface AdviceInput {
  readonly report: BootstrapReport;
  readonly allowPrivate: boolean;
  /** Whether the peers were printed as `--print` says. */
  readonly printed: boolean;
}

/** What to do next, most important first. */
export function nextSteps({ report, allowPrivate, printed }: AdviceInput): string[] {
  const { ok, peers, seeds, counts, endedBy, file, want } = report;
  const steps: string[] = [];
  if (seeds.every(({ reached }) => !reached)) steps.push(...aboutSeeds(report));
  else if (!ok) {
    if (peers.length === 0 && counts.private > 0 && !allowPrivate)
      steps.push("for a private network add --allow-private");
    else if (endedBy === "time") steps.push("with a longer --timeout more may be found");
    else if (endedBy !== "interrupt")
      steps.push("name more seeds: their answers differ, and full nodes have room at other times");
    if (peers.length > 0) steps.push(`or be content with --want ${peers.length} (now ${want})`);
  }
  if (peers.length === 0) return steps;
  if (file !== null) {
    steps.push(
      "stop the node, make this its config/addrbook.json (readable for its user), and start it: a running node writes its own over it",
    );
    if (allowPrivate) steps.push("addr_book_strict = false must be in its config.toml");
  } else if (!printed) {
    steps.push(
      "--out addrbook.json makes a node's address book of them, --print persistent_peers a line for config.toml",
    );
  }
  return steps;
}

function aboutSeeds({ seeds, endedBy }: BootstrapReport): string[] {
  if (seeds.some(({ code }) => code === "INCOMPATIBLE_NETWORK" || code === "REJECTED_NETWORK"))
    return ["a seed belongs to another network: check --network"];
  if (endedBy === "interrupt") return [];
  if (endedBy === "time") return ["give it a longer --timeout"];
  return [`no seed could be asked: \`cometwire probe ${seeds[0]?.address ?? "SEED"}\` says more about one`];
}
