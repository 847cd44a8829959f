import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { controlSocketPath } from "../../src/api/control-socket.js";
import { cli } from "../support/cli.js";
import { addressOf, eventOf, quietHome, runningHome, startNode } from "../support/home-node.js";
import { refusedPort } from "../support/peers.js";

const someId = "e".repeat(40);

describe("with a running node", () => {
  it("dials, lists and disconnects", async () => {
    const { dir, node } = await runningHome();
    const other = await startNode({ moniker: "the other" });
    const dialled = await cli(["peers", "dial", addressOf(other), "--home", dir]);
    expect(dialled).toMatchObject({ code: 0, stderr: "" });
    expect(dialled.stdout).toMatch(
      /^connected to .* "the other" \(cometwire\/[^)]*\) at 127\.0\.0\.1:\d+\n$/,
    );
    expect(node.peers.map(({ id }) => id)).toEqual([other.id]);

    const listed = await cli(["peers", "--home", dir]);
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    const [head, row, ...rest] = listed.stdout.split("\n");
    expect(head).toMatch(/^id {40}dir {2}address +moniker +version +connected +received +sent +marks$/);
    expect(row).toMatch(new RegExp(`^${other.id}  out  127\\.0\\.0\\.1:\\d+ +the other +cometwire/`));
    expect(rest).toEqual(["", "1 peer: 1 outbound, 0 inbound; 0 dials under way", ""]);
    const json = (await cli(["peers", "list", "--home", dir, "--json"])).json();
    expect(json).toMatchObject({ id: node.id, peers: [{ id: other.id, persistent: false }] });

    const gone = eventOf(node, "peer-disconnected");
    const left = await cli(["peers", "disconnect", other.id.toUpperCase(), "--home", dir]);
    expect(left).toMatchObject({ code: 0, stdout: `disconnected ${other.id}\n` });
    await gone;
    expect(node.peers).toEqual([]);
  });

  it("keeps a persistent peer until it is told to forget it", async () => {
    const { dir, node } = await runningHome();
    const other = await startNode();
    const dial = await cli(["peers", "dial", addressOf(other), "--persistent", "--home", dir, "--json"]);
    expect(dial.json()).toMatchObject({ id: other.id, persistent: true });
    expect((await cli(["peers", "--home", dir])).stdout).toContain("persistent");
    const left = await cli(["peers", "disconnect", other.id, "--forget", "--home", dir, "--json"]);
    expect(left.json()).toEqual({ id: other.id, disconnected: true, forgotten: true });
    expect(node.switch.roster.persistentIds.size).toBe(0);
  });

  it("names persistent peers that are missing", async () => {
    const missing = `${someId}@${await refusedPort()}`;
    const { dir } = await runningHome({ persistentPeers: [missing] });
    const { stdout } = await cli(["peers", "--home", dir]);
    expect(stdout).toMatch(/^0 peers: /);
    expect(stdout).toContain(`missing: persistent peer ${missing}\n`);
  });

  it("says why a dial failed", async () => {
    const { dir } = await runningHome();
    const nobody = `${someId}@${await refusedPort()}`;
    const plain = await cli(["peers", "dial", nobody, "--home", dir]);
    expect(plain).toMatchObject({ code: 1, stdout: "" });
    expect(plain.stderr).toMatch(/^error: the TCP connection was refused.*\(DIAL_REFUSED\)\. What to do: /);
    const json = await cli(["peers", "dial", nobody, "--home", dir, "--json"]);
    expect(json.json()).toMatchObject({ ok: false, code: "DIAL_REFUSED" });
  });

  it("cannot disconnect whom it does not know", async () => {
    const { dir } = await runningHome();
    const { code, stderr } = await cli(["peers", "disconnect", someId, "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toContain("NO_SUCH_PEER). What to do: `cometwire peers` lists the peers");
  });

  it("is found by $CMTHOME, too", async () => {
    const { dir, node } = await runningHome();
    expect((await cli(["peers", "--json"], { env: { CMTHOME: dir } })).json()).toMatchObject({ id: node.id });
  });
});

it.each([[["peers"]], [["peers", "dial", `${someId}@1.2.3.4:1`]], [["peers", "disconnect", someId]]])(
  "%j says so when no node is running",
  async (command) => {
    const dir = await quietHome();
    const plain = await cli([...command, "--home", dir]);
    expect(plain).toMatchObject({ code: 1, stdout: "" });
    expect(plain.stderr).toContain(
      `error: no node is running with ${dir} (NODE_NOT_RUNNING). What to do: start`,
    );
    const json = await cli([...command, "--home", dir, "--json"]);
    expect(json).toMatchObject({ code: 1, stderr: "" });
    expect(json.json()).toMatchObject({ ok: false, code: "NODE_NOT_RUNNING" });
  },
);

it("says so when something else has the control socket", async () => {
  const dir = await quietHome();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.end("\u001b[2J\r\n\r\n");
  });
  server.listen(controlSocketPath(dir));
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { code, stdout, stderr } = await cli(["peers", "--home", dir]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^error: [\x20-\x7e]*cometwire\.sock: [\x20-\x7e]*\(CONTROL_FAILED\)[\x20-\x7e]*\n$/,
  );
});

it("says that a CometBFT node cannot be controlled", async () => {
  const dir = await quietHome();
  const lock = join(dir, "data", "state.db", "LOCK");
  await mkdir(dirname(lock));
  await writeFile(lock, "");
  // As its database does it: flock, and keep the file open.
  const child = spawn("sh", ["-c", 'exec flock --nonblock "$0" sh -c "echo held; read _"', lock]);
  try {
    await once(child.stdout, "data");
    const { json } = await cli(["peers", "--home", dir, "--json"]);
    expect(json()).toMatchObject({
      code: "NODE_NOT_RUNNING",
      message: `process ${child.pid} runs with ${dir}, and cannot be controlled`,
      likelyCause: "it is a CometBFT node, which has no control socket",
    });
  } finally {
    child.stdin.end();
    await once(child, "exit");
  }
});

it.each([
  [["dial", "1.2.3.4:26656"], "the id is missing"],
  [["dial", "nonsense"], "the port is missing"],
  [["dial"], "missing required argument 'address'"],
  [["disconnect", "abc\u001b"], '"abc\\u{1b}" is not a node id'],
  [["list", "now"], "too many arguments"],
])("%j is wrong usage", async (words, reason) => {
  const { code, stdout, stderr } = await cli(["peers", ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(reason);
});
