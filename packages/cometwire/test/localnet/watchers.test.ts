import { P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { describeEvent, type LocalnetHappening } from "../../src/localnet/events.js";
import type { LocalnetOutcome, LocalnetWatcher } from "../../src/localnet/run.js";
import { screenWatcher } from "../../src/localnet/screen-watcher.js";
import { jsonWatcher, lineWatcher, summaryLines } from "../../src/localnet/watchers.js";
import { recorder } from "../support/cli.js";
import { allStarted, FakeTerminal, link, mesh, plan, stateAfter, timed } from "./support.js";

const complete: LocalnetHappening[] = [...allStarted(4), ...mesh(4), { event: "complete" }];

function outcomeOf(
  nodes: number,
  happenings: readonly LocalnetHappening[],
  changes: Partial<LocalnetOutcome> = {},
): LocalnetOutcome {
  const state = stateAfter(nodes, happenings);
  return { endedBy: "complete", state, elapsedMs: 12_345.6, error: undefined, ...changes };
}

/** Shows a watcher a network from its begin to its end. */
function watch(watcher: LocalnetWatcher, nodes: number, happenings: readonly LocalnetHappening[]): void {
  const outcome = outcomeOf(nodes, happenings);
  watcher.begin(outcome, () => undefined);
  for (const event of timed(happenings)) watcher.event(event, describeEvent(event));
  watcher.end(outcome);
}

describe("lines", () => {
  it("are one for each event that is worth one, with the time, and a summary", () => {
    const stdout = recorder();
    watch(lineWatcher(plan(4), { stdout, env: {} }), 4, complete);
    expect(stdout.text().split("\n")).toEqual([
      `4 nodes of network "test" that know no address but the seed's`,
      " 1.00 s  the seed listens at 127.0.0.2:26656",
      " 2.00 s  node-1 listens at 127.0.0.3:26656",
      " 3.00 s  node-2 listens at 127.0.0.4:26656",
      " 4.00 s  node-3 listens at 127.0.0.5:26656",
      " 5.00 s  node-1 ⇄ node-2 connected",
      " 7.00 s  node-1 ⇄ node-3 connected",
      " 9.00 s  node-2 ⇄ node-3 connected",
      "complete after 11.0 s: every node is connected to every other",
      "3 connections, 9 of 12 addresses known",
      "",
    ]);
  });

  it("are ASCII where the locale has nothing else", () => {
    const stdout = recorder();
    watch(lineWatcher(plan(4), { stdout, env: { LANG: "C" } }), 4, complete);
    expect(stdout.text()).toContain("node-1 <-> node-2 connected");
    expect(stdout.text()).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

describe("JSON", () => {
  it("is one object a line, of which the last sums up", () => {
    const stdout = recorder();
    watch(jsonWatcher({ stdout }), 4, complete);
    const lines = stdout.text().trimEnd().split("\n");
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects.slice(0, -1)).toEqual(
      timed(complete).map((event) => JSON.parse(JSON.stringify(event)) as object),
    );
    expect(objects.at(-1)).toEqual({
      event: "ended",
      endedBy: "complete",
      goal: { peers: 2, everybody: true },
      complete: true,
      completeNow: true,
      completeAtMs: 11_000,
      elapsedMs: 12_346,
      connections: 3,
      stepsApart: 1,
      addressesKnown: 9,
      addressesToKnow: 12,
      greetings: 0,
      nodes: [
        { name: "seed", address: "127.0.0.2:26656", peers: {}, known: 0 },
        {
          name: "node-1",
          address: "127.0.0.3:26656",
          peers: { "node-2": "outbound", "node-3": "outbound" },
          known: 3,
        },
        {
          name: "node-2",
          address: "127.0.0.4:26656",
          peers: { "node-1": "inbound", "node-3": "outbound" },
          known: 3,
        },
        {
          name: "node-3",
          address: "127.0.0.5:26656",
          peers: { "node-1": "inbound", "node-2": "inbound" },
          known: 3,
        },
      ],
    });
  });

  it("says why it could not start", () => {
    const stdout = recorder();
    const error = new P2PError("LISTEN_FAILED");
    jsonWatcher({ stdout }).end(outcomeOf(3, [], { endedBy: "failure", error }));
    const { message, remedy } = error;
    expect(JSON.parse(stdout.text())).toMatchObject({
      endedBy: "failure",
      complete: false,
      code: "LISTEN_FAILED",
      message,
      remedy,
    });
  });
});

describe("the summary", () => {
  it("names those whom somebody misses, when time was up", () => {
    const outcome = outcomeOf(
      5,
      [...allStarted(5), ...link("node-1", "node-2"), ...link("node-1", "node-3")],
      {
        endedBy: "time",
      },
    );
    expect(summaryLines(outcome)).toEqual([
      "not complete after 12.3 s: 2 connections, 8 of 20 addresses known",
      "  node-1 is not connected to node-4",
      "  node-2 is not connected to node-3, node-4",
      "  node-3 is not connected to node-2, node-4",
      "  node-4 is not connected to node-1, node-2, node-3",
    ]);
  });

  it("names five nodes and five that they miss at most", () => {
    const lines = summaryLines(outcomeOf(20, allStarted(20), { endedBy: "time" }));
    expect(lines).toHaveLength(6);
    expect(lines[1]).toBe("  node-1 is not connected to node-2, node-3, node-4, node-5, node-6 …");
  });

  it("counts peers in a larger network", () => {
    const outcome = outcomeOf(30, [...allStarted(30), ...link("node-1", "node-2")], { endedBy: "time" });
    expect(summaryLines(outcome).slice(1, 4)).toEqual([
      "  node-1 has 1 of 10 peers",
      "  node-2 has 1 of 10 peers",
      "  node-3 has 0 of 10 peers",
    ]);
  });

  it("names nobody when somebody has ended it", () => {
    expect(summaryLines(outcomeOf(5, [], { endedBy: "interrupt" }))).toEqual([
      "not complete after 12.3 s: 0 connections, 4 of 20 addresses known",
    ]);
  });
});

describe("a picture", () => {
  function show(nodes: number, happenings: readonly LocalnetHappening[]) {
    const terminal = new FakeTerminal();
    const stdout = recorder(true);
    const clock = new VirtualClock();
    const watcher = screenWatcher(terminal, { stdout, env: {}, clock }, false);
    const outcome = outcomeOf(nodes, happenings);
    let quits = 0;
    watcher.begin(outcome, () => quits++);
    for (const event of timed(happenings)) watcher.event(event, describeEvent(event));
    return { terminal, stdout, clock, watcher, outcome, quits: () => quits };
  }

  it("ends by q, and by no other key", () => {
    const { terminal, quits } = show(4, []);
    terminal.press("x");
    expect(quits()).toBe(0);
    terminal.press("q");
    terminal.press("Q");
    expect(quits()).toBe(2);
  });

  it("invites to talk to a node as soon as the network is complete", async () => {
    const { stdout, clock } = show(4, complete);
    await clock.advance(100);
    expect(stdout.text()).toContain(
      "  q ends it. In another terminal: npx cometwire probe 127.0.0.3:26656\x1b[K\n",
    );
    expect(stdout.text()).toContain("   9.00 s  node-2 ⇄ node-3 connected");
  });

  it.each<[number, LocalnetHappening[], string]>([
    [4, [], "ended"],
    [4, [{ event: "complete" }], "ended. Larger: npx cometwire localnet --nodes 50"],
    [50, [{ event: "complete" }], "ended. A node of your own: npx cometwire init --help"],
  ])("of %i nodes ends, after %j, with: %s", (nodes, happenings, hint) => {
    const { stdout, watcher, outcome, terminal } = show(nodes, happenings);
    watcher.end(outcome);
    expect(stdout.text()).toContain(`  ${hint}\x1b[K\n`);
    expect(terminal.inUse).toBe(false);
  });
});
