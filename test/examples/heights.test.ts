import { createNode } from "@cometwire/p2p";
import {
  checkReactor,
  SeededRandom,
  SimulatedNetwork,
  simulatedCrypto,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { expect, it } from "vitest";
import { heightChannel, Heights, peerHeight } from "../../examples/heights.js";

it("keeps the contract, whatever happens", async () => {
  await checkReactor(() => new Heights(), {
    messages: (random) => ({ channelId: 0x70, bytes: heightChannel.codec.encode(BigInt(random.integer(3))) }),
  });
});

it("tells another node at once", async () => {
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  const network = new SimulatedNetwork({ clock, random, latencyMs: 50 });
  const nodeAt = (ip: string, reactor: Heights) =>
    createNode({
      network: "test-chain",
      nodeKey: simulatedNodeKey(random),
      listen: `tcp://${ip}:26656`,
      reactors: [reactor],
      sockets: network.host(ip),
      ...simulatedCrypto({ clock, random }),
      clock,
      random,
    });
  const theirs = new Heights();
  const [here, there] = [nodeAt("10.0.0.1", new Heights()), nodeAt("10.0.0.2", theirs)];
  await Promise.all([here.start(), there.start()]);
  const [peer] = await Promise.all([here.dial(`${there.id}@10.0.0.2:26656`), clock.advance(1_000)]);
  expect(peer.get(peerHeight)).toBe(0n);
  theirs.reach(42n);
  await clock.advance(100);
  expect(peer.get(peerHeight)).toBe(42n);
  await Promise.all([here.stop(), there.stop(), clock.advance(10_000)]);
});
