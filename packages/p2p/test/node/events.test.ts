import { getEventListeners } from "node:events";
import type { NodeEvent } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { World } from "./world.js";

const banned = (n: number): string => `10.0.0.${n}`;

/** What a reader has read, until there is nothing more. */
async function readAll(events: AsyncIterable<NodeEvent>): Promise<string[]> {
  const read: string[] = [];
  for await (const event of events) read.push(event.type === "warning" ? event.error.code : event.type);
  return read;
}

describe("the events of a node", () => {
  it("come in order, each with its time, until the node stops", async () => {
    const world = new World();
    const [a, b] = [world.node(), await world.started()];
    const stream = a.node.events();
    await world.run(a.node.start());
    await world.clock.advance(5_000);
    await world.run(a.node.dial(b.address));
    await world.run(a.node.stop());
    expect(await readAll(stream)).toEqual(a.events.map(({ type }) => type));
    const dialing = a.eventsOf("dialing");
    expect(dialing.map(({ at }) => at)).toEqual([a.node.startedAt + 5_000]);
    expect(a.events.map(({ type }) => type)).toContain("peer-disconnected");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("reach a reader that waits", async () => {
    const world = new World();
    const { node } = world.node();
    const stream = node.events();
    const [first, second] = [stream.next(), stream.next()];
    await world.run(node.start());
    await world.run(node.stop());
    expect((await first).value).toMatchObject({ type: "listening" });
    expect(await second).toEqual({ value: undefined, done: true });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("a slow reader loses the oldest, and is told how many before it reads on", async () => {
    const world = new World();
    const a = await world.started();
    const slow = a.node.events({ capacity: 2 });
    const quick = a.node.events({ capacity: 100 });
    const others = Array.from({ length: 5 }, (_, i) => `${"ab".repeat(20)}@${banned(i)}:26656`);
    for (const other of others) await world.code(a.node.dial(other));
    await world.run(a.node.stop());
    const all = await readAll(quick);
    expect(all).toHaveLength(10); // "dialing" and "dial-failed" for each
    expect(await slow.next()).toMatchObject({ value: { type: "events-lost", count: 8 } });
    expect(await readAll(slow)).toEqual(all.slice(-2));
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("end when the reader has had enough", async () => {
    const world = new World();
    const { node } = world.node();
    const stopping = new AbortController();
    const aborted = node.events({ signal: stopping.signal });
    const left = node.events();
    await world.run(node.start());
    stopping.abort();
    expect(await readAll(aborted)).toEqual(["listening"]); // what had come before
    await left.return?.();
    expect(await left.next()).toMatchObject({ done: true });
    expect(await node.events({ signal: AbortSignal.abort() }).next()).toMatchObject({ done: true });
    await world.run(node.stop());
    expect(await node.events().next()).toMatchObject({ done: true });
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("nothing is left of a stream on a signal that lives on", async () => {
    const world = new World();
    const { node } = world.node();
    const { signal } = new AbortController();
    for (let i = 0; i < 20; i++) await node.events({ signal }).return?.();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("a listener is called at once, until it says no more", async () => {
    const world = new World();
    const a = await world.started();
    const heard: string[] = [];
    const enough = a.node.onEvent(({ type }) => void heard.push(type));
    const dialling = world.outcome(a.node.dial(`${"ab".repeat(20)}@${banned(1)}:26656`));
    expect(heard).toEqual(["dialing"]);
    enough();
    expect(await world.code(dialling)).toBe("ok");
    expect(heard).toEqual(["dialing"]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("end when the node cannot start because of its files", async () => {
    const world = new World();
    const { node } = world.node({ addressBookFile: "/dev/null/addrbook.json" });
    const stream = node.events();
    expect(await world.code(node.start())).toBe("STATE_FILE_ACCESS");
    expect(await world.outcome(Promise.race([stream.next(), rejectSoon()]))).toBe("ok");
  });
});

/** Rejects when everything that is under way has had its turn. */
async function rejectSoon(): Promise<never> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
  throw Object.assign(new Error("still open"), { code: "still open" });
}
