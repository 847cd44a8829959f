/** Reliability under load: a minute of it, or `COMETWIRE_LOAD_MINUTES`. In a project of its own: nothing runs beside it. */
import { expect, it } from "vitest";
import { formatReport } from "./format.js";
import type { InjectedFault } from "./injected-fault.js";
import { failuresOf } from "./judge.js";
import { parseOptions } from "./options.js";
import { pings } from "./report.js";
import { runLoad } from "./run.js";
import { connection } from "./settings.js";

const minutes = Number(process.env["COMETWIRE_LOAD_MINUTES"] ?? 1);

/** Beyond the time of the run: connecting and coming to rest. Measured: 10 s on a machine with ten times too much to do. */
const spareMs = 180_000;

async function failuresWith(fault: InjectedFault): Promise<string> {
  const few = ["--minutes", "0.1", "--connections", "10", "--seed", "1", "--fault", fault];
  return failuresOf(await runLoad(parseOptions(few, 0))).join("\n");
}

it(`${minutes} min of mixed traffic, closes and slow readers`, {
  timeout: minutes * 60_000 + spareMs,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const report = await runLoad(parseOptions(["--minutes", String(minutes)], seed));
  const failures = failuresOf(report);
  console.log(formatReport(report, failures));
  expect(failures).toEqual([]);
  // There was something to get right.
  const { dialer, listener } = report.sessions.by;
  for (const count of [...Object.values(dialer), ...Object.values(listener)])
    expect(count).toBeGreaterThan(5);
  expect(pings(report, connection.pingIntervalMs)).toBeGreaterThan(1_000);
});

it.each([
  ["drop", /message \d+ of \d+ B was due, .*lost/],
  ["leak", /listener: [\d.]+ MB more in use after the run than after the warm-up/],
  ["hang", /ended with PONG_TIMEOUT/],
] as const)("a run with an injected fault fails: %s", { timeout: spareMs }, async (fault, words) => {
  expect(await failuresWith(fault)).toMatch(words);
});
