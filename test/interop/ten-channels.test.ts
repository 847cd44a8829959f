/**
 * A peer of ours that announces all ten channels, among real nodes of every version, on chains that produce blocks and
 * transactions. For two minutes, or `COMETWIRE_SOAK_MINUTES`.
 */
import { createNode, NodeKey } from "@cometwire/p2p";
import { expect, test } from "vitest";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { type GoNetwork, prepareNetwork, startNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { nodeVersions } from "../../interop/harness/real-nodes.js";
import { txLoop } from "../../interop/harness/transactions.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { passiveReactors } from "../../packages/cometwire/src/passive/passive-reactors.js";
import { Cleanup } from "./support/cleanup.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { type Soak, startSoak } from "./support/soak.js";

const minutes = Number(process.env["COMETWIRE_SOAK_MINUTES"] ?? 2);
const samples = 60;
const allChannels = "40202122233038606100";
const deadlineMs = 60_000;

const only = (network: GoNetwork): GoNode => network.nodes[0] as GoNode;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** How much more memory is in use in the last third of the time than in the middle one, as a part of it. */
function growth(soak: Soak): number {
  const used = soak.reports("memory").map(({ bytes }) => bytes);
  const third = Math.floor(used.length / 3);
  return mean(used.slice(-third)) / mean(used.slice(third, 2 * third)) - 1;
}

/** What went wrong so far: nothing. */
function trouble(soak: Soak, networks: readonly GoNetwork[]): string[] {
  return [
    ...soak.trouble(),
    ...soak.reports("disconnected").map(({ version, reason }) => `${version}: ${reason}`),
    // Nobody else is connected to these nodes: all that they mind is about us.
    ...networks.flatMap((network) => goPeerErrors(only(network).log()).map(({ line }) => line)),
  ];
}

describeWithGo("a peer with all ten channels", () => {
  const title = `stays with nodes of all versions for ${minutes} min and does not grow`;
  // Starting and stopping takes 7 s.
  test(title, { timeout: minutes * 60_000 + 180_000 }, async () => {
    await using running = new Cleanup();
    const networks: GoNetwork[] = [];
    for (const version of nodeVersions) {
      const nodes = [{ name: version }];
      networks.push(running.add(await startNetwork({ version, network: `soak-${version}`, nodes })));
    }
    const loops = networks.map((network) => running.add(txLoop(only(network), { everyMs: 100, size: 200 })));
    const soak = running.add(
      startSoak({
        nodes: networks.map((each) => ({
          version: each.version,
          network: each.network,
          peer: only(each).peerAddress,
        })),
        sampleEveryMs: (minutes * 60_000) / samples,
      }),
    );
    const ready = () =>
      soak.reports("connected").length === networks.length && loops.every(({ sent }) => sent.length > 0);
    await waitFor(ready, { deadlineMs, what: () => `five peers: ${trouble(soak, networks).join("\n")}` });
    const heights = await Promise.all(networks.map((network) => only(network).height()));

    const end = performance.now() + minutes * 60_000;
    const over = () => performance.now() >= end || trouble(soak, networks).length > 0;
    await waitFor(over, { deadlineMs: 2 * minutes * 60_000, what: "the end", everyMs: 1_000 });
    expect(trouble(soak, networks)).toEqual([]);
    expect(growth(soak)).toBeLessThan(0.05);

    // All that time there were blocks and transactions. Measured on a busy machine: two and nine a second.
    const seconds = minutes * 60;
    for (const [index, network] of networks.entries()) {
      const { peers } = (await only(network).rpc("net_info")) as { peers: NetInfoPeer[] };
      expect(peers.map(({ node_info: { channels } }) => channels)).toEqual([allChannels]);
      expect(Number(peers[0]?.connection_status.Duration) / 1e9).toBeGreaterThanOrEqual(seconds);
      expect(await only(network).height()).toBeGreaterThan((heights[index] as number) + seconds / 5);
      expect(loops[index]?.sent.length).toBeGreaterThan(seconds);
      expect(loops[index]?.failures).toEqual([]);
    }
    await soak.stop();
    for (const { version, channels } of soak.reports("traffic")) {
      const received = new Map(channels.map((each) => [each.channelId, each.receivedMessages]));
      // Round steps, block parts, votes, transactions.
      for (const id of [0x20, 0x21, 0x22, 0x30]) {
        expect(received.get(id), `${version} on ${id}`).toBeGreaterThan(seconds / 5);
      }
    }
  });

  // 20 s: block sync asks every 10 s. It would believe so within 5 s of a status that says height 0.
  test("does not make a node that knows nobody else believe that it has all blocks", async () => {
    const nodes = [{ name: "maker", validator: true }, { name: "syncing" }];
    await using network = await prepareNetwork({ version: "v0.38", network: "lonely", nodes });
    const syncing = network.node("syncing");
    await syncing.start();
    await using ours = createNode({
      network: "lonely",
      nodeKey: NodeKey.generate(),
      persistentPeers: [syncing.peerAddress],
      reactors: passiveReactors({ release: "v0.38" }),
    });
    await ours.start();
    // Its own status, and two requests for ours.
    const onBlocksync = () => ours.switch.traffic().find(({ channelId }) => channelId === 0x40);
    const asked = () => (onBlocksync()?.receivedMessages ?? 0) >= 3;
    await waitFor(asked, { deadlineMs, what: "two requests for our status" });
    expect(await syncing.caughtUp()).toBe(false);
    expect(goPeerErrors(syncing.log())).toEqual([]);
  });
});

interface NetInfoPeer {
  readonly node_info: { readonly channels: string };
  readonly connection_status: { readonly Duration: string };
}
