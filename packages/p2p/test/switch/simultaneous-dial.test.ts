import { parseAddress } from "@cometwire/p2p";
import { SeededRandom, SimulatedNetwork, simulatedNodeKey, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Bench } from "./bench.js";

/** Two keys, the one with the lower id first. */
function twoKeys(seed: number) {
  const random = new SeededRandom(seed);
  const keys = [simulatedNodeKey(random), simulatedNodeKey(random)] as const;
  return keys[0].id < keys[1].id ? keys : ([keys[1], keys[0]] as const);
}

/** Two switches on one network; latencies in both directions. */
async function twoSwitches(there: number, back: number, allowDuplicateIp: boolean) {
  const clock = new VirtualClock();
  const random = new SeededRandom(7);
  const latencyMs = (from: string) => (from === "10.0.0.1" ? there : back);
  const network = new SimulatedNetwork({ clock, random, latencyMs });
  const keys = twoKeys(3);
  const transport = { allowDuplicateIp };
  const low = new Bench({ network, seed: 1, ip: "10.0.0.1", key: keys[0], transport });
  const high = new Bench({ network, seed: 2, ip: "10.0.0.2", key: keys[1], transport });
  await low.start();
  await high.start();
  const dial = (from: Bench, to: Bench) =>
    from.sw.dial(parseAddress(`${to.id}@${to.ip}:26656`)).catch(() => {});
  return { clock, network, low, high, dial };
}

const latencies = [
  [10, 10],
  [1, 40],
  [40, 1],
  [0, 0],
] as const;
const cases = latencies.flatMap(([there, back]) =>
  [true, false].map((allowed) => ({ there, back, allowed, rule: allowed ? "shared" : "not shared" })),
);

const title = "two switches that dial each other, $there ms there and $back ms back, addresses $rule";
describe.each(cases)(title, ({ there, back, allowed }) => {
  it("keep exactly one connection, the same on both sides, whoever began and when", async () => {
    const span = 6 * (there + back) + 5;
    const step = Math.max(1, Math.floor(span / 60));
    for (let offset = -span; offset <= span; offset += step) {
      const { clock, low, high, dial } = await twoSwitches(there, back, allowed);
      const [first, second] = offset < 0 ? [low, high] : [high, low];
      void dial(first, second);
      await clock.advance(Math.abs(offset));
      void dial(second, first);
      await clock.advance(5_000);
      const ends = [low, high].map((bench) => bench.sw.peers);
      const what = `offset ${offset}`;
      expect(
        ends.map((peers) => peers.length),
        what,
      ).toEqual([1, 1]);
      expect(ends[0]?.[0]?.outbound, what).not.toBe(ends[1]?.[0]?.outbound);
      // No reactor has ever heard of the other connection.
      const heard = [low, high].map((bench) => bench.one.script());
      expect(heard, what).toEqual([
        ["start", "initPeer", "addPeer"],
        ["start", "initPeer", "addPeer"],
      ]);
      for (const bench of [low, high]) await bench.during(bench.sw.stop());
      expect(await low.finish(), what).toEqual([]);
      expect(high.checker.violations, what).toEqual([]);
    }
  });

  it("in the same moment: the one that the lower id has dialled", async () => {
    const { clock, low, high, dial } = await twoSwitches(there, back, allowed);
    void dial(low, high);
    void dial(high, low);
    await clock.advance(5_000);
    expect(low.sw.peers).toMatchObject([{ id: high.id, outbound: true }]);
    expect(high.sw.peers).toMatchObject([{ id: low.id, outbound: false }]);
    await high.during(high.sw.stop());
    expect(await low.finish()).toEqual([]);
  });
});

/** Back-off after a first failure, the handshake and the way there. */
const ONE_BACK_OFF_MS = 2_000;

describe.each([
  ["lower", true],
  ["higher", false],
])("our id is the %s, and we dial, and are dialled by,", (_, oursIsLower) => {
  it.each([
    ["a node that keeps what comes", "all"],
    ["a node that keeps the first connection of an id, as Go does", "first"],
    ["a node that keeps the newest connection of an id", "newest"],
  ] as const)("%s: there is a connection within one back-off", async (_what, keeps) => {
    for (let offset = -90; offset <= 90; offset += 6) {
      const [lower, higher] = twoKeys(5);
      const bench: Bench = new Bench({ key: oursIsLower ? lower : higher, seed: offset + 1_000 });
      const peer = await bench.peer({ nodeKey: oursIsLower ? higher : lower });
      await bench.start();
      const ours = () => void bench.sw.dial(peer.address, { persistent: true }).catch(() => {});
      const theirs = () => void peer.dial(bench.address).catch(() => {});
      (offset < 0 ? ours : theirs)();
      await bench.clock.advance(Math.abs(offset));
      (offset < 0 ? theirs : ours)();
      let withoutMs = 0;
      for (let ms = 0; ms < 8_000; ms += 10) {
        await bench.clock.advance(10);
        const { open } = peer;
        if (open.length > 1 && keeps === "first") void open.at(-1)?.mconnection.stop();
        if (open.length > 1 && keeps === "newest") void open[0]?.mconnection.stop();
        withoutMs = bench.sw.peers.length === 0 ? withoutMs + 10 : 0;
        expect(withoutMs, `offset ${offset}`).toBeLessThan(ONE_BACK_OFF_MS);
      }
      expect(bench.sw.peers, `offset ${offset}`).toHaveLength(1);
      expect(peer.open, `offset ${offset}`).toHaveLength(1);
      expect(await bench.finish(peer)).toEqual([]);
    }
  });
});
