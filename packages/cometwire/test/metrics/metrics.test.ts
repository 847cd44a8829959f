import { spawnSync } from "node:child_process";
import { NetAddress, P2PError, parseAddress } from "@cometwire/p2p";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMetrics, type MetricsOptions } from "../../src/metrics/create-metrics.js";
import { cometMetrics, ownMetrics, processMetrics } from "../../src/metrics/metric-table.js";
import { FakeNode, fakePeer, idOf, traffic } from "../api/fake-node.js";
import { type Family, parseExposition } from "./exposition.js";

/** A node with two peers, and a few things behind it. */
function busyNode(): FakeNode {
  const node = new FakeNode();
  node.peers = [
    fakePeer(idOf("b"), { traffic: [traffic(0x00, 10, 20), traffic(0x30, 300, 0)], queued: 4 }),
    fakePeer(idOf("c"), { outbound: false, traffic: [traffic(0x30, 5, 6)] }),
  ];
  node.totals = [traffic(0x00, 1_010, 1_020), traffic(0x30, 3_305, 6), traffic(0xf1, 7, 8)];
  node.persistent.set(idOf("b"), parseAddress(`${idOf("b")}@10.0.0.1:26656`));
  node.persistent.set(idOf("d"), parseAddress(`${idOf("d")}@10.0.0.2:26656`));
  node.bans.add("1.2.3.0/24", { reason: "x" });
  return node;
}

async function scrape(node: FakeNode, options: Partial<MetricsOptions> = {}) {
  const metrics = createMetrics({ ...options, node });
  onTestFinished(() => metrics.close());
  const families = async (): Promise<Map<string, Family>> => parseExposition(await metrics.render());
  return { metrics, families, first: await families() };
}

/** Series of a metric by their labels, chain_id left out. */
function values(families: Map<string, Family>, name: string): Record<string, number> {
  const series = families.get(name)?.series ?? [];
  return Object.fromEntries(
    series.map(({ labels: { chain_id: chain, ...labels }, value }) => {
      expect(chain).toBe("test-chain");
      return [
        Object.entries(labels)
          .map(([label, text]) => `${label}=${text}`)
          .join(" "),
        value,
      ];
    }),
  );
}

describe("CometBFT's metrics", () => {
  it("have its names, types, labels and values", async () => {
    const { first } = await scrape(busyNode());
    const b = `peer_id=${idOf("b")}`;
    const c = `peer_id=${idOf("c")}`;
    expect(values(first, "cometbft_p2p_peers")).toEqual({ "": 2 });
    expect(values(first, "cometbft_p2p_peer_receive_bytes_total")).toEqual({
      [`${b} chID=0x0`]: 10,
      [`${b} chID=0x30`]: 300,
      [`${c} chID=0x30`]: 5,
    });
    expect(values(first, "cometbft_p2p_peer_send_bytes_total")).toEqual({
      [`${b} chID=0x0`]: 20,
      [`${b} chID=0x30`]: 0,
      [`${c} chID=0x30`]: 6,
    });
    expect(values(first, "cometbft_p2p_peer_pending_send_bytes")).toEqual({ [b]: 5, [c]: 3 });
    expect(values(first, "cometbft_p2p_peer_send_queue_size")).toEqual({ [b]: 5, [c]: 3 });
    expect(values(first, "cometbft_p2p_message_receive_bytes_total")).toEqual({
      "message_type=PEX": 1_010,
      "message_type=Mempool": 3_305,
      "message_type=0xf1": 7,
    });
    expect(values(first, "cometbft_p2p_message_send_bytes_total")).toEqual({
      "message_type=PEX": 1_020,
      "message_type=Mempool": 6,
      "message_type=0xf1": 8,
    });
    expect(first.has("cometbft_p2p_num_txs")).toBe(false);
  });

  it("of a peer end when it leaves", async () => {
    const node = busyNode();
    const { families } = await scrape(node);
    node.peers = node.peers.slice(1);
    const text = JSON.stringify([...(await families()).values()]);
    expect(text).toContain(idOf("c"));
    expect(text).not.toContain(idOf("b"));
  });

  it("name no peer when they must not, and then sum up all peers there ever were", async () => {
    const { first } = await scrape(busyNode(), { peerIds: false });
    expect(values(first, "cometbft_p2p_peer_receive_bytes_total")).toEqual({
      "chID=0x0": 1_010,
      "chID=0x30": 3_305,
      "chID=0xf1": 7,
    });
    expect(values(first, "cometbft_p2p_peer_send_queue_size")).toEqual({ "": 8 });
    const series = Array.from(first.values(), (family) => family.series).flat();
    expect(series.filter(({ labels }) => "peer_id" in labels)).toEqual([]);
  });

  it("have the namespace that is asked for, if it is one", async () => {
    const { first } = await scrape(busyNode(), { namespace: "tendermint" });
    expect(first.has("tendermint_p2p_peers")).toBe(true);
    expect(first.has("cometbft_p2p_peers")).toBe(false);
    const bare = await scrape(busyNode(), { namespace: "" });
    expect(bare.first.has("p2p_peers")).toBe(true);
    for (const namespace of ["1a", "a-b", "a b"]) {
      expect(() => createMetrics({ node: busyNode(), namespace })).toThrow(RangeError);
    }
  });
});

describe("our metrics", () => {
  it("say how the node is", async () => {
    const { first } = await scrape(busyNode());
    expect(values(first, "cometwire_peers")).toEqual({ "direction=inbound": 1, "direction=outbound": 1 });
    expect(values(first, "cometwire_persistent_peers")).toEqual({ "state=connected": 1, "state=missing": 1 });
    expect(values(first, "cometwire_dialing")).toEqual({ "": 4 });
    expect(values(first, "cometwire_bans")).toEqual({ "": 1 });
    expect(values(first, "cometwire_unknown_messages_total")).toEqual({
      "chID=0x0": 1,
      "chID=0x30": 1,
      "chID=0xf1": 1,
    });
    expect(values(first, "process_resident_memory_bytes")[""]).toBeGreaterThan(1_000_000);
    expect(values(first, "cometwire_event_loop_delay_seconds")).toHaveProperty("statistic=p99");
  });

  it("count what happens, by codes that peers cannot choose", async () => {
    const node = busyNode();
    const { families } = await scrape(node);
    const [outbound, inbound] = [fakePeer(idOf("b")), fakePeer(idOf("c"), { outbound: false })];
    const address = NetAddress.parse(`${idOf("e")}@10.1.2.3:26656`);
    const remote = { ip: "10.0.0.9", port: 1 };
    node.emit({ type: "peer-connected", peer: outbound });
    node.emit({ type: "peer-connected", peer: inbound });
    node.emit({ type: "dial-failed", address, error: new P2PError("DIAL_TIMEOUT") });
    node.emit({ type: "dial-failed", address, error: new P2PError("ID_MISMATCH") });
    node.emit({ type: "inbound-refused", remote, error: new P2PError("PEERS_FULL") });
    node.emit({ type: "inbound-refused", remote, error: new P2PError("NOT_COMETBFT") });
    node.emit({
      type: "peer-refused",
      id: idOf("f"),
      remote,
      outbound: false,
      error: new P2PError("DUPLICATE_ID"),
    });
    const end = { misbehaved: false, connectedMs: 1 };
    node.emit({ type: "peer-disconnected", peer: outbound, reason: undefined, ...end });
    node.emit({ type: "peer-disconnected", peer: inbound, reason: new P2PError("PONG_TIMEOUT"), ...end });
    node.emit({ type: "reconnect-scheduled", address, failures: 1, delayMs: 5, why: "dial failed" });
    node.emit({ type: "addresses-requested", peer: outbound, why: "few" });
    node.emit({
      type: "addresses-received",
      peer: outbound,
      count: 5,
      added: 3,
      refused: { notRoutable: 2 },
    });
    node.emit({ type: "addresses-served", peer: inbound, count: 9, verified: 7, why: "asked" });
    node.emit({ type: "address-verified", address, why: "answered" });
    node.emit({ type: "verification-failed", address, error: new P2PError("DIAL_REFUSED") });
    const now = await families();
    expect(values(now, "cometwire_dials_total")).toEqual({
      "result=ok": 1,
      "result=DIAL_TIMEOUT": 1,
      "result=ID_MISMATCH": 1,
    });
    expect(values(now, "cometwire_handshake_failures_total")).toEqual({
      "direction=outbound code=ID_MISMATCH": 1,
      "direction=inbound code=NOT_COMETBFT": 1,
    });
    expect(values(now, "cometwire_inbound_refused_total")).toEqual({
      "code=PEERS_FULL": 1,
      "code=NOT_COMETBFT": 1,
      "code=DUPLICATE_ID": 1,
    });
    expect(values(now, "cometwire_disconnects_total")).toEqual({
      "direction=outbound reason=graceful": 1,
      "direction=inbound reason=PONG_TIMEOUT": 1,
    });
    expect(values(now, "cometwire_reconnects_total")).toEqual({ "why=dial failed": 1 });
    expect(values(now, "cometwire_pex_requests_total")).toEqual({ "": 1 });
    expect(values(now, "cometwire_pex_addresses_received_total")).toEqual({
      "result=added": 3,
      "result=other": 2,
    });
    expect(values(now, "cometwire_pex_addresses_served_total")).toEqual({
      "verified=yes": 7,
      "verified=no": 2,
    });
    expect(values(now, "cometwire_verifications_total")).toEqual({
      "result=ok": 1,
      "result=DIAL_REFUSED": 1,
    });
    expect(values(now, "cometwire_events_total")).toMatchObject({ "event=peer-connected": 2 });
    // Another scrape counts nothing twice.
    expect(values(await families(), "cometwire_dials_total")).toEqual(values(now, "cometwire_dials_total"));
  });

  it("stop listening to the node when they are closed", () => {
    const node = busyNode();
    const metrics = createMetrics({ node });
    expect(node.listeners).toBe(1);
    metrics.close();
    expect(node.listeners).toBe(0);
  });
});

describe("all metrics", () => {
  it("are those of the table, with its types, help texts and labels", async () => {
    const node = busyNode();
    const { families } = await scrape(node);
    const comet = Object.values(cometMetrics).map((each) => ({ ...each, name: `cometbft_${each.name}` }));
    const table = [...comet, ...Object.values(ownMetrics), ...Object.values(processMetrics)];
    const served = await families();
    expect([...served.keys()].sort()).toEqual(table.map(({ name }) => name).sort());
    for (const { name, type, help, labels } of table) {
      expect(served.get(name)).toMatchObject({ name, type, help });
      for (const { labels: given } of served.get(name)?.series ?? []) {
        expect(["chain_id", ...labels]).toEqual(expect.arrayContaining(Object.keys(given)));
      }
    }
  });

  it("survive a chain id with everything that has to be escaped", async () => {
    const node = new FakeNode();
    Object.defineProperty(node, "network", { value: 'a"b\\c\nd' });
    const { first } = await scrape(node);
    expect(first.get("cometbft_p2p_peers")?.series[0]?.labels).toEqual({ chain_id: 'a"b\\c\nd' });
  });

  const promtool = spawnSync("promtool", ["--version"]);
  it.skipIf(promtool.error !== undefined)(
    "are what Prometheus's own checker expects, but for the names that Go chose (needs promtool, Debian: prometheus)",
    async () => {
      const { metrics } = await scrape(busyNode());
      const { stderr, stdout } = spawnSync("promtool", ["check", "metrics"], {
        input: await metrics.render(),
        encoding: "utf8",
      });
      const complaints = `${stdout}${stderr}`
        .trim()
        .split("\n")
        .filter((line) => line !== "");
      const notGo = complaints.filter(
        (line) => !line.includes("label names should be written in 'snake_case' not 'camelCase'"),
      );
      expect(notGo).toEqual([]);
    },
  );
  if (promtool.error !== undefined)
    console.warn("SKIPPED: promtool is not installed; metrics are checked by our parser only");
});

describe("our parser", () => {
  it.each([
    "x 1\n",
    "# HELP x y\n# TYPE x gauge\nx 1",
    "# HELP x y\n# TYPE x gauge\nx 1\nx 1\n",
    "# HELP x y\n# TYPE x gauge\nx{a=b} 1\n",
    '# HELP x y\n# TYPE x gauge\nx{a="b} 1\n',
    '# HELP x y\n# TYPE x gauge\nx{a="1",a="2"} 1\n',
    "# HELP x y\n# TYPE x gauge\nz 1\n",
    "# HELP x y\n# TYPE x gauge\nx one\n",
    "# HELP x y\n# TYPE x counter\nx -1\n",
    "# HELP x y\n# TYPE x gauge\n# HELP x y\n",
    "# TYPE x gauge\nx 1\n",
  ])("is strict: %j", (text) => {
    expect(() => parseExposition(text)).toThrow();
  });
});
