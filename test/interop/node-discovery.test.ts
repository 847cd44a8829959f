/** Nodes of ours that know nothing but a real seed. */
import { createNode, NodeKey, type P2PNode } from "@cometwire/p2p";
import { expect, test } from "vitest";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { startNetwork } from "../../interop/harness/go-network.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { Cleanup } from "./support/cleanup.js";
import { describeWithGo } from "./support/describe-with-go.js";

const COUNT = 10;
/** Measured with a busy machine: 1.6 to 2.6 s. A node that misses another meets it at its next look, 30 s later. */
const deadlineMs = 100_000;

describeWithGo("nodes of ours with a real seed", () => {
  test("ten that know only the seed, and start at once, find each other", async () => {
    await using network = await startNetwork({
      version: "v0.38",
      network: "discovery",
      nodes: [{ name: "seed", host: "127.0.3.1", seedMode: true }],
    });
    const seed = network.node("seed");
    await using running = new Cleanup();
    const nodes = Array.from({ length: COUNT }, (_, i): P2PNode => {
      const ip = `127.0.3.${11 + i}`;
      return running.add(
        createNode({
          network: "discovery",
          nodeKey: NodeKey.generate(),
          listen: `tcp://${ip}:0`,
          localAddress: ip,
          seeds: [seed.peerAddress],
          addressBookStrict: false,
        }),
      );
    });
    await Promise.all(nodes.map((node) => node.start()));
    const others = (node: P2PNode): number =>
      nodes.filter(({ id }) => node.peers.some((peer) => peer.id === id)).length;
    await waitFor(() => nodes.every((node) => others(node) === COUNT - 1), {
      deadlineMs,
      what: () => `everybody to know everybody: ${nodes.map(others).join(" ")}`,
    });
    expect(goPeerErrors(seed.log()).filter(({ normal }) => normal === undefined)).toEqual([]);
  });
});
