import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { type ChannelMessage, encodeMessage, messagePlaces, standardChannels } from "@cometwire/messages";
import { defineReactor, type NodeOptions, type P2PNode, type Reactor } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { homeWith } from "../home/support.js";
import { FakeTerminal } from "../localnet/support.js";
import { cli, recorder } from "../support/cli.js";
import { addressOf, startNode } from "../support/home-node.js";
import { refusedPort } from "../support/peers.js";

const tx = Buffer.from("a=1");
const gossip: readonly ChannelMessage[] = [
  { type: "Txs", value: { txs: [tx] } },
  { type: "HasVote", value: { height: 7n, round: 0, type: 1, index: 2 } },
  { type: "HasVote", value: { height: 7n, round: 0, type: 1, index: -1 } },
];

/** A reactor that tells where it is, and gossips to those who are there, too, as real nodes do. */
function gossiper(): Reactor {
  const step: ChannelMessage = {
    type: "NewRoundStep",
    value: { height: 7n, round: 0, step: 4, secondsSinceStartTime: 0n, lastCommitRound: 0 },
  };
  const stepBytes = encodeMessage(step);
  return defineReactor({
    name: "gossiper",
    channels: standardChannels("v0.38").filter(({ reactor }) => reactor !== "pex"),
    addPeer: (peer) => void peer.trySend(0x20, stepBytes),
    async receive(peer, channelId, bytes) {
      if (channelId !== 0x20 || !Buffer.from(stepBytes).equals(bytes)) return;
      for (const message of gossip)
        await peer.send(messagePlaces[message.type].channel, encodeMessage(message));
    },
  });
}

const gossipingNode = (options: Partial<NodeOptions> = {}): Promise<P2PNode> =>
  startNode({ reactors: [gossiper()], version: "0.38.25", moniker: "talker", ...options });

/** Runs `tap` until standard output says something, then interrupts it. */
async function tapUntil(argv: readonly string[], said: string, terminal?: FakeTerminal) {
  const controller = new AbortController();
  const output = recorder(terminal !== undefined);
  const result = await cli(["tap", ...argv], {
    signal: controller.signal,
    terminal,
    stdout: {
      ...output,
      write(text) {
        output.write(text);
        if (output.text().includes(said)) controller.abort("SIGINT");
      },
    },
  });
  return { ...result, stdout: output.text() };
}

describe("tap", () => {
  it("prints a line a message, and sums up when it is interrupted", async () => {
    const node = await gossipingNode();
    const { code, stdout, stderr } = await tapUntil([addressOf(node), "--network", "net"], "VALIDATE");
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    const id = node.id.slice(0, 8);
    const time = String.raw`^\d\d:\d\d:\d\d\.\d{3}  ${id}  `;
    expect(lines[0]).toMatch(new RegExp(`${time}NewRoundStep +7/0  Prevote  last commit in round 0$`));
    const find = (type: string) => lines.find((line) => line.includes(type));
    expect(find("Txs")).toMatch(new RegExp(`${time}Txs +[0-9A-F]{64} 3 B$`));
    expect(find("HasVote")).toMatch(new RegExp(`${time}HasVote +7/0  prevote  #2$`));
    expect(lines.at(-1)).toContain("#-1  VALIDATE_TOO_SMALL: index: ");
    expect(stderr).toMatch(
      new RegExp(String.raw`^connected to ${id} at 127\.0\.0\.1:\d+ \("talker", 0\.38\.25\)\n\nnet: `),
    );
    expect(stderr).toContain("0x20 consensus  HasVote");
    expect(stderr).toContain(`${id}  127.0.0.1:`);
  });

  it("learns the id and the network of a peer, and prints only what is wanted, for programs", async () => {
    const node = await gossipingNode();
    const hostPort = addressOf(node).split("@")[1] ?? "";
    const { code, stdout } = await tapUntil([hostPort, "--type", "tx", "--output", "ndjson"], "\n");
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      {
        network: "net",
        peer: node.id,
        release: "v0.38",
        channel: 0x30,
        type: "Txs",
        message: { txs: ["613d31"] },
      },
    ]);
  });

  it("takes the peers of a home", async () => {
    const node = await gossipingNode();
    const home = await homeWith(`[p2p]\npersistent_peers = "${addressOf(node)}"\n`);
    const { code, stdout, stderr } = await tapUntil(["--home", home, "--channel", "mempool"], "\n");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+ {2}\w{8} {2}Txs +[0-9A-F]{64} 3 B\n$/);
    expect(stderr).toContain("net: ");
  });

  it("ends when its time is over", async () => {
    const address = `${"a".repeat(40)}@${await refusedPort()}`;
    const { code, stdout, stderr } = await cli(["tap", address, "--network", "net", "--for", "1500ms"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toMatch(/^cannot reach aaaaaaaa: .*\nnet: 0 messages, /s);
  });

  it("finds peers through a seed", async () => {
    const node = await gossipingNode();
    const seed = await startNode({ seedMode: true, seedServes: "go" });
    await seed.dial(addressOf(node));
    const home = await homeWith(`[p2p]\nseeds = "${addressOf(seed)}"\naddr_book_strict = false\n`);
    const { stdout, stderr } = await tapUntil(["--home", home], "Txs");
    expect(stdout).toContain(node.id.slice(0, 8));
    expect(stderr).toContain('"talker"');
  });

  it("draws figures at a terminal until q is pressed", async () => {
    const node = await gossipingNode();
    const terminal = new FakeTerminal(120, 30);
    const output = recorder(true);
    const { code, stderr } = await cli(["tap", addressOf(node), "--network", "net", "--stats"], {
      terminal,
      stdout: {
        ...output,
        write(text) {
          output.write(text);
          if (text.includes("HasVote")) terminal.press("q");
        },
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const last = stripVTControlCharacters(output.text().split("\r").at(-1) ?? "");
    expect(last).toContain("net: ");
    expect(last).toMatch(/0x30 mempool +Txs/);
    expect(last).toMatch(new RegExp(`${node.id.slice(0, 8)} +127\\.0\\.0\\.1:\\d+ +v0\\.38 +7/0 Prevote`));
    expect(terminal.inUse).toBe(false);
  });

  it("ends with a summary when nobody reads on", async () => {
    const node = await gossipingNode();
    const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
    const tsconfig = fileURLToPath(new URL("../../../../tsconfig.json", import.meta.url));
    const argv = ["--import", "tsx", main, "tap", addressOf(node), "--network", "net"];
    const child = spawn(process.execPath, argv, {
      env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await once(child.stdout, "data");
    child.stdout.destroy();
    // What comes next finds nobody.
    for (const peer of node.peers) peer.trySend(0x30, encodeMessage({ type: "Txs", value: { txs: [tx] } }));
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(0);
    expect(stderr).toContain("\nnet: ");
  });

  it.each([
    [["x"], /^error: the address cannot be used: /],
    [["--type", "Votes", "h:1"], /^error: --type: there is no "Votes"; there are NewRoundStep, /],
    [["--channel", "gossip", "h:1"], /^error: --channel: there is no "gossip"; there are consensus, /],
    [
      ["--stats", "--output", "ndjson", "h:1"],
      /^error: --stats shows figures instead of messages: leave --output out/,
    ],
    [["--for", "5", "h:1"], /^error: "5" is not a usable duration: add a unit: 5s/],
    [["--output", "xml", "h:1"], /^error: option '--output <form>' argument 'xml' is invalid/],
    [["--release", "v2", "h:1"], /^error: option '--release <release>' argument 'v2' is invalid/],
    [["--home", "/nowhere/at/all"], /^error: \/nowhere\/at\/all\/config\/genesis\.json: it does not exist/],
  ])("%j is wrong usage", async (argv, message) => {
    const { code, stdout, stderr } = await cli(["tap", ...argv]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toContain("cometwire tap --help");
  });

  it("fails when there is nobody to listen to", async () => {
    const home = await homeWith("[p2p]\n");
    const empty = await cli(["tap", "--home", home]);
    expect(empty.code).toBe(1);
    expect(empty.stderr).toMatch(
      /^error: the home has neither persistent_peers nor seeds: .* \(NO_PEERS\)\. What to do: name a peer: cometwire tap /,
    );
    const unreachable = await cli(["tap", await refusedPort()]);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toContain("(DIAL_REFUSED)");
  });
});
