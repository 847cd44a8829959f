/** The examples, as their readers start them, on real chains. Measured: a version takes 3 to 7 s. */
import { expect, test } from "vitest";
import { ChildGroup } from "../../interop/harness/child-group.js";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { startNetwork } from "../../interop/harness/go-network.js";
import { nodeVersions } from "../../interop/harness/real-nodes.js";
import { txLoop } from "../../interop/harness/transactions.js";
import { pathOf } from "../house/repository.js";
import { describeWithGo } from "./support/describe-with-go.js";

/** The first transaction comes with the first round step after the handshake, within 2 s; 20 more take 2 s. */
const deadlineMs = 30_000;

function startExample(name: string, ...args: readonly string[]): ChildGroup {
  const tsx = ["--import", "tsx", pathOf(`examples/${name}.ts`)];
  return new ChildGroup(process.execPath, [...tsx, ...args], pathOf("."));
}

describeWithGo("examples/mempool-watcher.ts", () => {
  test.each(nodeVersions)("%s: prints the transactions that the node gossips", async (version) => {
    await using network = await startNetwork({ version, network: "watched", nodes: [{ name: "node" }] });
    const node = network.node("node");
    const watcher = startExample("mempool-watcher", network.network, node.peerAddress);
    const { lines } = watcher;
    try {
      await using load = txLoop(node, { everyMs: 100 });
      await lines.wait(() => lines.entries.length >= 20, 0, "20 transactions", deadlineMs);
      await load.stop();
      expect(load.failures).toEqual([]);
      expect(lines.entries.filter((line) => !line.endsWith(` 64 bytes from ${node.id}`))).toEqual([]);
      // Those that were sent, once and in order. One that gets into a block first is not gossiped.
      const printed = lines.entries.map((line) => line.slice(0, 64).toUpperCase());
      expect(printed).toEqual(load.sent.filter((hash) => printed.includes(hash)));
      // And the node has nothing against it.
      expect(goPeerErrors(node.log()).filter(({ normal }) => normal === undefined)).toEqual([]);
      expect(await node.peers()).toHaveLength(1);
    } finally {
      await watcher.stop();
    }
    expect(watcher.ending).toBe("exit code 0");
  });
});
