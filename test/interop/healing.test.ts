/**
 * Restarts, moves and partitions, of either side, among our nodes and real ones: what belongs together is together again
 * without anybody's help.
 *
 * A Go node never takes another address for an id that it knows, so it finds one of ours that has moved only when that
 * dials it.
 */
import { join } from "node:path";
import { createNode, NodeKey, type NodeOptions, type P2PNode } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { freePort } from "../../interop/harness/free-ports.js";
import { type GoNetwork, prepareNetwork } from "../../interop/harness/go-network.js";
import type { GoNode, GoNodeOptions } from "../../interop/harness/go-node.js";
import type { NodeVersion } from "../../interop/harness/real-nodes.js";
import { startRelay } from "../../interop/harness/relay.js";
import { tempFolder } from "../../interop/harness/temp-folder.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { passiveReactors } from "../../packages/cometwire/src/passive/passive-reactors.js";
import { describeWithGo } from "./support/describe-with-go.js";

/** Measured on a busy machine: 8 s where Go dials, which it does every 5 to 8 s; 3 s else, and 32 s where a seed is asked again. */
const deadlineMs = 100_000;

function prepare(version: NodeVersion, ...nodes: GoNodeOptions[]): Promise<GoNetwork> {
  return prepareNetwork({ version, network: "healing", nodes });
}

/** A node of ours that has started; it listens at 127.0.4.1 unless told otherwise. */
function startOurs(options: Partial<NodeOptions>): Promise<P2PNode> {
  return createNode({
    network: "healing",
    nodeKey: NodeKey.generate(),
    listen: "tcp://127.0.4.1:0",
    addressBookStrict: false,
    allowDuplicateIp: true,
    ...options,
  }).start();
}

const addressOf = ({ id, endpoint }: P2PNode): string => `${id}@${endpoint?.ip ?? ""}:${endpoint?.port ?? 0}`;

const weHave = (ours: P2PNode, go: GoNode): boolean => ours.peers.some(({ id }) => id === go.id);
const goHas = async (go: GoNode, ours: P2PNode): Promise<boolean> => (await go.peers()).includes(ours.id);

/** Waits until both say that they are connected. */
async function meet(ours: P2PNode, go: GoNode, what: string): Promise<void> {
  await waitFor(async () => weHave(ours, go) && (await goHas(go, ours)), { deadlineMs, what });
}

async function part(ours: P2PNode, go: GoNode): Promise<void> {
  await waitFor(() => !weHave(ours, go), { deadlineMs, what: "the loss" });
}

describeWithGo("healing", () => {
  describe.each(["v0.38", "v0.40", "v1.0"] as const)("%s", (version) => {
    test("a Go node that restarts, is killed or moves comes back to us", async () => {
      await using network = await prepare(version, { name: "go", host: "127.0.4.2" });
      const go = network.node("go");
      await go.start();
      await using ours = await startOurs({ persistentPeers: [go.peerAddress] });
      await meet(ours, go, "at first");
      await go.restart();
      await meet(ours, go, "after its restart");
      await go.kill();
      await part(ours, go);
      // It has moved, and knows where we are.
      await go.restart({ host: "127.0.4.3", persistentPeers: [addressOf(ours)] });
      await meet(ours, go, "after its move");
      expect(ours.peers).toMatchObject([{ outbound: false, persistent: true }]);
      expect(ours.peers[0]?.nodeInfo.listenAddr).toBe(`tcp://${go.p2pAddress}`);
    });
  });

  test("we restart: Go dials us where we were, or we dial it from where we are now", async () => {
    const folder = tempFolder("healing");
    const nodeKey = NodeKey.generate();
    const port = await freePort("127.0.4.1");
    const options = {
      nodeKey,
      listen: `tcp://127.0.4.1:${port}`,
      addressBookFile: join(folder.path, "addrbook.json"),
    };
    const persistentPeers = [`${nodeKey.id}@127.0.4.1:${port}`];
    await using network = await prepare("v0.38", { name: "go", host: "127.0.4.2", persistentPeers });
    const go = network.node("go");
    await go.start();
    await using first = await startOurs(options);
    await meet(first, go, "at first");
    await first.stop();
    await using second = await startOurs({ ...options, maxOutboundPeers: 0 });
    await meet(second, go, "at the same place");
    expect(second.peers).toMatchObject([{ outbound: false }]);
    await second.stop();
    await using third = await startOurs({ ...options, listen: "tcp://127.0.4.4:0" });
    await meet(third, go, "at another place");
    expect(third.peers).toMatchObject([{ outbound: true }]);
    folder.remove();
  });

  test("a Go node that has moved is found where our seed has verified it", async () => {
    await using seed = await startOurs({ seedMode: true });
    const seeds = [addressOf(seed)];
    await using network = await prepare("v0.38", { name: "go", host: "127.0.4.2", seeds });
    const go = network.node("go");
    await go.start();
    const place = () => seed.addressBook.get(go.id)?.lastVerifiedAt !== undefined;
    await waitFor(place, { deadlineMs, what: "the seed to verify it" });
    // Nobody can dial this one.
    await using ours = await startOurs({ seeds, listen: undefined });
    await meet(ours, go, "at first");
    await go.restart({ host: "127.0.4.3" });
    // It looks every 30 s by itself, and tries the old place three times.
    const looking = setInterval(() => ours.pex?.findPeers(), 1_000);
    await meet(ours, go, "after its move").finally(() => clearInterval(looking));
    expect(ours.peers).toMatchObject([{ outbound: true, remote: { ip: "127.0.4.3" } }]);
  });

  test.each(["closed", "silent"] as const)(
    "a line that is cut (%s) and heals, dialled by us",
    async (how) => {
      await using network = await prepare("v0.38", { name: "go", config: { "p2p.pex": false } });
      const go = network.node("go");
      await go.start();
      await using relay = await startRelay(go.p2pAddress);
      await using ours = await startOurs({
        pex: false,
        reactors: passiveReactors({ release: "v0.38" }),
        persistentPeers: [`${go.id}@${relay.address}`],
        connection: { pingIntervalMs: 2_000, pongTimeoutMs: 1_000 },
      });
      await meet(ours, go, "at first");
      relay.cut(how);
      await part(ours, go);
      relay.heal();
      await meet(ours, go, "when it has healed");
    },
  );

  test("a line that is cut and heals, dialled by Go", async () => {
    await using ours = await startOurs({ pex: false, reactors: passiveReactors({ release: "v0.38" }) });
    const { ip, port } = ours.endpoint ?? { ip: "", port: 0 };
    await using relay = await startRelay(`${ip}:${port}`);
    const persistentPeers = [`${ours.id}@${relay.address}`];
    await using network = await prepare("v0.38", {
      name: "go",
      persistentPeers,
      config: { "p2p.pex": false },
    });
    const go = network.node("go");
    await go.start();
    await meet(ours, go, "at first");
    relay.cut("closed");
    await part(ours, go);
    await go.waitForLog(/Error dialing peer|Reconnecting to peer|Failed to reconnect/i);
    relay.heal();
    await meet(ours, go, "when it has healed");
  });
});
