import { createNode, type NodeOptions, type P2PNode } from "@cometwire/p2p";
import {
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { expect, it } from "vitest";

/** Two nodes of one simulated network, the second connected to the first. */
async function connectedNodes() {
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  const network = new SimulatedNetwork({ clock, random });
  const run = async <T>(promise: Promise<T>): Promise<T> => {
    let settled = false;
    const done = promise.finally(() => (settled = true));
    done.catch(() => {});
    await clock.advanceUntil(() => settled, 60_000);
    return done;
  };
  const start = (ip: string, options: Partial<NodeOptions> = {}): Promise<P2PNode> =>
    run(
      createNode({
        network: "test-chain",
        nodeKey: simulatedNodeKey(random),
        listen: `${ip}:26656`,
        sockets: network.host(ip),
        ...simulatedCrypto({ clock, random }),
        clock,
        random,
        addressBookStrict: false,
        ...options,
      }).start(),
    );
  const [ours, theirs] = [await start("10.0.0.1"), await start("10.0.0.2")];
  const address = `${ours.id}@10.0.0.1:26656`;
  await run(theirs.dial(address));
  await clock.advanceUntil(() => ours.peers.length === 1, 60_000);
  return { clock, run, ours, theirs, address };
}

it.each([
  ["an id", (theirs: P2PNode) => theirs.id],
  ["a range", () => "10.0.0.2/31"],
])("a ban of %s ends the sessions that it is about", async (_name, targetOf) => {
  const { clock, run, ours, theirs, address } = await connectedNodes();
  const reasons: (string | undefined)[] = [];
  ours.onEvent((event) => {
    if (event.type === "peer-disconnected") reasons.push(event.reason?.code);
  });
  ours.ban(targetOf(theirs), { reason: "loud" });
  expect(ours.peers).toEqual([]);
  await clock.advanceUntil(() => reasons.length > 0, 60_000);
  expect(reasons).toEqual(["BANNED"]);
  await expect(run(theirs.dial(address))).rejects.toThrow();
  expect(ours.peers).toEqual([]);

  ours.bans.remove(targetOf(theirs));
  await clock.advance(120_000);
  await run(theirs.dial(address)).catch(() => undefined);
  expect(await clock.advanceUntil(() => ours.peers.length === 1, 600_000)).toBe(true);
  await run(Promise.all([ours.stop(), theirs.stop()]));
});
