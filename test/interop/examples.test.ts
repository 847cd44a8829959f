/** The examples, as their readers start them, on real chains. Measured: a version takes 3 to 7 s. */
import { expect, test } from "vitest";
import { ChildGroup } from "../../interop/harness/child-group.js";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { genesisFile } from "../../interop/harness/go-home.js";
import { startNetwork } from "../../interop/harness/go-network.js";
import { nodeVersions } from "../../interop/harness/real-nodes.js";
import { txLoop } from "../../interop/harness/transactions.js";
import { waitFor } from "../../interop/harness/wait-for.js";
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

/** Those whose messages differ most. */
const otherVersions = ["v0.38", "v0.40", "v1.0"] as const;

describeWithGo("examples/send-transaction.ts", () => {
  test.each(otherVersions)("%s: the chain takes what it sends into a block", async (version) => {
    await using network = await startNetwork({ version, network: "sent-to", nodes: [{ name: "node" }] });
    const node = network.node("node");
    const sender = startExample("send-transaction", network.network, node.peerAddress, "greeting=hello");
    try {
      const { lines } = sender;
      await lines.wait(() => lines.entries.length > 0, 0, "the line", deadlineMs);
      const [hash = ""] = (lines.entries[0] ?? "").split(" ");
      expect(hash).toMatch(/^[0-9A-F]{64}$/);
      const included = async () => {
        const found = (await node.rpc("tx_search", { query: `tx.hash='${hash}'` })) as {
          txs: { tx: string }[];
        };
        return found.txs.some(({ tx }) => Buffer.from(tx, "base64").toString() === "greeting=hello");
      };
      await waitFor(included, { deadlineMs, what: "the transaction in a block" });
      await waitFor(() => sender.ending !== undefined, { deadlineMs, what: "its end" });
    } finally {
      await sender.stop();
    }
    expect(sender.ending).toBe("exit code 0");
    expect(goPeerErrors(node.log()).filter(({ normal }) => normal === undefined)).toEqual([]);
  });
});

describeWithGo("examples/block-sync.ts", () => {
  test.each(otherVersions)("%s: downloads a chain of four validators and finds it right", async (version) => {
    const names = ["one", "two", "three", "four"];
    const nodes = names.map((name, index) => ({
      name,
      validator: true,
      persistentPeers: names.slice(0, index),
    }));
    await using network = await startNetwork({ version, network: "downloaded", nodes });
    const [first, second] = [network.node("one"), network.node("two")];
    await using load = txLoop(first, { everyMs: 100 });
    await waitFor(async () => (await first.height()) > 12, { deadlineMs: 60_000, what: "twelve blocks" });
    await load.stop();
    const addresses = [first.peerAddress, second.peerAddress];
    const sync = startExample("block-sync", network.network, genesisFile(first.home), ...addresses);
    try {
      const { lines } = sync;
      await lines.wait(() => lines.entries.length > 0, 0, "the summary", deadlineMs);
      const summary = /^blocks 1 to (\d+): right, (\d+) transactions, (\d+) signatures$/.exec(
        lines.entries[0] ?? "",
      );
      const [height = 0, transactions = 0, signatures = 0] = (summary ?? []).slice(1).map(Number);
      expect(lines.entries).toEqual([expect.stringMatching(/^blocks 1 to/)]);
      expect(height).toBeGreaterThanOrEqual(12);
      expect(transactions).toBeGreaterThan(10);
      expect(signatures).toBeGreaterThan(2 * height);
      await waitFor(() => sync.ending !== undefined, { deadlineMs, what: "its end" });
    } finally {
      await sync.stop();
    }
    expect(sync.ending).toBe("exit code 0");
    for (const node of [first, second]) {
      expect(goPeerErrors(node.log()).filter(({ normal }) => normal === undefined)).toEqual([]);
    }
  });
});
