import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NodeKey } from "@cometwire/p2p";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { homeDirectory } from "../../src/home/directory.js";
import { UsageError } from "../../src/usage-error.js";
import { cli } from "../support/cli.js";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "cometwire-key-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const keyFile = (): string => join(home, "config", "node_key.json");
const seed = Uint8Array.from({ length: 32 }, (_, index) => index);

/** A key that is there already. */
async function existingKey(): Promise<NodeKey> {
  const key = NodeKey.fromSeed(seed);
  await mkdir(join(home, "config"));
  await key.save(keyFile());
  return key;
}

describe("key new", () => {
  it("makes a key that key show shows", async () => {
    const made = await cli(["key", "new", "--home", home, "--json"]);
    expect(made.code).toBe(0);
    expect(made.json()).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      pubKey: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) as string,
      path: keyFile(),
    });
    expect((await cli(["key", "show", "--home", home, "--json"])).stdout).toBe(made.stdout);
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, "config"))).mode & 0o077).toBe(0);
  });

  it.each([[["key", "new"]], [["gen-node-key"]]])("%j never overwrites", async (command) => {
    await existingKey();
    const before = await readFile(keyFile(), "utf8");
    const result = await cli([...command, "--home", home]);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toMatch(/^error: .*KEY_FILE_EXISTS.*\n$/);
    expect(await readFile(keyFile(), "utf8")).toBe(before);
  });

  it("says what is wrong with the directory", async () => {
    await writeFile(join(home, "config"), "a file");
    const result = await cli(["key", "new", "--home", home, "--json"]);
    expect(result.json()).toMatchObject({
      ok: false,
      code: "KEY_FILE_ACCESS",
      message: expect.stringContaining(`${join(home, "config")}: a file is in its way`) as string,
    });
    expect(result.code).toBe(1);
  });
});

describe("key show", () => {
  it("prints id, public key and path", async () => {
    const { id, publicKey } = await existingKey();
    const result = await cli(["key", "show", "--home", home]);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toBe(
      `id      ${id}\npubKey  ${Buffer.from(publicKey).toString("base64")}\npath    ${keyFile()}\n`,
    );
  });

  it("never prints the private key", async () => {
    await existingKey();
    const { stdout } = await cli(["key", "show", "--home", home, "--json"]);
    expect(stdout).not.toContain(Buffer.from(seed).toString("base64").slice(0, 20));
  });

  it("fails with advice when there is none", async () => {
    const plain = await cli(["key", "show", "--home", home]);
    expect(plain).toMatchObject({ code: 1, stdout: "" });
    expect(plain.stderr).toMatch(/^error: .*KEY_FILE_MISSING.* What to do: .*\n$/);
    const json = await cli(["key", "show", "--home", home, "--json"]);
    expect(json).toMatchObject({ code: 1, stderr: "" });
    expect(Object.keys(json.json())).toEqual(["ok", "code", "message", "likelyCause", "remedy"]);
  });

  it("fails on a damaged file without quoting it", async () => {
    await mkdir(join(home, "config"));
    await writeFile(keyFile(), '{"priv_key":"secret"');
    const result = await cli(["key", "show", "--home", home]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("KEY_FILE_DAMAGED");
    expect(result.stderr).toContain(`${keyFile()}: it is not JSON (cut off?)`);
    expect(result.stderr).not.toContain("secret");
  });

  it("wants the home directory, not the key file", async () => {
    await existingKey();
    const result = await cli(["key", "show", "--home", keyFile()]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain("--home must be the home directory, not the key file");
  });
});

it("show-node-id prints the id alone", async () => {
  const { id } = await existingKey();
  expect(await cli(["show-node-id", "--home", home])).toMatchObject({
    code: 0,
    stdout: `${id}\n`,
    stderr: "",
  });
});

it("gen-node-key and show-node-id print JSON as key new and key show do", async () => {
  const made = await cli(["gen-node-key", "--home", home, "--json"]);
  const { id } = await NodeKey.load(keyFile());
  expect(made.json()).toEqual({ id, pubKey: expect.any(String) as string, path: keyFile() });
  for (const command of [["show-node-id"], ["key", "show"]]) {
    expect((await cli([...command, "--home", home, "--json"])).stdout).toBe(made.stdout);
  }
});

it("gen-node-key prints the new id alone", async () => {
  const { stdout, code } = await cli(["gen-node-key", "--home", home]);
  expect(code).toBe(0);
  expect(stdout).toBe(`${(await NodeKey.load(keyFile())).id}\n`);
});

describe("the home directory", () => {
  it.each([
    ["--home", "/a", { CMTHOME: "/b", HOME: "/c" }, "/a"],
    ["$CMTHOME", undefined, { CMTHOME: "/b", HOME: "/c" }, "/b"],
    ["~/.cometbft", undefined, { HOME: "/c" }, "/c/.cometbft"],
    ["~/.cometbft with an empty $CMTHOME", undefined, { CMTHOME: "", HOME: "/c" }, "/c/.cometbft"],
  ])("is %s", (_name, option, env, expected) => {
    expect(homeDirectory(option, env)).toBe(expected);
  });

  it.each([
    ["", {}, "--home is empty"],
    ["~/.gaia", {}, "--home begins with ~: the shell did not expand ~"],
    [undefined, { CMTHOME: "~/.gaia" }, "$CMTHOME begins with ~: the shell did not expand ~"],
  ])("cannot be %j with %j", (option, env, reason) => {
    expect(() => homeDirectory(option, env)).toThrow(UsageError);
    expect(() => homeDirectory(option, env)).toThrow(reason);
  });

  it.each(["", "~/.gaia"])("is wrong usage when it is %j", async (value) => {
    expect(await cli(["key", "new", "--home", value])).toMatchObject({ code: 2, stdout: "" });
  });

  it("is taken from the environment by the commands", async () => {
    const { id } = await existingKey();
    expect(await cli(["show-node-id"], { env: { CMTHOME: home } })).toMatchObject({ stdout: `${id}\n` });
  });
});

it("can be what a probe dials with", async () => {
  await existingKey();
  const result = await cli(["probe", "seed.example.com:1", "--use-node-key", "--home", home, "--json"], {
    resolve: () => Promise.resolve([]),
  });
  expect(result.json()).toMatchObject({ phase: "dns", code: "DNS_FAILED" });
});
