import { createNode } from "@cometwire/p2p";
import {
  type RecordedMessage,
  RecordingReactor,
  replayInto,
  ScriptedPeer,
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";

const channels = [0x20, 0x30, 0x40];
const LATENCY_MS = 10;

/** A node with a reactor that notes what comes and when, and a scripted peer that is connected to it. */
async function world(bandwidthBytesPerS?: number) {
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  const network = new SimulatedNetwork({
    clock,
    random,
    latencyMs: LATENCY_MS,
    ...(bandwidthBytesPerS === undefined ? {} : { bandwidthBytesPerS }),
  });
  const came: RecordedMessage[] = [];
  const priorities = channels.map((id, index) => ({ id, priority: 1 + 10 * index }));
  const reactor = new RecordingReactor("recorder", priorities, (call) => {
    if (call.callback !== "receive") return;
    came.push({ at: clock.now(), channel: call.channelId, bytes: call.message as Uint8Array });
  });
  const node = createNode({
    network: "test-chain",
    nodeKey: simulatedNodeKey(random),
    listen: "10.0.0.1:26656",
    sockets: network.host("10.0.0.1"),
    ...simulatedCrypto({ clock, random }),
    clock,
    random,
    pex: false,
    reactors: [reactor],
  });
  const peer = new ScriptedPeer({ network, random, ip: "10.0.0.2", channels });
  await node.start();
  const [connection] = await Promise.all([
    peer.dial({ host: "10.0.0.1", port: 26_656, id: node.id }),
    clock.advance(1_000),
  ]);
  return { clock, random, came, node, peer, connection };
}

/** Some at the same time, some far larger than a packet. */
function conversation(random: SeededRandom, count: number): RecordedMessage[] {
  let at = 1_764_000_000_000;
  return Array.from({ length: count }, () => {
    at += random.integer(3) === 0 ? random.integer(2_000) : 0;
    const length = random.integer(5) === 0 ? random.integer(200_000) : random.integer(200);
    return { at, channel: channels[random.integer(3)] ?? 0, bytes: random.bytes(1 + length) };
  });
}

const text = ({ channel, bytes }: RecordedMessage) => `${channel} ${Buffer.from(bytes).toString("base64")}`;

describe("replayInto", () => {
  it("gives a node the same messages in the same order at the same times", async () => {
    const { clock, random, came, connection } = await world();
    const recorded = conversation(random, 200);
    const start = clock.now();
    const [sent] = await Promise.all([replayInto(connection, recorded, { clock }), clock.advance(400_000)]);
    expect(sent).toBe(200);
    expect(came.map(text)).toEqual(recorded.map(text));
    const first = recorded[0]?.at ?? 0;
    const late = came.map(({ at }, index) => at - start - ((recorded[index]?.at ?? 0) - first));
    expect(Math.min(...late)).toBe(LATENCY_MS);
    // Large ones need more than one packet of the network, and so do those behind them.
    expect(Math.max(...late)).toBeLessThan(500);
  });

  it("keeps the order where a slow network holds large messages up", async () => {
    const { clock, random, came, connection } = await world(100_000);
    const recorded = conversation(random, 60);
    await Promise.all([replayInto(connection, recorded, { clock, speed: 100 }), clock.advance(120_000)]);
    expect(came.map(text)).toEqual(recorded.map(text));
  });

  it("goes faster when told to", async () => {
    const { clock, came, connection } = await world();
    const recorded = [0, 10_000, 60_000].map((at) => ({ at, channel: 0x20, bytes: Uint8Array.of(1) }));
    const start = clock.now();
    await Promise.all([replayInto(connection, recorded, { clock, speed: 10 }), clock.advance(10_000)]);
    expect(came.map(({ at }) => at - start - LATENCY_MS)).toEqual([0, 1_000, 6_000]);
    await Promise.all([
      replayInto(connection, recorded, { clock, speed: Number.POSITIVE_INFINITY }),
      clock.advance(1_000),
    ]);
    expect(came).toHaveLength(6);
  });

  it("says why the connection ended", async () => {
    const { clock, node, connection } = await world();
    const recorded = [0, 10_000].map((at) => ({ at, channel: 0x20, bytes: Uint8Array.of(1) }));
    const replay = replayInto(connection, recorded, { clock });
    const outcome = replay.catch((error: unknown) => error);
    await clock.advance(1_000);
    await Promise.all([node.stop(), clock.advance(20_000)]);
    expect(await outcome).toBe(connection.closeReason);
  });
});
