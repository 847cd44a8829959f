/** `cometwire probe --json` of real nodes of every release line: the whole object, and the exit code. */
import { decodePex, encodePexRequest, type ErrorCode, errorCodes, NodeKey } from "@cometwire/p2p";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chain, startChain } from "../../interop/harness/one-validator-chain.js";
import { type NodeVersion, nodeVersions } from "../../interop/harness/real-nodes.js";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { cometwire } from "./support/cli.js";
import { deadlineMs } from "./support/deadline.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { OurNode } from "./support/our-node.js";

/** What nodes say of themselves: P2P protocol and software version (they do not always tell the truth). */
const says: Readonly<Record<NodeVersion, { readonly p2p: string; readonly version: string }>> = {
  "v0.34": { p2p: "8", version: "0.34.24" },
  "v0.37": { p2p: "8", version: "0.37.16" },
  "v0.38": { p2p: "8", version: "0.38.25" },
  "v0.40": { p2p: "8", version: "0.39.0" },
  "v1.0": { p2p: "9", version: "1.0.1" },
};

const ms: unknown = expect.toSatisfy((value) => typeof value === "number" && value >= 0 && value < 20_000);
const allSteps = { dns: null, tcp: ms, secretConnection: ms, nodeInfo: ms, pex: ms };
const withoutPex = { ...allSteps, pex: null };
const PEX_CHANNEL = 0x00;

/** Runs a probe and returns its one JSON object with the exit code. */
async function probe(...argv: readonly string[]): Promise<{ exitCode: number; result: unknown }> {
  const { exitCode, stdout, stderr } = await cometwire("probe", ...argv, "--json");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { exitCode, result: JSON.parse(stdout) as unknown };
}

function nodeInfoOf(chain: Chain, version: NodeVersion, channels = "40202122233038606100") {
  const { p2p, version: software } = says[version];
  return {
    protocol_version: { p2p, block: "11", app: "1" },
    id: chain.id,
    listen_addr: `tcp://${chain.p2pAddress}`,
    network: chain.network,
    version: software,
    channels,
    moniker: "interop-node",
    other: { tx_index: "on", rpc_address: chain.rpcAddress.replace("http", "tcp") },
  };
}

function reached(chain: Chain, version: NodeVersion, changes: object = {}) {
  return {
    ok: true,
    address: chain.peerAddress,
    resolved: ["127.0.0.1"],
    expectedId: chain.id,
    id: chain.id,
    verified: true,
    network: chain.network,
    nodeInfo: nodeInfoOf(chain, version),
    timingsMs: allSteps,
    addresses: [],
    pexError: null,
    ...changes,
  };
}

function notReached(chain: Chain, phase: string, code: ErrorCode, changes: object = {}) {
  const { what, cause, remedy } = errorCodes[code];
  return {
    ok: false,
    address: chain.peerAddress,
    phase,
    code,
    message: what,
    likelyCause: cause,
    remedy,
    resolved: ["127.0.0.1"],
    expectedId: chain.id,
    id: null,
    verified: null,
    network: null,
    nodeInfo: null,
    timingsMs: { dns: null, tcp: ms, secretConnection: null, nodeInfo: null, pex: null },
    addresses: [],
    pexError: null,
    ...changes,
  };
}

describeWithGo("probe of real nodes", () => {
  describe.each(nodeVersions)("%s", (version) => {
    /** As the harness sets it up: several connections from one address are let in. */
    let node: Chain;
    /** With Go's default: one connection from one address. */
    let strict: Chain;
    let pexOff: Chain;
    let seed: Chain;

    beforeAll(async () => {
      const network = `probe-${version}`;
      const start = (config: Readonly<Record<string, boolean>>) => startChain({ version, network, config });
      [node, strict, pexOff, seed] = await Promise.all([
        start({}),
        start({ "p2p.allow_duplicate_ip": false }),
        start({ "p2p.pex": false }),
        start({ "p2p.seed_mode": true }),
      ]);
    });
    afterAll(async () => {
      await Promise.all([node, strict, pexOff, seed].map((chain) => chain.stop()));
    });

    test("with its network", async () => {
      const { exitCode, result } = await probe(node.peerAddress, "--network", node.network);
      expect(result).toStrictEqual(reached(node, version));
      expect(exitCode).toBe(0);
    });

    test("without its network: the peer is asked for it first", async () => {
      const { exitCode, result } = await probe(node.peerAddress);
      expect(result).toStrictEqual(reached(node, version));
      expect(exitCode).toBe(0);
      await node.waitForLog(/peer is on a different network. Got cometwire-probe, expected probe-/);
    });

    test("by host and port alone: reached, not verified", async () => {
      const { exitCode, result } = await probe(node.p2pAddress, "--network", node.network);
      const unverified = { address: node.p2pAddress, expectedId: null, verified: false };
      expect(result).toStrictEqual(reached(node, version, unverified));
      expect(exitCode).toBe(0);
    });

    test("by host and port alone, without its network, without asking for addresses", async () => {
      const { exitCode, result } = await probe(node.p2pAddress, "--no-pex");
      const unverified = { address: node.p2pAddress, expectedId: null, verified: false };
      expect(result).toStrictEqual(reached(node, version, { ...unverified, timingsMs: withoutPex }));
      expect(exitCode).toBe(0);
    });

    test("for people", async () => {
      const { exitCode, stdout, stderr } = await cometwire("probe", node.peerAddress);
      expect(stdout).toMatch(/^Probing [0-9a-f]{40}@127\.0\.0\.1:\d+\n[^]*\nReached\n/);
      expect(stdout).toContain(`${node.id} (verified)`);
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
    });

    test("wrong id: ID_MISMATCH", async () => {
      const wrong = NodeKey.generate().id;
      const address = `${wrong}@${node.p2pAddress}`;
      const { exitCode, result } = await probe(address, "--network", node.network);
      expect(result).toStrictEqual(
        notReached(node, "identity", "ID_MISMATCH", {
          address,
          message: `${errorCodes.ID_MISMATCH.what}: expected ${wrong}, got ${node.id}`,
          expectedId: wrong,
          id: node.id,
          verified: false,
          timingsMs: { ...withoutPex, nodeInfo: null },
        }),
      );
      expect(exitCode).toBe(1);
    });

    test("wrong network: INCOMPATIBLE_NETWORK", async () => {
      const { exitCode, result } = await probe(node.peerAddress, "--network", "elsewhere");
      expect(result).toStrictEqual(
        notReached(node, "compatibility", "INCOMPATIBLE_NETWORK", {
          message: `${errorCodes.INCOMPATIBLE_NETWORK.what}: ours is "elsewhere", theirs is "${node.network}"`,
          id: node.id,
          verified: true,
          network: node.network,
          nodeInfo: nodeInfoOf(node, version),
          timingsMs: withoutPex,
        }),
      );
      expect(exitCode).toBe(1);
    });

    test("pex = false: reached, PEX not offered", async () => {
      for (const network of [["--network", pexOff.network], []]) {
        const { exitCode, result } = await probe(pexOff.peerAddress, ...network);
        expect(result).toStrictEqual(
          reached(pexOff, version, {
            nodeInfo: nodeInfoOf(pexOff, version, "402021222330386061"),
            timingsMs: withoutPex,
            pexError: {
              code: "PEX_NOT_OFFERED",
              message: "the peer does not offer PEX",
              likelyCause: "p2p.pex is off in its configuration; it lacks channel 0x00",
              remedy: "none needed; ask another peer for addresses",
            },
          }),
        );
        expect(exitCode).toBe(0);
      }
    });

    test("seed_mode = true: its addresses come, and it closes after them", async () => {
      // Somebody whom the seed knows: it believes the listen address that he gives.
      await using known = await startReferencePeer({
        mode: "hold",
        dial: seed.peerAddress,
        network: seed.network,
        channels: "00",
        advertise: "tcp://127.0.0.1:1",
      });
      const { localId } = await known.waitFor("connected");
      const address = `${String(localId)}@127.0.0.1:1`;
      await expect.poll(() => peerCount(seed), { timeout: deadlineMs, interval: 20 }).toBe(1);

      const { exitCode, result } = await probe(seed.peerAddress);
      expect(result).toStrictEqual(reached(seed, version, { addresses: [address] }));
      expect(exitCode).toBe(0);

      await using ours = new OurNode({
        network: seed.network,
        channels: [{ id: PEX_CHANNEL, priority: 1, recvMessageCapacity: 64_000 }],
        nodeInfo: { listenAddr: "tcp://0.0.0.0:26656" },
      });
      const connection = await ours.dial(seed.peerAddress);
      await connection.mconnection.send(PEX_CHANNEL, encodePexRequest());
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
      const answers = connection.received.entries.map(({ message }) => decodePex(message));
      expect(answers).toEqual([
        { type: "addresses", addresses: [{ id: localId, ip: "127.0.0.1", port: 1 }] },
      ]);
    });

    describe("allow_duplicate_ip = false", () => {
      test("two contacts, the second as soon as the node has noticed the end of the first", async () => {
        const { exitCode, result } = await probe(strict.peerAddress);
        expect(result).toStrictEqual(reached(strict, version));
        expect(exitCode).toBe(0);
        await strict.waitForLog(/peer is on a different network. Got cometwire-probe/);
        await expect.poll(() => peerCount(strict), { timeout: deadlineMs, interval: 20 }).toBe(0);
      });

      test("while this address is connected: RESET_BEFORE_FIRST_BYTE", async () => {
        await using other = await startReferencePeer({
          mode: "hold",
          dial: strict.peerAddress,
          network: strict.network,
          channels: "00",
        });
        await other.waitFor("connected");
        const { exitCode, result } = await probe(strict.peerAddress);
        expect(result).toStrictEqual(notReached(strict, "secretConnection", "RESET_BEFORE_FIRST_BYTE"));
        expect(exitCode).toBe(1);
        await strict.waitForLog(/duplicate CONN</);
      });
    });
  });
});

async function peerCount(chain: Chain): Promise<number> {
  return Number(((await chain.rpc("net_info")) as { n_peers: string }).n_peers);
}
