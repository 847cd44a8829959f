import { expect, it } from "vitest";
import { nextSteps } from "../../src/bootstrap/next-steps.js";
import type { BootstrapReport, ReportedPeer } from "../../src/bootstrap/report.js";

const peer = { id: "a", host: "1.1.0.1", port: 1 } as ReportedPeer;
const reachedSeed = { address: "id@seed:1", reached: true, told: 3, code: null, message: null };
const deadSeed = { ...reachedSeed, reached: false, code: "DIAL_TIMEOUT", message: "no" } as const;
const counts = { dialled: 9, peers: 1, seeds: 1, refused: 0, failed: 0, private: 0, waiting: 0 };

function advice(
  changes: Partial<BootstrapReport>,
  { allowPrivate = false, printed = false }: { allowPrivate?: boolean; printed?: boolean } = {},
): string {
  const report: BootstrapReport = {
    ok: true,
    network: "n",
    want: 2,
    endedBy: "exhausted",
    elapsedMs: 1,
    peers: [peer],
    seeds: [reachedSeed],
    counts,
    failures: {},
    file: null,
    ...changes,
  };
  return nextSteps({ report, allowPrivate, printed }).join("; ");
}

it.each<[string, string, RegExp]>([
  ["found, shown", advice({}), /^--out addrbook\.json .* --print persistent_peers/],
  ["found, printed", advice({}, { printed: true }), /^$/],
  ["found, written", advice({ file: "f" }), /^stop the node, [^;]*$/],
  ["found, written, private", advice({ file: "f" }, { allowPrivate: true }), /addr_book_strict = false/],
  ["fewer than wanted", advice({ ok: false }), /^name more seeds.*; or be content with --want 1 /],
  ["fewer, time was up", advice({ ok: false, endedBy: "time" }), /^with a longer --timeout/],
  ["fewer, interrupted", advice({ ok: false, endedBy: "interrupt" }), /^or be content/],
  [
    "none but private addresses",
    advice({ ok: false, peers: [], counts: { ...counts, private: 3 } }),
    /^for a private network add --allow-private$/,
  ],
  ["no seed", advice({ ok: false, peers: [], seeds: [deadSeed] }), /cometwire probe id@seed:1/],
  [
    "no seed in time",
    advice({ ok: false, peers: [], seeds: [deadSeed], endedBy: "time" }),
    /^give it a longer --timeout$/,
  ],
  [
    "a seed of another network",
    advice({ ok: false, peers: [], seeds: [deadSeed, { ...deadSeed, code: "INCOMPATIBLE_NETWORK" }] }),
    /^a seed belongs to another network: check --network$/,
  ],
])("%s", (_name, text, expected) => {
  expect(text).toMatch(expected);
});
