/**
 * The harness itself: networks of real nodes among themselves, without any code of ours on the wire.
 *
 * Measured on two cores: three nodes run after 0.3–0.6 s, know each other 0.1 s and have two blocks 2 s later; to stop and
 * start one takes 0.1 s. A node that misses another at first meets it at its next look, 30 s later.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goBook, writeGoBook } from "../../interop/harness/go-book.js";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { type GoNetworkOptions, prepareNetwork, startNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { startPrometheus } from "../../interop/harness/prometheus.js";
import { nodeVersions } from "../../interop/harness/real-nodes.js";
import { startRelay } from "../../interop/harness/relay.js";
import { sendTx, txLoop } from "../../interop/harness/transactions.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { testWithPrometheus } from "./support/test-with-program.js";

/** Three times the worst that was measured: one missed round of 30 s. */
const deadlineMs = 100_000;

const nodes: GoNetworkOptions["nodes"] = [
  { name: "seed", host: "127.0.2.1", seedMode: true },
  { name: "first", host: "127.0.2.2", seeds: ["seed"], validator: true },
  { name: "second", host: "127.0.2.3", seeds: ["seed"] },
];

/** Waits until both are connected with each other. */
async function meet(a: GoNode, b: GoNode): Promise<void> {
  const met = async () => (await a.peers()).includes(b.id) && (await b.peers()).includes(a.id);
  await waitFor(met, { deadlineMs, what: `${a.name} and ${b.name} to meet` });
}

async function reaches(node: GoNode, height: number): Promise<void> {
  const look = async () => (await node.height()) >= height;
  await waitFor(look, { deadlineMs, what: `${node.name} to reach height ${height}` });
}

const unexpected = (node: GoNode) => goPeerErrors(node.log()).filter(({ normal }) => normal === undefined);

describeWithGo("networks of real nodes", () => {
  describe.each(nodeVersions)("%s", (version) => {
    test("nodes that know only a seed find each other, make blocks and keep their id when restarted", async () => {
      await using network = await startNetwork({ version, network: "go-network", nodes });
      const [seed, first, second] = network.nodes as [GoNode, GoNode, GoNode];
      await meet(first, second);
      expect(first.peerAddress).toMatch(/^[0-9a-f]{40}@127\.0\.2\.2:\d+$/);
      await seed.waitForLog(/Stopping peer gracefully/);

      await waitFor(() => second.caughtUp(), { deadlineMs, what: "the end of block sync" });
      // Blocks, and in them a transaction that another node was given.
      const hash = Buffer.from(await sendTx(second, "harness=works"), "hex").toString("base64");
      const found = await waitFor(() => first.rpc("tx", { hash }), { deadlineMs, what: "the transaction" });
      expect(found).toMatchObject({ tx: Buffer.from("harness=works").toString("base64") });
      await reaches(second, 2);

      await second.restart();
      const { node_info: info } = (await second.rpc("status")) as { node_info: Record<string, unknown> };
      expect(info).toMatchObject({ id: second.id, network: "go-network", moniker: "second" });
      await meet(first, second);
      await reaches(second, (await first.height()) + 1);
      expect(network.nodes.flatMap(unexpected)).toEqual([]);
      // The restart itself was seen, and is the kind of error that is normal.
      const ended = goPeerErrors(first.log()).filter(({ line }) => line.includes(second.id));
      expect(ended).toContainEqual(expect.objectContaining({ message: "Stopping peer for error" }));
    });
  });

  test("a node is killed, moves to another address and finds the others in its own book or one it is given", async () => {
    const third = { name: "third", host: "127.0.2.4" };
    await using network = await prepareNetwork({ version: "v0.38", nodes: [...nodes, third] });
    expect(network.nodes.map(({ starts }) => starts)).toEqual([0, 0, 0, 0]);
    const [seed, one, two, three] = network.nodes as [GoNode, GoNode, GoNode, GoNode];
    await seed.start();
    await one.start();
    await two.start();
    await meet(one, two);
    await two.saveBook();
    const book = goBook(two.home);
    expect(book.addrs.map(({ addr: { id, ip, port } }) => `${id}@${ip}:${port}`)).toContain(one.peerAddress);

    // Without any seed: the book is enough, at another address as well.
    const before = two.p2pAddress;
    await two.restart({ seeds: [], host: "127.0.2.5" });
    await meet(one, two);
    expect(two.p2pAddress).not.toBe(before);
    expect(await two.rpc("status")).toMatchObject({
      node_info: { listen_addr: `tcp://${two.p2pAddress}` },
    });
    await two.kill();
    expect(two.running).toBe(false);
    await waitFor(async () => !(await one.peers()).includes(two.id), { deadlineMs, what: "the loss" });
    writeGoBook(three.home, readFileSync(join(two.home, "config", "addrbook.json")));
    await three.start();
    await meet(one, three);
    await three.stop();
    writeGoBook(three.home, { ...goBook(three.home), addrs: [] });
    expect(goBook(three.home).addrs).toEqual([]);
    expect(two.starts).toBe(2);
    expect(two.log().match(/Starting P2P Switch service/g)).toHaveLength(2);
  });

  test("a paused node keeps its connections and says nothing", async () => {
    await using network = await startNetwork({ version: "v0.38", nodes: nodes.slice(0, 2).reverse() });
    const [node, seed] = network.nodes as [GoNode, GoNode];
    await reaches(node, 1);
    const { cpuSeconds, rssBytes } = node.usage();
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(rssBytes).toBeGreaterThan(10e6);
    node.pause();
    await expect(fetch(node.rpcAddress, { signal: AbortSignal.timeout(300) })).rejects.toThrow(/timeout/);
    node.resume();
    await reaches(node, (await node.height()) + 1);
    expect(() => seed.configure()).toThrow("seed is running");
  });

  test("a line that is cut keeps blocks away, in either way, and heals", async () => {
    const config = { "p2p.pex": false };
    await using network = await prepareNetwork({
      version: "v0.38",
      nodes: [{ name: "maker" }, { name: "far" }],
      config,
    });
    const [maker, far] = network.nodes as [GoNode, GoNode];
    await using relay = await startRelay(maker.p2pAddress);
    far.configure({ persistentPeers: [`${maker.id}@${relay.address}`] });
    await network.start();
    await reaches(far, 2);

    relay.cut("silent");
    const behind = await far.height();
    await reaches(maker, behind + 3);
    expect(await far.peers()).toEqual([maker.id]); // it takes a missed pong to notice
    expect(await far.height()).toBeLessThanOrEqual(behind + 1);

    relay.cut("closed");
    await waitFor(async () => (await far.peers()).length === 0, { deadlineMs, what: "the loss" });
    await far.waitForLog(/Error dialing peer|Reconnecting to peer|Failed to reconnect/i);
    relay.heal();
    await reaches(far, (await maker.height()) + 1); // Go's next try: 5 to 8 s later
  });

  test("a stream of transactions goes on until the node stops", async () => {
    await using network = await startNetwork({ version: "v0.38", nodes: [{ name: "only" }] });
    const node = network.node("only");
    const loop = txLoop(node, { everyMs: 20 });
    await waitFor(() => loop.sent.length >= 20, { deadlineMs, what: () => `${loop.sent.length} of 20 sent` });
    await expect(sendTx(node, "no equals sign")).rejects.toThrow("transaction refused");
    await node.stop();
    await loop.stop();
    expect(loop.failures).toEqual([]);
    expect(new Set(loop.sent).size).toBe(loop.sent.length);
  });

  test("what cannot work is said at once", async () => {
    const make = (...list: GoNetworkOptions["nodes"]) => prepareNetwork({ version: "v0.38", nodes: list });
    await expect(make({ name: "a" }, { name: "a" })).rejects.toThrow("two nodes have one name: a, a");
    await expect(make({ name: "a", seeds: ["b"] })).rejects.toThrow(
      "neither a node's name nor id@host:port: b",
    );
    await expect(make({ name: "a", config: { "p2p.speed": 1 } })).rejects.toThrow(
      "config.toml has no p2p.speed",
    );
    await using network = await make({ name: "a", config: { "p2p.laddr": "tcp://nowhere.invalid:1" } });
    await expect(network.node("a").start()).rejects.toThrow(/a did not start\n.*nowhere\.invalid/s);
  });

  testWithPrometheus("Prometheus scrapes a node's metrics and sees one that is down", async () => {
    const only = { name: "only", metrics: true };
    await using network = await startNetwork({ version: "v0.38", network: "scraped", nodes: [only] });
    const node = network.node("only");
    const address = node.metricsAddress ?? "";
    await using prometheus = await startPrometheus({ targets: [address] });
    const is = (health: string) => async () => {
      const [target] = await prometheus.targets();
      return target?.health === health && target;
    };
    const up = await waitFor(is("up"), { deadlineMs, what: "the first scrape" });
    expect(up).toEqual({ address, health: "up", lastError: "" });
    const samples = await prometheus.query("cometbft_consensus_height");
    expect(samples).toEqual([
      { labels: expect.objectContaining({ chain_id: "scraped" }), value: expect.any(Number) },
    ]);
    await node.stop();
    const down = await waitFor(is("down"), { deadlineMs, what: "the failed scrape" });
    expect(down.lastError).toContain("connection refused");
    expect(prometheus.log()).not.toMatch(/err/);
  });
});

describe("errors in a node's log", () => {
  test("those about peers are found, with the normal ones marked", () => {
    const id = "8db9".repeat(10);
    const peer = `peer="Peer{MConn{127.0.0.1:5000} ${id} in}"`;
    const log = [
      `I[2026-11-25|04:49:55.428] Stopping peer gracefully                     module=p2p`,
      `E[2026-11-25|04:49:55.471] Stopping peer for error                      module=p2p ${peer} err=EOF`,
      `E[2026-11-25|04:49:55.472] Stopping peer for error                      module=p2p ${peer} err="pong \\"late\\""`,
      `E[2026-11-25|04:49:55.473] Error serving server                         module=main err="closed"`,
      `E[2026-11-25|04:49:55.474] Error decoding message                       module=consensus src=x err="invalid Step"`,
    ].join("\n");
    expect(goPeerErrors(log)).toMatchObject(
      [
        { module: "p2p", message: "Stopping peer for error", error: "EOF", normal: /other side closed/ },
        { module: "p2p", error: 'pong \\"late\\"', normal: undefined },
        { module: "consensus", message: "Error decoding message", error: "invalid Step", normal: undefined },
      ].map(({ normal, ...rest }) => ({
        ...rest,
        normal: normal && expect.stringMatching(normal),
      })),
    );
  });
});
