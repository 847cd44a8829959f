import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createNode,
  encodePexAddresses,
  joinHostPort,
  loadAddressBook,
  NetAddress,
  NodeKey,
  type NodeOptions,
  type P2PNode,
} from "@cometwire/p2p";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createHello } from "../../src/localnet/hello.js";
import { cli, recorder } from "../support/cli.js";
import { answering, refusedPort, startPeer, startServer } from "../support/peers.js";

const NETWORK = "test-chain";
const OTHER_ID = "00000000000000000000000000000000000000ff";
const text = expect.stringMatching(/./) as string;

/** A node of ours on an address of its own. */
async function startNode(ip: string, options: Partial<NodeOptions> = {}): Promise<P2PNode> {
  const node = createNode({
    network: NETWORK,
    nodeKey: NodeKey.generate(),
    moniker: `at ${ip}`,
    listen: `tcp://${ip}:0`,
    localAddress: ip,
    addressBookStrict: false,
    allowDuplicateIp: true,
    reactors: options.seedMode === true ? [] : [createHello(ip, () => undefined).reactor],
    ...options,
  });
  await node.start();
  return node;
}

/** Resolves once the node has a peer. */
async function connected(node: P2PNode): Promise<void> {
  const events = node.events();
  if (node.peers.length > 0) return;
  for await (const { type } of events) if (type === "peer-connected") return;
}

function addressOf({ id, endpoint }: P2PNode): NetAddress {
  if (endpoint === undefined) throw new Error("it does not listen");
  return NetAddress.parse(`${id}@${joinHostPort(endpoint.ip, endpoint.port)}`);
}

/** A peer that tells these addresses and hangs up; `id@ip:port`. */
async function startTeller(addresses: readonly string[]): Promise<string> {
  const told = addresses.map((each) => NetAddress.parse(each));
  const answer = encodePexAddresses(told.map(({ id, host: ip, port }) => ({ id, ip, port })));
  return (await startPeer({ serve: answering(answer, "close") })).address;
}

async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bootstrap-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe("a network of a seed and six nodes", () => {
  let nodes: P2PNode[] = [];
  let seed = "";
  const flags = (...more: string[]) => ["bootstrap", "--network", NETWORK, "--allow-private", ...more];

  beforeAll(async () => {
    const seedNode = await startNode("127.0.3.1", { seedMode: true, seedServes: "go" });
    seed = addressOf(seedNode).toString();
    nodes = [seedNode];
    for (let i = 2; i <= 7; i++) nodes.push(await startNode(`127.0.3.${i}`));
    for (const node of nodes.slice(1)) seedNode.addressBook.add(addressOf(node), addressOf(node));
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  });

  it("is found as a whole, without the seed", async () => {
    const { code, stderr, json } = await cli(flags("--seed", seed, `${seed},`, "--want", "6", "--json"));
    const report = json() as { peers: { id: string; latencyMs: number; why: string }[] };
    expect(report).toMatchObject({
      ok: true,
      network: NETWORK,
      want: 6,
      endedBy: "exhausted",
      seeds: [{ address: seed, reached: true, told: 6, code: null, message: null }],
      counts: { dialled: 7, peers: 6, seeds: 1, refused: 0, failed: 0, private: 0, waiting: 0 },
      failures: {},
      file: null,
    });
    const expected = nodes.slice(1).map((node) => node.id);
    expect(report.peers.map(({ id }) => id).sort()).toEqual(expected.sort());
    expect(report.peers.map(({ why }) => why)).toEqual([
      "nearest in 127.0.0.0/16",
      ...[2, 3, 4, 5, 6].map((number) => `number ${number} in 127.0.0.0/16`),
    ]);
    const latencies = report.peers.map(({ latencyMs }) => latencyMs);
    expect(latencies).toEqual([...latencies].sort((a, b) => a - b));
    expect(report.peers[0]).toEqual({
      id: text,
      host: expect.stringMatching(/^127\.0\.3\./) as string,
      port: expect.any(Number) as number,
      latencyMs: expect.any(Number) as number,
      moniker: expect.stringMatching(/^at 127\.0\.3\./) as string,
      version: text,
      group: "127.0.0.0/16",
      why: text,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("is printed as a line of config.toml, or as a list", async () => {
    const line = await cli(flags("--seed", seed, "--want", "6", "--print", "persistent_peers"));
    const [, list = ""] = /^persistent_peers = "([^"]*)"\n$/.exec(line.stdout) ?? [];
    const addresses = nodes.slice(1).map((node) => addressOf(node).toString());
    expect(list.split(",").sort()).toEqual(addresses.sort());
    expect(line.stderr).toMatch(/^seed .* told 6 addresses$/m);
    expect(line.stderr.match(/^found .*127\.0\.3\.\d:.* at 127/gm)).toHaveLength(6);

    const lines = await cli(flags("--seed", seed, "--want", "6", "--print", "list"));
    expect(lines.stdout.trimEnd().split("\n").sort()).toEqual(addresses.sort());
  });

  it("is less than what was wanted: 1, and what there is", async () => {
    const { code, stdout, stderr } = await cli(flags("--seed", seed, "--want", "7", "--print", "seeds"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^seeds = "([0-9a-f]{40}@127\.0\.3\.\d:\d+,?){6}"\n$/);
    expect(stderr).toContain("every address that was told of has been dialled");
    expect(stderr).toContain("or be content with --want 6");
  });

  it("is shown to people", async () => {
    const { code, stdout } = await cli(flags("--seed", seed, "--want", "2"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 peers of the chain "test-chain" in 1 subnet\n\n {2}LATENCY +ADDRESS +MONIKER/);
    expect(stdout).toMatch(
      /ms {2}[0-9a-f]{40}@127\.0\.3\.\d:\d+ +at 127\.0\.3\.\d +\S+ +nearest in 127\.0\.0\.0\/16$/m,
    );
    expect(stdout).toMatch(/dialled {2}7 addresses: 6 peers found, 1 seed that only tells addresses$/m);
    expect(stdout).toMatch(/Next: --out addrbook\.json/);
  });

  it("shows live progress on a terminal, and leaves nothing of it", async () => {
    const stderr = recorder(true);
    await cli(flags("--seed", seed, "--json"), { stderr });
    const first = "0 peers found, 20 wanted; 0 addresses dialled, 1 waiting; 0 s";
    expect(stderr.text().startsWith(`\r\u001b[K${first}`)).toBe(true);
    expect(stderr.text().endsWith("\r\u001b[K")).toBe(true);
  });

  it("is nothing without --allow-private, and then no file is written", async () => {
    const file = join(await tempFolder(), "addrbook.json");
    const argv = ["bootstrap", "--network", NETWORK, "--seed", seed, "--out", file];
    const { code, stdout } = await cli(argv);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^No peers of the chain "test-chain" were found$/m);
    expect(stdout).toMatch(/left out {2}6 addresses that cannot be reached from the Internet$/m);
    expect(stdout).toMatch(/^Next: for a private network add --allow-private\.$/m);
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });

  it("goes into an address book that a node takes", async () => {
    const folder = await tempFolder();
    const file = join(folder, "addrbook.json");
    const { code, stdout } = await cli(flags("--seed", seed, "--want", "4", "--out", file));
    expect(code).toBe(0);
    expect(stdout).toContain(`Written: ${file}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(["addrbook.json"]);
    const { book, dropped } = await loadAddressBook(file, { strict: false });
    expect({ counts: book.counts, dropped: dropped.size }).toEqual({
      counts: { new: 0, old: 4 },
      dropped: 0,
    });
    const seedId = seed.split("@")[0] ?? "";
    expect([...book.entries()].map(({ source }) => source.id)).toEqual(Array(4).fill(seedId));

    // As it is, without any seed.
    const node = await startNode("127.0.3.20", { addressBookFile: file });
    onTestFinished(() => node.stop());
    await connected(node);
    expect(node.peers.some(({ id }) => book.has(id))).toBe(true);
  });
});

it("takes only nodes that are there, under a name too, and counts the others by reason", async () => {
  const good = await Promise.all([1, 2, 3].map((number) => startNode(`127.0.4.${number}`)));
  const stranger = await startNode("127.0.4.30", { network: "other-chain" });
  const full = await startNode("127.0.4.31", { maxInboundPeers: 0 });
  for (const node of [...good, stranger, full]) onTestFinished(() => node.stop());
  const addresses = good.map((node) => addressOf(node));
  const teller = await startTeller([
    `${OTHER_ID}@${await refusedPort()}`,
    `${OTHER_ID}@${addresses[0]?.dialString ?? ""}`,
    addressOf(stranger).toString(),
    addressOf(full).toString(),
    ...addresses.map(String),
  ]);
  const named = teller.replace("127.0.0.1", "seed.example.com");
  const resolve = (host: string): Promise<string[]> =>
    host === "seed.example.com" ? Promise.resolve(["127.0.0.1"]) : Promise.reject(new Error("nobody"));
  const result = await cli(
    [
      "bootstrap",
      "--network",
      NETWORK,
      "--allow-private",
      "--seed",
      `${named},${OTHER_ID}@nobody.example.com:1`,
      "--json",
    ],
    {
      resolve,
    },
  );
  const { peers, ...report } = result.json() as { peers: { id: string }[] };
  expect(peers.map(({ id }) => id).sort()).toEqual(addresses.map(({ id }) => id).sort());
  expect(report).toMatchObject({
    ok: false,
    seeds: [
      { address: named, reached: true, told: 7 },
      { reached: false, code: "DNS_FAILED", message: text },
    ],
    counts: { dialled: 8, peers: 3, seeds: 1, refused: 1, failed: 4 },
    failures: { DIAL_REFUSED: 1, ID_MISMATCH: 1, INCOMPATIBLE_NETWORK: 1, DNS_FAILED: 1 },
  });
  expect(result.code).toBe(1);
});

it("gives what there is on Ctrl-C, and ends with 130", async () => {
  const interrupt = new AbortController();
  const file = join(await tempFolder(), "addrbook.json");
  const silent = await startServer(() => undefined);
  const node = await startNode("127.0.4.1");
  onTestFinished(() => node.stop());
  const address = addressOf(node).toString();
  const stderr = {
    isTTY: false,
    write: (line: string) => {
      if (line.includes(node.id)) interrupt.abort();
    },
  };
  const argv = ["bootstrap", "--network", NETWORK, "--allow-private", "--out", file, "--print", "list"];
  argv.push("--seed", address, `${OTHER_ID}@${silent}`);
  const { code, stdout } = await cli(argv, { signal: interrupt.signal, stderr });
  expect({ code, stdout }).toEqual({ code: 130, stdout: `${address}\n` });
  expect((await loadAddressBook(file, { strict: false })).book.size).toBe(1);
});

describe("files that are there", () => {
  it("stay unless --force is given", async () => {
    const node = await startNode("127.0.5.1");
    onTestFinished(() => node.stop());
    const folder = await tempFolder();
    const file = join(folder, "addrbook.json");
    await writeFile(file, "mine");
    const argv = ["bootstrap", "--network", NETWORK, "--allow-private", "--want", "1"];
    argv.push("--seed", addressOf(node).toString(), "--out", file);
    const refused = await cli(argv);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("is there already, and is replaced only with --force");
    expect(await readFile(file, "utf8")).toBe("mine");

    expect((await cli([...argv, "--force"])).code).toBe(0);
    expect((await loadAddressBook(file, { strict: false })).book.has(node.id)).toBe(true);
    expect(await readdir(folder)).toEqual(["addrbook.json"]);
  });

  it("are not replaced by nothing", async () => {
    const file = join(await tempFolder(), "addrbook.json");
    await writeFile(file, "mine");
    const seed = `${OTHER_ID}@${await refusedPort()}`;
    const { code } = await cli(["bootstrap", "--network", "n", "--seed", seed, "--out", file, "--force"]);
    expect(code).toBe(1);
    expect(await readFile(file, "utf8")).toBe("mine");
  });
});

describe("wrong usage", () => {
  const seed = `${OTHER_ID}@seed.example.com:26656`;
  const base = ["--network", "n", "--seed", seed];

  it.each<[string, string[], string]>([
    ["no network", ["--seed", seed], "required option '--network <id>' not specified"],
    ["no seed", ["--network", "n"], "required option '--seed <address...>' not specified"],
    ["an empty seed", ["--network", "n", "--seed", ","], "--seed is empty"],
    ["a seed without an id", ["--network", "n", "--seed", "h:1"], "the id is missing (id@host:port)"],
    ["port 0", ["--network", "n", "--seed", `${OTHER_ID}@h:0`], "nobody listens on port 0"],
    ["an empty network", ["--network", "", "--seed", seed], "must not be empty"],
    ["no number", [...base, "--want", "0"], "--want is a whole number from 1 to 200"],
    ["a bad time", [...base, "--timeout", "10"], "add a unit: 10s"],
    ["a form that is none", [...base, "--print", "toml"], "Allowed choices are persistent_peers"],
    ["two outputs", [...base, "--print", "list", "--json"], "choose one"],
    ["--force alone", [...base, "--force"], "--force is about --out"],
    ["a directory", [...base, "--out", tmpdir()], "is a directory"],
    ["no directory", [...base, "--out", "/nonexistent/book.json"], "its directory does not exist"],
  ])("%s", async (_name, argv, reason) => {
    const json = argv.includes("--json");
    const result = await cli(["bootstrap", ...argv]);
    expect(result.code).toBe(2);
    expect(json ? result.stdout : result.stderr).toContain(reason);
  });
});
