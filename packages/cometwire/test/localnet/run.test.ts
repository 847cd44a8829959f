import { systemClock, systemRandom } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import type { LocalnetEvent } from "../../src/localnet/events.js";
import { hasLoopbackAddresses } from "../../src/localnet/loopback.js";
import { type LocalnetPlan, planLocalnet } from "../../src/localnet/plan.js";
import { type LocalnetLife, type LocalnetOutcome, runLocalnet } from "../../src/localnet/run.js";

/** Nothing waits so long: the worst of 5 nodes on two busy cores is 6 s. */
const GUARD_MS = 60_000;

async function planFor(nodes: number): Promise<LocalnetPlan> {
  return planLocalnet({ nodes, network: "test", ownAddresses: await hasLoopbackAddresses(nodes) });
}

/** Runs a network over real sockets; `onEvent` may end it. */
async function runIt(
  plan: LocalnetPlan,
  life: Partial<LocalnetLife>,
  onEvent: (event: LocalnetEvent, quit: () => void, controller: AbortController) => void = () => undefined,
) {
  const controller = new AbortController();
  const events: LocalnetEvent[] = [];
  const ends: LocalnetOutcome[] = [];
  let quit: () => void = () => undefined;
  const outcome = await runLocalnet(
    plan,
    { untilComplete: false, durationMs: GUARD_MS, ...life },
    {
      begin: (_localnet, end) => void (quit = end),
      event: (event) => {
        events.push(event);
        onEvent(event, quit, controller);
      },
      end: (ended) => ends.push(ended),
    },
    { clock: systemClock, random: systemRandom, signal: controller.signal },
  );
  expect(ends).toEqual([outcome]);
  return { outcome, events };
}

const namesOf = (events: readonly LocalnetEvent[], event: LocalnetEvent["event"]) =>
  events.flatMap((each) => (each.event === event && "node" in each ? [each.node] : []));

describe("a local network", () => {
  it("finds itself, and says how", async () => {
    const { outcome, events } = await runIt(await planFor(5), { untilComplete: true });
    expect(outcome).toMatchObject({ endedBy: "complete", error: undefined });
    expect(outcome.state.progress()).toMatchObject({ links: 6, complete: true });
    expect(outcome.state.completeAtMs).toBeLessThan(GUARD_MS);
    expect(events.at(-1)?.event).toBe("complete");
    expect(namesOf(events, "started")).toEqual(["seed", "node-1", "node-2", "node-3", "node-4"]);
    // Everybody has asked the one whom everybody knows, and nothing has gone wrong.
    const asked = events.flatMap((event) =>
      event.event === "asked" && event.peer === "seed" ? [event.node] : [],
    );
    expect(new Set(asked)).toEqual(new Set(["node-1", "node-2", "node-3", "node-4"]));
    expect(events.filter(({ event }) => event === "trouble")).toEqual([]);
    // Whoever was dialled, somebody had told of it.
    for (const event of events) {
      if (event.event === "connected" && event.node !== "seed" && event.peer !== "seed")
        expect(event.thanksTo).toBeDefined();
    }
  });

  it("goes on when it is complete: its nodes greet each other", async () => {
    const { outcome } = await runIt(await planFor(3), {}, ({ event }, quit) => {
      if (event === "greeting") quit();
    });
    expect(outcome.endedBy).toBe("interrupt");
    expect(outcome.state.greetings).toBe(1);
    expect(outcome.state.completeAtMs).toBeDefined();
  });

  it("finds itself with one address for all", async () => {
    const plan = planLocalnet({ nodes: 4, network: "test", ownAddresses: false });
    const { outcome } = await runIt(plan, { untilComplete: true });
    expect(outcome.endedBy).toBe("complete");
  });

  it("ends when its time is up", async () => {
    const { outcome, events } = await runIt(await planFor(3), { untilComplete: true, durationMs: 1 });
    expect(outcome.endedBy).toBe("time");
    expect(outcome.state.completeAtMs).toBeUndefined();
    // What happens while the nodes stop is no news.
    expect(events.length).toBeLessThan(3);
  });

  it("ends when it is interrupted while its nodes start", async () => {
    const { outcome, events } = await runIt(await planFor(3), {}, (_event, _quit, controller) =>
      controller.abort(),
    );
    expect(outcome.endedBy).toBe("interrupt");
    expect(namesOf(events, "started")).toEqual(["seed"]);
  });

  it("does not even start when it was interrupted before", async () => {
    const controller = new AbortController();
    controller.abort();
    const outcome = await runLocalnet(
      await planFor(3),
      { untilComplete: true, durationMs: undefined },
      { begin: () => undefined, event: () => undefined, end: () => undefined },
      { clock: systemClock, random: systemRandom, signal: controller.signal },
    );
    expect(outcome.endedBy).toBe("interrupt");
    expect(outcome.state.nodes.every(({ address }) => address === undefined)).toBe(true);
  });

  it("fails when a node cannot listen, and says why", async () => {
    const plan = await planFor(3);
    // An address for documentation: no machine has it.
    const nodes = plan.nodes.map((node, index) => (index === 1 ? { ...node, ip: "192.0.2.1" } : node));
    const { outcome, events } = await runIt({ ...plan, nodes }, { untilComplete: true });
    expect(outcome).toMatchObject({ endedBy: "failure", error: { code: "LISTEN_FAILED" } });
    expect(namesOf(events, "started")).toEqual(["seed"]);
  });
});

it.runIf(process.platform === "linux")("each node has its own loopback address on Linux", async () => {
  expect(await hasLoopbackAddresses(100)).toBe(true);
});
