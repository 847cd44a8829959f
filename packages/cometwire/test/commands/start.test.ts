import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { createNode, loadAddressBook, NodeKey } from "@cometwire/p2p";
import { describe, expect, it, onTestFinished } from "vitest";
import { controlSocketPath } from "../../src/api/control-socket.js";
import { ControlClient } from "../../src/api/control-client.js";
import { homeWith } from "../home/support.js";
import { cli } from "../support/cli.js";
import { runCommand } from "../support/running.js";

/** A home for a private network, everything on ports that the system chooses. */
const home = (more = "") =>
  homeWith(`
log_format = "json"
[rpc]
laddr = "tcp://127.0.0.1:0"
[p2p]
laddr = "tcp://127.0.0.1:0"
addr_book_strict = false
allow_duplicate_ip = true
${more}`);

const start = (dir: string, ...words: string[]) => runCommand(["start", "--home", dir, ...words]);

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

describe("a peer", () => {
  it("runs from a home, is reached, answers on its API, and stops with 0 and its files saved", async () => {
    const dir = await home();
    const running = start(dir);
    const { endpoint } = await running.event("listening");
    const { endpoint: api } = await running.event("api-listening");
    const { id } = await running.event("starting");
    const other = createNode({
      network: "net",
      nodeKey: NodeKey.generate(),
      listen: "127.0.0.1:0",
      persistentPeers: [`${String(id)}@${String(endpoint)}`],
      addressBookStrict: false,
    });
    onTestFinished(() => other.stop());
    await other.start();
    expect(await running.event("peer-connected")).toMatchObject({ peer: other.id, direction: "inbound" });

    const [peer] = other.peers;
    // All channels of a full node.
    expect(Buffer.from(peer?.nodeInfo.channels ?? []).toString("hex")).toBe("40202122233038606100");
    const status = JSON.parse(await text(`http://${String(api)}/status`)) as { result: unknown };
    expect(status.result).toMatchObject({
      node_info: { id, network: "net" },
      sync_info: { latest_block_height: "0", catching_up: true },
    });
    const control = await ControlClient.connect(controlSocketPath(dir));
    expect((await control.peers()).peers).toMatchObject([{ id: other.id }]);
    expect((await stat(join(dir, "data", "cometwire.token"))).mode & 0o777).toBe(0o600);
    await control.ban({ target: "203.0.113.0/24", reason: "noisy" });

    expect(await running.signal("SIGTERM")).toBe(0);
    expect(running.log.slice(-3).map(({ event }) => event)).toEqual([
      "stopping",
      "peer-disconnected",
      "stopped",
    ]);
    expect(await readFile(join(dir, "data", "cometwire-bans.json"), "utf8")).toContain("203.0.113.0/24");
    const { book } = await loadAddressBook(join(dir, "config", "addrbook.json"), {
      ourId: String(id),
      strict: false,
    });
    expect(book.has(other.id)).toBe(true);
    await expect(stat(join(dir, "data", "cometwire.lock"))).rejects.toThrow("ENOENT");
    await expect(stat(controlSocketPath(dir))).rejects.toThrow("ENOENT");
  });

  it("says what is probably not meant, and what has no effect", async () => {
    const running = start(await home("upnp = true\nunknown_key = 1"), "--p2p.test-fuzz");
    await running.event("listening");
    expect(running.log.filter(({ event }) => event === "setting-ignored")).toMatchObject([
      { key: "p2p.upnp" },
      { key: "p2p.test_fuzz" },
    ]);
    expect(
      running.log.filter(({ event }) => event === "config-warning").map(({ warning }) => warning),
    ).toContainEqual(expect.stringContaining("unknown_key"));
  });

  it("says that there is a new id, and that there is no configuration, when files are missing", async () => {
    const dir = await home();
    const running = start(dir);
    await running.event("listening");
    expect(running.log.map(({ event }) => event)).toContain("node-key-created");
    expect(await running.signal("SIGTERM")).toBe(0);
    await rm(join(dir, "config", "config.toml"));
    const words = ["--log_format", "json", "--p2p.laddr", "tcp://127.0.0.1:0", "--rpc.laddr", ""];
    const again = start(dir, ...words);
    await again.event("listening");
    expect(again.log.map(({ event }) => event)).not.toContain("node-key-created");
    expect(again.log).toContainEqual(
      expect.objectContaining({ warning: expect.stringContaining("no config/config.toml") }),
    );
  });

  it("serves its metrics when the configuration says so", async () => {
    const running = start(
      await home(),
      "--instrumentation.prometheus",
      "--instrumentation.prometheus_listen_addr",
      "127.0.0.1:0",
    );
    const { endpoint } = await running.event("metrics-listening");
    expect(await text(`http://${String(endpoint)}/metrics`)).toContain(
      'cometbft_p2p_peers{chain_id="net"} 0',
    );
  });
});

describe("a seed", () => {
  it.each([
    ["by --mode", ["--mode", "seed"], ""],
    ["by the file", [], "seed_mode = true"],
  ])("%s: it announces peer exchange alone, and its metrics have no peer ids", async (_, words, config) => {
    const running = start(await home(config), ...words);
    expect(await running.event("starting")).toMatchObject({ mode: "seed" });
    const { endpoint: api } = await running.event("api-listening");
    const { result } = JSON.parse(await text(`http://${String(api)}/status`)) as {
      result: { node_info: { channels: string } };
    };
    expect(result.node_info.channels).toBe("00");
    expect(await text(`http://${String(api)}/metrics`)).not.toContain('peer_id="');
  });

  it("is none with --mode peer, whatever the file says", async () => {
    const running = start(await home("seed_mode = true"), "--mode", "peer");
    expect(await running.event("starting")).toMatchObject({ mode: "peer" });
  });
});

describe("what cannot start", () => {
  it("a home that is in use", async () => {
    const dir = await home();
    const running = start(dir);
    await running.event("listening");
    const { code, stderr } = await cli(["start", "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toContain("HOME_IN_USE");
  });

  it("a home whose port is taken leaves nothing behind", async () => {
    const running = start(await home());
    const { endpoint } = await running.event("listening");
    const dir = await home();
    const { code, stderr } = await cli(["start", "--home", dir, "--p2p.laddr", `tcp://${String(endpoint)}`]);
    expect(code).toBe(1);
    expect(stderr).toContain("LISTEN_FAILED");
    await expect(stat(join(dir, "data", "cometwire.lock"))).rejects.toThrow("ENOENT");
  });

  it("a home whose API's port is taken stops the node again", async () => {
    const running = start(await home());
    const { endpoint } = await running.event("api-listening");
    const dir = await home();
    const { code, stderr } = await cli(["start", "--home", dir, "--rpc.laddr", `tcp://${String(endpoint)}`]);
    expect(code).toBe(1);
    expect(stderr).toContain("LISTEN_FAILED");
    await expect(stat(controlSocketPath(dir))).rejects.toThrow("ENOENT");
  });

  it.each([
    [["--p2p.send_rate", "fast"], /--p2p\.send_rate.*must be a whole number/],
    [["--p2p.libp2p.enabled"], /unknown option/],
    [["--mode", "validator"], /--mode/],
  ])("%j", async (words, message) => {
    const { code, stderr } = await cli(["start", "--home", await home(), ...words]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it("a home with libp2p", async () => {
    const { code, stderr } = await cli(["start", "--home", await home("[p2p.libp2p]\nenabled = true")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /config\.toml:\d+: p2p\.libp2p\.enabled = true: must be false: .*another protocol/,
    );
  });
});
