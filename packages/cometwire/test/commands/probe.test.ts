import { encodePexAddresses, encodePexRequest } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { cli, recorder } from "../support/cli.js";
import {
  answering,
  closing,
  muteAfterSecretConnection,
  refusedPort,
  startPeer,
  startServer,
} from "../support/peers.js";

const OTHER_ID = "00000000000000000000000000000000000000ff";
const ADDRESSES = [
  { id: "92b196360df74a37a0a9431ad8b1b53bca2ed49d", ip: "192.0.2.1", port: 26_656 },
  { id: OTHER_ID, ip: "2001:db8::1", port: 1 },
];
const ms = expect.any(Number) as number;
const text = expect.stringMatching(/./) as string;

/** What every failure has beside its phase and code. */
const failure = {
  ok: false,
  address: text,
  message: text,
  likelyCause: text,
  remedy: text,
  resolved: ["127.0.0.1"],
  expectedId: null,
  id: null,
  verified: null,
  network: null,
  nodeInfo: null,
  addresses: [],
  pexError: null,
};
const noTimes = { dns: null, tcp: null, secretConnection: null, nodeInfo: null, pex: null };

describe("a peer that is reached", () => {
  it("is asked for its network in a first contact, and for addresses in a second", async () => {
    const peer = await startPeer({ serve: answering(encodePexAddresses(ADDRESSES)) });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toEqual({
      ok: true,
      address: peer.address,
      resolved: ["127.0.0.1"],
      expectedId: peer.id,
      id: peer.id,
      verified: true,
      network: "test-chain",
      nodeInfo: {
        protocol_version: { p2p: "8", block: "11", app: "1" },
        id: peer.id,
        listen_addr: "tcp://0.0.0.0:26656",
        network: "test-chain",
        version: "0.38.25",
        channels: "40202122233038606100",
        moniker: "test node",
        other: { tx_index: "on", rpc_address: "tcp://127.0.0.1:26657" },
      },
      timingsMs: { dns: null, tcp: ms, secretConnection: ms, nodeInfo: ms, pex: ms },
      addresses: [`${ADDRESSES[0]?.id}@192.0.2.1:26656`, `${OTHER_ID}@[2001:db8::1]:1`],
      pexError: null,
    });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(peer.accepted).toHaveLength(1);
  });

  it("takes one contact when the network is named, and sees an honest probe", async () => {
    const peer = await startPeer();
    const result = await cli(["probe", peer.address, "--network", "test-chain", "--json"]);
    expect(result.json()).toMatchObject({ ok: true, addresses: [], pexError: null });
    expect(peer.accepted.map(({ nodeInfo }) => nodeInfo)).toMatchObject([
      {
        protocolVersion: { p2p: 8n, block: 11n },
        network: "test-chain",
        moniker: "cometwire-probe",
        listenAddr: "tcp://0.0.0.0:26656",
        version: expect.stringMatching(/^cometwire\/\d+\.\d+\.\d+$/) as string,
        channels: Uint8Array.of(0),
      },
    ]);
  });

  it("is not verified without an id", async () => {
    const peer = await startPeer();
    const result = await cli(["probe", peer.hostPort, "--chain-id", "test-chain", "--json"]);
    expect(result.json()).toMatchObject({ ok: true, expectedId: null, id: peer.id, verified: false });
    expect(result.code).toBe(0);
  });

  it("may answer and close at once, as a seed does", async () => {
    const peer = await startPeer({ serve: answering(encodePexAddresses(ADDRESSES), "close") });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toMatchObject({ ok: true, addresses: [text, text], pexError: null });
  });

  it("is dialled by its name with the injected resolver, which is asked once", async () => {
    const peer = await startPeer();
    const asked: string[] = [];
    const resolve = async (host: string): Promise<string[]> => {
      asked.push(host);
      return ["127.0.0.1"];
    };
    const address = peer.address.replace("127.0.0.1", "seed.example.com");
    const result = await cli(["probe", address, "--json"], { resolve });
    expect(result.json()).toMatchObject({
      ok: true,
      address,
      resolved: ["127.0.0.1"],
      timingsMs: { dns: ms },
    });
    expect(asked).toEqual(["seed.example.com"]);
  });

  it.each([
    ["without a network", []],
    ["with one", ["--network", "test-chain"]],
  ])("may lack PEX: a channel that it has is announced (%s)", async (_name, more) => {
    const peer = await startPeer({ info: { channels: Uint8Array.of(0x40, 0x38) } });
    const result = await cli(["probe", peer.address, "--json", ...more]);
    expect(result.json()).toMatchObject({
      ok: true,
      addresses: [],
      pexError: { code: "PEX_NOT_OFFERED", message: text, likelyCause: text, remedy: text },
      timingsMs: { pex: null },
    });
    expect(peer.accepted.map(({ nodeInfo }) => [...nodeInfo.channels])).toEqual([[0x38]]);
  });

  it("is not asked for addresses with --no-pex", async () => {
    const peer = await startPeer({ serve: answering(encodePexAddresses(ADDRESSES)) });
    const result = await cli(["probe", peer.address, "--no-pex", "--json"]);
    expect(result.json()).toMatchObject({
      ok: true,
      addresses: [],
      pexError: null,
      timingsMs: { pex: null },
    });
  });

  it("may leave the question unanswered", async () => {
    const peer = await startPeer({ serve: answering(undefined) });
    const result = await cli(["probe", peer.address, "--timeout", "1500ms", "--json"]);
    expect(result.json()).toMatchObject({ ok: true, addresses: [], pexError: { code: "PEX_NO_ANSWER" } });
    expect(result.code).toBe(0);
  });

  it.each([
    ["bytes that are no message", Uint8Array.of(0xff), "PEX_MALFORMED"],
    ["an empty message", new Uint8Array(0), "PEX_MALFORMED"],
    [
      "a host name for an IP",
      encodePexAddresses([{ id: OTHER_ID, ip: "localhost", port: 1 }]),
      "PEX_ADDRESS",
    ],
    ["too much", new Uint8Array(64_001), "MESSAGE_TOO_LARGE"],
  ])("may answer with %s", async (_name, answer, code) => {
    const peer = await startPeer({ serve: answering(answer) });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toMatchObject({ ok: true, addresses: [], pexError: { code } });
    expect(result.code).toBe(0);
  });

  it("may ask us, which is no answer", async () => {
    const peer = await startPeer({ serve: answering(encodePexRequest()) });
    const result = await cli(["probe", peer.address, "--timeout", "1500ms", "--json"]);
    expect(result.json()).toMatchObject({ ok: true, pexError: { code: "PEX_NO_ANSWER" } });
  });

  it("may need time to notice the end of the first contact", async () => {
    let connections = 0;
    const busy = (): string | undefined => ([2, 3].includes(++connections) ? "one at a time" : undefined);
    const peer = await startPeer({ filters: [busy] });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toMatchObject({ ok: true });
    expect(connections).toBe(4);
  });
});

describe("a peer that is not reached", () => {
  it("has another id", async () => {
    const peer = await startPeer();
    const result = await cli(["probe", `${OTHER_ID}@${peer.hostPort}`, "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "identity",
      code: "ID_MISMATCH",
      address: `${OTHER_ID}@${peer.hostPort}`,
      expectedId: OTHER_ID,
      id: peer.id,
      verified: false,
      timingsMs: { ...noTimes, tcp: ms, secretConnection: ms },
    });
    expect(result).toMatchObject({ code: 1, stderr: "" });
  });

  it("is on another network than the one named", async () => {
    const peer = await startPeer();
    const result = await cli(["probe", peer.address, "--network", "other-chain", "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "compatibility",
      code: "INCOMPATIBLE_NETWORK",
      message: expect.stringContaining('ours is "other-chain", theirs is "test-chain"') as string,
      expectedId: peer.id,
      id: peer.id,
      verified: true,
      network: "test-chain",
      nodeInfo: expect.objectContaining({ network: "test-chain" }) as object,
      timingsMs: { ...noTimes, tcp: ms, secretConnection: ms, nodeInfo: ms },
    });
    expect(result.code).toBe(1);
  });

  it("has another block version", async () => {
    const peer = await startPeer({ info: { protocolVersion: { p2p: 8n, block: 12n, app: 0n } } });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toMatchObject({
      ok: false,
      phase: "compatibility",
      code: "INCOMPATIBLE_BLOCK_VERSION",
    });
  });

  it("has no channel at all", async () => {
    const peer = await startPeer({ info: { channels: new Uint8Array(0) } });
    const result = await cli(["probe", peer.address, "--network", "test-chain", "--json"]);
    expect(result.json()).toMatchObject({ ok: false, phase: "compatibility", code: "NO_COMMON_CHANNELS" });
  });

  it.each([[[]], [["--no-pex"]]])("closes after NodeInfo (%j)", async (more) => {
    const peer = await startPeer({ serve: closing });
    const result = await cli(["probe", peer.address, "--json", ...more]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "compatibility",
      code: "REJECTED_AFTER_NODE_INFO",
      expectedId: peer.id,
      id: peer.id,
      verified: true,
      network: "test-chain",
      nodeInfo: expect.objectContaining({ moniker: "test node" }) as object,
      timingsMs: { ...noTimes, tcp: ms, secretConnection: ms, nodeInfo: ms },
    });
    expect(result.code).toBe(1);
  });

  it("keeps resetting the second contact", async () => {
    let connections = 0;
    const peer = await startPeer({ filters: [() => (++connections > 1 ? "one only" : undefined)] });
    const result = await cli(["probe", peer.address, "--timeout", "1500ms", "--json"]);
    expect(result.json()).toMatchObject({
      ok: false,
      phase: "secretConnection",
      code: "RESET_BEFORE_FIRST_BYTE",
      id: peer.id,
      nodeInfo: { network: "test-chain" },
    });
    expect(connections).toBeGreaterThan(2);
  });

  it("breaks a rule of NodeInfo", async () => {
    const peer = await startPeer({ info: { moniker: "" } });
    const result = await cli(["probe", peer.address, "--json"]);
    expect(result.json()).toMatchObject({
      ok: false,
      phase: "nodeInfo",
      code: "NODE_INFO_INVALID",
      message: expect.stringContaining("moniker") as string,
      nodeInfo: { moniker: "" },
    });
  });

  it("says nothing after the secret connection", async () => {
    const peer = await startServer(muteAfterSecretConnection);
    const result = await cli(["probe", peer, "--timeout", "800ms", "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "nodeInfo",
      code: "NODE_INFO_TIMEOUT",
      id: text,
      verified: false,
      timingsMs: { ...noTimes, tcp: ms, secretConnection: ms },
    });
  });

  it("accepts and says nothing", async () => {
    const peer = await startServer(() => undefined);
    const result = await cli(["probe", peer, "--timeout", "1500ms", "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "secretConnection",
      code: "NO_FIRST_BYTE",
      timingsMs: { ...noTimes, tcp: ms },
    });
    expect(result.code).toBe(1);
  });

  it("closes at once", async () => {
    const peer = await startServer((socket) => socket.destroy());
    const result = await cli(["probe", peer, "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "secretConnection",
      code: "RESET_BEFORE_FIRST_BYTE",
      timingsMs: { ...noTimes, tcp: ms },
    });
  });

  it("is an HTTP server", async () => {
    const peer = await startServer((socket) => {
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
      socket.resume();
    });
    const result = await cli(["probe", peer, "--json"]);
    expect(result.json()).toMatchObject({
      ...failure,
      phase: "secretConnection",
      code: "NOT_COMETBFT",
      message: expect.stringContaining("HTTP") as string,
    });
  });

  it("does not listen", async () => {
    const result = await cli(["probe", await refusedPort(), "--json"]);
    expect(result.json()).toEqual({
      ...failure,
      phase: "tcp",
      code: "DIAL_REFUSED",
      resolved: [],
      timingsMs: noTimes,
    });
    expect(result.code).toBe(1);
  });

  it("has a name that does not exist", async () => {
    const resolve = (): Promise<string[]> =>
      Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    const result = await cli(["probe", "seed.example.com:26656", "--json"], { resolve });
    expect(result.json()).toEqual({
      ...failure,
      phase: "dns",
      code: "DNS_FAILED",
      message: expect.stringContaining("seed.example.com (ENOTFOUND)") as string,
      resolved: [],
      timingsMs: noTimes,
    });
  });

  it("has a name that nobody resolves in time", async () => {
    const resolve = (): Promise<string[]> => new Promise(() => undefined);
    const result = await cli(["probe", "seed.example.com:26656", "--timeout", "300ms", "--json"], {
      resolve,
    });
    expect(result.json()).toMatchObject({ ...failure, phase: "dns", code: "DNS_TIMEOUT", resolved: [] });
  });
});

describe("for people", () => {
  it("prints every step as it is taken", async () => {
    const peer = await startPeer({ serve: answering(encodePexAddresses(ADDRESSES)) });
    const { stdout, stderr, code } = await cli(["probe", peer.address]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout.replaceAll(/^(.{19}) {2}[ \d.]{5} ms {2}/gm, "$1 T  ").split("\n")).toEqual([
      `Probing ${peer.address}`,
      "",
      `  tcp               T  ${peer.hostPort}`,
      `  secret connection T  id ${peer.id}`,
      '  node info         T  "test node" on network "test-chain"',
      "  contact 2: the peer has told its network, which is announced now",
      `  tcp               T  ${peer.hostPort}`,
      `  secret connection T  id ${peer.id}`,
      '  node info         T  "test node" on network "test-chain"',
      "  pex               T  2 addresses",
      "",
      "Reached",
      "",
      `  id          ${peer.id} (verified)`,
      "  moniker     test node",
      "  network     test-chain",
      "  version     0.38.25",
      "  protocols   p2p 8, block 11, app 1",
      "  listens at  tcp://0.0.0.0:26656",
      "  channels    0x40 (BlockSync), 0x20 (State), 0x21 (Data), 0x22 (Vote), 0x23 (VoteSetBits), 0x30 (Mempool), 0x38 (Evidence), 0x60 (Snapshot), 0x61 (Chunk), 0x00 (PEX)",
      "  tx index    on",
      "  rpc         tcp://127.0.0.1:26657",
      "  addresses   2",
      "",
      `  ${ADDRESSES[0]?.id}@192.0.2.1:26656`,
      `  ${OTHER_ID}@[2001:db8::1]:1`,
      "",
    ]);
  });

  it("says what failed, why, and what to do", async () => {
    const { stdout, code } = await cli(["probe", await refusedPort()]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}tcp {2,}[\d.]+ m?s {2}failed \(DIAL_REFUSED\)$/m);
    expect(stdout).toMatch(/^Not reached: the TCP connection was refused$/m);
    expect(stdout).toMatch(/^ {2}what {10}the TCP connection was refused: .*\(DIAL_REFUSED\)$/m);
    expect(stdout).toMatch(/^ {2}likely cause {2}\S/m);
    expect(stdout).toMatch(/^ {2}what to do {4}\S/m);
  });

  it("never prints a control character of the peer's", async () => {
    const hostile = "\u001b]0;owned\u0007\u001b[2J";
    const addresses = [{ id: hostile, ip: "192.0.2.1", port: 1 }];
    const peer = await startPeer({
      info: { network: hostile },
      serve: answering(encodePexAddresses(addresses)),
    });
    const { stdout } = await cli(["probe", peer.address]);
    expect(stdout).toContain("owned");
    expect(stdout).not.toMatch(/[^\n\x20-\x7e]/);
  });

  it("colours for a terminal only", async () => {
    const terminal = recorder(true);
    await cli(["probe", await refusedPort()], { stdout: terminal });
    expect(terminal.text()).toContain("\u001b[31mNot reached: the TCP connection was refused\u001b[39m");
    const plain = recorder(true);
    await cli(["probe", await refusedPort(), "--no-color"], { stdout: plain });
    expect(plain.text()).not.toContain("\u001b");
  });
});

it("ends with 130 on Ctrl-C, in whatever phase", async () => {
  const interrupt = new AbortController();
  const peer = await startServer(() => interrupt.abort());
  const result = await cli(["probe", peer, "--json"], { signal: interrupt.signal });
  expect(result).toMatchObject({ code: 130, stdout: "", stderr: "" });
});

describe("wrong usage", () => {
  it.each([
    ["an address without a port", ["probe", "seed.example.com"], "the port is missing"],
    ["a bad id", ["probe", "abc@1.2.3.4:1"], "40 hex digits"],
    ["a bad time", ["probe", "1.2.3.4:1", "--timeout", "10"], "not a usable duration: add a unit: 10s"],
    ["an empty home", ["probe", "1.2.3.4:1", "--use-node-key", "--home", ""], "--home is empty"],
    ["a home for nothing", ["probe", "1.2.3.4:1", "--home", "/x"], "--home is for --use-node-key"],
    ["an RPC URL", ["probe", "http://1.2.3.4:26657"], "that is an RPC URL"],
    ["two networks", ["probe", "1.2.3.4:1", "--network", "a", "--chain-id", "b"], "different values"],
    ["an empty network", ["probe", "1.2.3.4:1", "--network", ""], "1 to 1000 bytes"],
    ["no address", ["probe"], "missing required argument 'address'"],
    ["two addresses", ["probe", "1.2.3.4:1", "1.2.3.4:2"], "too many arguments"],
    ["an unknown option", ["probe", "1.2.3.4:1", "--tiemout", "1s"], "(Did you mean --timeout?)"],
    ["an option without its value", ["probe", "1.2.3.4:1", "--timeout"], "argument missing"],
  ])("%s", async (_name, argv, reason) => {
    const plain = await cli(argv);
    expect(plain).toMatchObject({ code: 2, stdout: "" });
    expect(plain.stderr).toMatch(/^error: .*; see cometwire probe --help\n$/);
    expect(plain.stderr).toContain(reason);

    const json = await cli(["probe", "--json", ...argv.slice(1)]);
    expect(json).toMatchObject({ code: 2, stderr: "" });
    expect(json.json()).toEqual({
      ok: false,
      phase: "usage",
      code: "USAGE",
      message: expect.stringContaining(reason) as string,
      likelyCause: text,
      remedy: text,
    });
  });

  it("is 1, not 2, when the key of --home is missing", async () => {
    const words = ["--use-node-key", "--home", "/nonexistent", "--json"];
    const result = await cli(["probe", "1.2.3.4:1", ...words]);
    expect(result.json()).toMatchObject({ ok: false, code: "KEY_FILE_MISSING" });
    expect(result.code).toBe(1);
  });
});
