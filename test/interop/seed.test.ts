/**
 * The tool's seed and peer, as processes of their own on homes that a real `init` made, among real nodes.
 *
 * Measured on two cores: four nodes that know only the seed are all connected 2 to 35 s after the last was started. Two
 * that learn of each other from one answer may dial each other at once and lose both connections; their next try is 30 s
 * away.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CometwireProcess, type LogLine } from "../../interop/harness/cometwire-process.js";
import { freePort } from "../../interop/harness/free-ports.js";
import { genesisFile, initHome } from "../../interop/harness/go-home.js";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { type GoNetwork, prepareNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { startPrometheus } from "../../interop/harness/prometheus.js";
import { installNode } from "../../interop/harness/real-nodes.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { testWithPrometheus } from "./support/test-with-program.js";

/** The promise is 100 s. */
const DISCOVERY_MS = 100_000;

/** A private network; the log tells of every step of peer exchange. */
const common = [
  ...["--p2p.addr_book_strict=false", "--p2p.allow_duplicate_ip"],
  ...["--rpc.laddr", "tcp://127.0.0.1:0", "--log_level", "pex:debug,*:info"],
];

/** A node of the tool on a home that the network's own program has made. */
async function startOurs(network: GoNetwork, host: string, ...words: string[]) {
  const home = await initHome(await installNode(network.version), join(network.folder, `ours-${host}`));
  const [first] = network.nodes as [GoNode];
  copyFileSync(genesisFile(first.home), genesisFile(home.path));
  const address = `${host}:${String(await freePort(host))}`;
  const laddr = `tcp://${address}`;
  const ours = new CometwireProcess(["--home", home.path, "--p2p.laddr", laddr, ...common, ...words]);
  await ours.event("api-listening");
  return { ours, id: home.id, home: home.path, peerAddress: `${home.id}@${address}` };
}

const node = (name: string, number: number) => ({ name, host: `127.0.3.${String(number)}` });

describeWithGo("our seed", () => {
  test.each(["v0.38", "v0.40", "v1.0"] as const)(
    "%s: four nodes that know nothing but our seed find each other and make blocks, and its log says why",
    async (version) => {
      const nodes = [
        { ...node("one", 1), validator: true },
        node("two", 2),
        node("three", 3),
        node("four", 4),
      ];
      await using network = await prepareNetwork({ version, network: "seeded", nodes });
      const { ours, id, peerAddress } = await startOurs(network, "127.0.3.9", "--mode", "seed");
      await using seed = ours;
      for (const each of network.nodes) each.configure({ seeds: [peerAddress] });
      await network.start();

      const others = (each: GoNode) => network.nodes.flatMap(({ id }) => (id === each.id ? [] : [id])).sort();
      for (const each of network.nodes) {
        const found = async () => {
          const peers = await each.peers();
          return others(each).every((id) => peers.includes(id));
        };
        await waitFor(found, { deadlineMs: DISCOVERY_MS, what: `${each.name} to find the others` });
      }
      for (const each of network.nodes) {
        const height = await each.height();
        const grows = async () => (await each.height()) > Math.max(2, height);
        await waitFor(grows, { deadlineMs: 60_000, what: `${each.name} to get blocks` });
      }
      expect(unexpected(network, seed, id)).toEqual([]);

      // Why each step happened, for each node.
      for (const { id } of network.nodes) {
        const about = seed.log.filter(({ peer, address }) => peer === id || String(address).startsWith(id));
        const reasons = new Map(about.map(({ event, why }) => [event, why]));
        for (const event of ["verifying", "address-verified", "addresses-served", "letting-go"]) {
          expect([event, reasons.get(event)]).toEqual([event, expect.stringMatching(/\w+ \w+/)]);
        }
        expect(about.map(({ event }) => event)).toContain("address-announced");
      }
      expect(seed.log.filter(({ level }) => level === "error")).toEqual([]);
    },
  );

  testWithPrometheus("Prometheus scrapes a seed and a peer without an error", async () => {
    await using network = await prepareNetwork({
      version: "v0.38",
      network: "scraped",
      nodes: [{ ...node("one", 1), validator: true }],
    });
    const metrics = [
      "--instrumentation.prometheus",
      "--instrumentation.prometheus_listen_addr",
      "127.0.0.1:0",
    ];
    const { ours, peerAddress } = await startOurs(network, "127.0.3.8", "--mode", "seed", ...metrics);
    await using seed = ours;
    const started = await startOurs(network, "127.0.3.9", "--p2p.seeds", peerAddress, ...metrics);
    await using peer = started.ours;
    network.node("one").configure({ seeds: [peerAddress], persistentPeers: [started.peerAddress] });
    await network.start();
    await peer.event("peer-connected");

    const addresses = await Promise.all(
      [seed, peer].map(async (each) => String((await each.event("metrics-listening"))["endpoint"])),
    );
    await using prometheus = await startPrometheus({ targets: addresses });
    const up = async () => (await prometheus.targets()).every(({ health }) => health === "up");
    await waitFor(up, { deadlineMs: 60_000, what: "the scrapes" }); // the first comes after about 5 s
    for (const target of await prometheus.targets()) expect(target.lastError).toBe("");
    const connected = async () =>
      (await prometheus.query("cometbft_p2p_peers")).some(
        ({ labels, value }) => labels["chain_id"] === "scraped" && value > 0,
      );
    await waitFor(connected, { deadlineMs: 60_000, what: "a sample with a peer" });
    expect(await prometheus.query('{__name__=~"cometwire_.+"}')).not.toEqual([]);
    expect(prometheus.log()).not.toMatch(/err|warn/i);
  });

  test("ends with 0 on SIGTERM, and starts again after SIGKILL with what it knew", async () => {
    await using network = await prepareNetwork({
      version: "v0.38",
      network: "restarted",
      nodes: [{ ...node("one", 1), validator: true }],
    });
    const { ours, home, peerAddress } = await startOurs(network, "127.0.3.9", "--mode", "seed");
    network.node("one").configure({ seeds: [peerAddress] });
    await network.start();
    await ours.event("address-verified");
    // The book is saved a moment after it has changed.
    await waitFor(() => ours.log.some(({ event }) => event === "address-verified"), {
      deadlineMs: 1_000,
      what: "it",
    });
    await ours.stop();
    expect(ours.ending).toBe("exit code 0");
    expect(ours.log.slice(-1).map(({ event }: LogLine) => event)).toEqual(["stopped"]);

    const words = ["--home", home, "--p2p.laddr", `tcp://${peerAddress.split("@")[1] ?? ""}`, ...common];
    const again = new CometwireProcess([...words, "--mode", "seed"]);
    await again.event("listening");
    await again.kill();
    await using third = new CometwireProcess([...words, "--mode", "seed"]);
    const { endpoint } = await third.event("api-listening");
    const url = `http://${String(endpoint)}/addrbook?entries=1`;
    const { entries } = (await (await fetch(url)).json()) as { entries: { address: string }[] };
    expect(entries.map(({ address }) => address)).toEqual([network.node("one").peerAddress]);
  });
});

/**
 * What nodes of Go's do to each other, whoever their seed is. Those that sync a chain which grows may ask two peers for a
 * block, and hold against one that the other was faster. And v0.39 and v0.40 ask a peer once more when a seed has answered
 * them, which may be the one just asked and bans them (cometbft#4644).
 */
const ownFaults = [
  /module=blocksync .*(got an already committed block|requested block #\d+ from )/,
  /unsolicited BlockResponse from peer/,
  /sent next PEX request too soon/,
];

/** What the nodes hold against each other and us: nothing but ends of connections, and their own faults against each other. */
function unexpected(network: GoNetwork, seed: CometwireProcess, seedId: string): unknown[] {
  expect(seed.ending).toBeUndefined();
  const isOwnFault = (line: string) => !line.includes(seedId) && ownFaults.some((fault) => fault.test(line));
  return network.nodes.flatMap((each) =>
    goPeerErrors(each.log()).filter(({ normal, line }) => normal === undefined && !isOwnFault(line)),
  );
}
