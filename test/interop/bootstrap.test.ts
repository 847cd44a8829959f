/**
 * `bootstrap` on a network of real nodes, and a real node that starts with nothing but the book it has written.
 *
 * Measured on two cores: 5 to 10.5 s, of which a node that is told persistent peers takes up to 3 s before it dials them.
 */
import { join } from "node:path";
import { expect, test } from "vitest";
import { goBook } from "../../interop/harness/go-book.js";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { prepareNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { cometwire } from "./support/cli.js";
import { describeWithGo } from "./support/describe-with-go.js";

/** Three times the worst that can be: one missed round of 30 s. */
const deadlineMs = 100_000;

/** Waits until a node is connected with all of these. */
async function meets(node: GoNode, others: readonly GoNode[]): Promise<void> {
  const met = async () => {
    const peers = await node.peers();
    return others.every(({ id }) => peers.includes(id));
  };
  await waitFor(met, { deadlineMs, what: `${node.name} to meet the others` });
}

/** Errors of a node that have to do with us; those of block sync are of Go nodes among themselves. */
function unexpectedErrors(node: GoNode): unknown[] {
  return goPeerErrors(node.log()).filter(
    ({ normal, module }) => normal === undefined && module !== "blocksync",
  );
}

describeWithGo("bootstrap", () => {
  test("finds the nodes of a network through its seed; its book, or its line, is all that a new node needs", async () => {
    await using network = await prepareNetwork({
      version: "v0.38",
      network: "bootstrap",
      nodes: [
        { name: "seed", host: "127.0.7.1", seedMode: true },
        { name: "first", host: "127.0.7.2", seeds: ["seed"], validator: true },
        { name: "second", host: "127.0.7.3", seeds: ["seed"] },
        { name: "third", host: "127.0.7.4", seeds: ["seed"] },
        { name: "newcomer", host: "127.0.7.5" },
        { name: "configured", host: "127.0.7.6" },
      ],
    });
    const seed = network.node("seed");
    const newcomer = network.node("newcomer");
    const configured = network.node("configured");
    const others = ["first", "second", "third"].map((name) => network.node(name));
    await seed.start();
    for (const node of others) await node.start();
    await meets(network.node("first"), others.slice(1));

    const book = join(newcomer.home, "config", "addrbook.json");
    const flags = ["--network", "bootstrap", "--seed", seed.peerAddress, "--allow-private", "--want", "3"];
    const result = await cometwire("bootstrap", ...flags, "--out", book, "--json");
    const report = JSON.parse(result.stdout) as { peers: { id: string }[] };
    expect(report).toMatchObject({ ok: true, seeds: [{ reached: true }], counts: { peers: 3, seeds: 1 } });
    expect(report.peers.map(({ id }) => id).sort()).toEqual(others.map(({ id }) => id).sort());
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });

    await newcomer.start();
    await meets(newcomer, others);
    await waitFor(async () => (await newcomer.height()) > 0, { deadlineMs, what: "blocks" });
    // It reads what we have written, and writes it as its own.
    await newcomer.saveBook();
    const kept = goBook(newcomer.home).addrs.filter(({ bucket_type }) => bucket_type === 2);
    expect(kept.map(({ addr }) => addr.id)).toEqual(expect.arrayContaining(others.map(({ id }) => id)));

    // Another one, with a line of config.toml in place of a book.
    const line = await cometwire("bootstrap", ...flags, "--print", "persistent_peers");
    const [, addresses = ""] = /^persistent_peers = "(.*)"\n$/.exec(line.stdout) ?? [];
    configured.configure({ persistentPeers: addresses.split(",") });
    await configured.start();
    const named = network.nodes.filter(({ peerAddress }) => addresses.includes(peerAddress));
    expect(named).toHaveLength(3);
    await meets(configured, named);
    expect(network.nodes.flatMap(unexpectedErrors)).toEqual([]);
  });
});
