import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock, systemRandom } from "@cometwire/p2p";
import { describe, expect, it, onTestFinished } from "vitest";
import { lockHome } from "../../src/home/lock-home.js";
import { cli } from "../support/cli.js";
import { addressOf, eventOf, quietHome, runningHome, startNode } from "../support/home-node.js";

const someId = "e".repeat(40);
const real = { clock: systemClock, random: systemRandom };

describe("with a running node", () => {
  it("ends the sessions of whom it bans, and keeps them out until they are let in again", async () => {
    const { dir, node } = await runningHome();
    const other = await startNode();
    const connected = eventOf(node, "peer-connected");
    await other.dial(addressOf(node));
    await connected;

    const ended = eventOf(node, "peer-disconnected");
    const banned = await cli(["ban", "add", other.id, "--for", "24h", "--reason", "loud", "--home", dir]);
    expect(banned).toMatchObject({ code: 0, stderr: "" });
    expect(banned.stdout).toMatch(new RegExp(`^banned ${other.id} for (1 d|23 h 59 min) \\(loud\\)\n$`));
    expect((await ended).reason?.code).toBe("BANNED");
    const refused = await cli(["peers", "dial", addressOf(other), "--home", dir, "--json"]);
    expect(refused.json()).toMatchObject({ ok: false, code: "BANNED" });

    const lifted = await cli(["ban", "remove", other.id, "--home", dir]);
    expect(lifted).toMatchObject({ code: 0, stdout: `no longer banned: ${other.id} (loud)\n` });
    expect((await cli(["peers", "dial", addressOf(other), "--home", dir])).code).toBe(0);
  });

  it("lists them", async () => {
    const { dir, node } = await runningHome();
    expect((await cli(["ban", "--home", dir])).stdout).toBe("nobody is banned\n");
    node.ban("10.0.0.0/8", { reason: "wrong network" });
    node.ban(someId, { reason: "x\u001b[2J", durationMs: 3_600_000 });
    const [head, first, second, ...rest] = (await cli(["ban", "list", "--home", dir])).stdout.split("\n");
    expect(head).toMatch(/^target +since +ends +reason$/);
    expect(first).toMatch(/^10\.0\.0\.0\/8 +\d+ s ago +never +wrong network$/);
    expect(second).toMatch(/^e{40} {2}\d+ s ago {2}in (1 h|59 min \d+ s) +x\\u\{1b\}\[2J$/);
    expect(rest).toEqual([""]);
    const json = JSON.parse((await cli(["ban", "list", "--home", dir, "--json"])).stdout) as unknown;
    expect(json).toMatchObject([{ target: "10.0.0.0/8", expiresAt: null }, { target: someId }]);
  });

  it("finds nothing to lift", async () => {
    const { dir } = await runningHome();
    const { code, stderr } = await cli(["ban", "remove", "1.2.3.4", "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toContain("(NO_SUCH_BAN). What to do: `cometwire ban list`");
  });
});

describe("while no node runs", () => {
  const fileOf = (dir: string): string => join(dir, "data", "cometwire-bans.json");

  it("changes the file that the next node reads", async () => {
    const dir = await quietHome();
    const added = await cli(["ban", "add", "::ffff:10.1.2.3/104", "--home", dir]);
    expect(added).toMatchObject({
      code: 0,
      stdout:
        "banned 10.0.0.0/8 for ever (by the operator); no node is running: it counts from the next start\n",
      stderr: "",
    });
    expect((await stat(fileOf(dir))).mode & 0o777).toBe(0o600);
    const second = await cli(["ban", "add", someId, "--for", "7d", "--home", dir, "--json"]);
    expect(second.json()).toMatchObject({ target: someId, reason: "by the operator" });

    const node = await startNode({ banFile: fileOf(dir) });
    expect(node.bans.list().map(({ text }) => text)).toEqual(["10.0.0.0/8", someId]);
    await node.stop();

    const lifted = await cli(["ban", "remove", "10.0.0.0/8", "--home", dir, "--json"]);
    expect(lifted.json()).toMatchObject({ target: "10.0.0.0/8" });
    expect((await cli(["ban", "list", "--home", dir])).stdout).not.toContain("10.0.0.0/8");
    const again = await cli(["ban", "remove", "10.0.0.0/8", "--home", dir, "--json"]);
    expect(again.json()).toMatchObject({ ok: false, code: "NO_SUCH_BAN" });
    expect(again.code).toBe(1);
  });

  it("does not write while a node is starting or stopping, which has the lock and no socket", async () => {
    const dir = await quietHome();
    const lock = await lockHome(dir, real);
    onTestFinished(() => lock.release());
    const { code, stderr } = await cli(["ban", "add", someId, "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: the home directory is in use: .*\(HOME_IN_USE\)/);
    expect((await cli(["ban", "list", "--home", dir])).code).toBe(0);
  });

  it("shows a damaged file as it is, and sets it aside before it writes another", async () => {
    const dir = await quietHome();
    await writeFile(fileOf(dir), "nonsense");
    const listed = await cli(["ban", "list", "--home", dir]);
    expect(listed.stderr).toMatch(
      /^warning: .*cometwire-bans\.json: .*it is left as it is, and no ban is in force\n$/,
    );
    const added = await cli(["ban", "add", someId, "--home", dir]);
    expect(added.stderr).toMatch(/^warning: .*it is now .*\.corrupt-/);
    expect(JSON.parse(await readFile(fileOf(dir), "utf8"))).toMatchObject({ bans: [{ target: someId }] });
  });

  it("makes no home out of a misspelt name", async () => {
    const dir = await quietHome();
    await rm(dir, { recursive: true });
    const { code, stderr } = await cli(["ban", "add", someId, "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toContain(`there is no home directory ${dir} (NO_HOME)`);
    await expect(stat(dir)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

it.each([
  [["add", "10.0.0.0/40"], "neither a node id nor an IP address or range"],
  [["add", "\u001b"], '"\\u{1b}" is neither'],
  [["add", someId, "--for", "10"], "add a unit"],
  [["add", someId, "--for", "3651d"], "at most 3650d"],
  [["remove", "x"], "neither"],
  [["add"], "missing required argument 'target'"],
])("%j is wrong usage", async (words, reason) => {
  const { code, stdout, stderr } = await cli(["ban", ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(reason);
});
