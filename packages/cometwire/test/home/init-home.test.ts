/* Making a home. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { releases } from "@cometwire/messages";
import { NodeKey, systemRandom } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { initHome } from "../../src/home/init-home.js";
import { loadHome } from "../../src/home/load-home.js";
import { UsageError } from "../../src/usage-error.js";
import { directoryWith } from "./support.js";

const random = systemRandom;
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe("initHome", () => {
  test("makes a home that can be loaded, for its owner's eyes only", async () => {
    const dir = join(await directoryWith(), "a", "home");
    const made = await initHome({ dir, network: "net-1", moniker: "me", random });
    expect(made.files.map(({ path, made: how }) => [path.slice(dir.length + 1), how])).toEqual([
      ["config/config.toml", "created"],
      ["config/node_key.json", "created"],
      ["config/genesis.json", "created"],
    ]);
    expect(await loadHome({ dir, env: {} })).toMatchObject({
      network: "net-1",
      config: { moniker: "me" },
      ignored: [],
    });
    expect((await NodeKey.load(join(dir, "config", "node_key.json"))).id).toBe(made.id);
    expect(await modeOf(dir)).toBe(0o700);
    expect(await modeOf(join(dir, "config"))).toBe(0o700);
    expect(await modeOf(join(dir, "data"))).toBe(0o700);
    expect(await modeOf(join(dir, "config", "node_key.json"))).toBe(0o600);
    expect((await readdir(join(dir, "config"))).sort()).toEqual([
      "config.toml",
      "genesis.json",
      "node_key.json",
    ]);
    expect(await readFile(join(dir, "config", "genesis.json"), "utf8")).toBe('{\n  "chain_id": "net-1"\n}\n');
  });

  test("the second time everything is kept to the byte, other values or not", async () => {
    const dir = await directoryWith();
    const first = await initHome({ dir, network: "net-1", random });
    const contents = async () =>
      Promise.all(
        first.files.map(async ({ path }) => [path, await readFile(path, "utf8"), (await stat(path)).mtimeMs]),
      );
    const before = await contents();
    const second = await initHome({ dir, network: "other", moniker: "x", release: "v1.0", random });
    expect(second.files.map(({ made }) => made)).toEqual(["kept", "kept", "kept"]);
    expect(second.id).toBe(first.id);
    expect(await contents()).toEqual(before);
  });

  test("without a network no genesis is made", async () => {
    const dir = await directoryWith();
    await initHome({ dir, random });
    expect((await readdir(join(dir, "config"))).sort()).toEqual(["config.toml", "node_key.json"]);
  });

  test("puts the key where a config.toml that is there says", async () => {
    const dir = await directoryWith({ "config/config.toml": 'node_key_file = "secret/key.json"\n' });
    const { files } = await initHome({ dir, random });
    expect(files.map(({ path, made }) => [path, made])).toEqual([
      [join(dir, "config", "config.toml"), "kept"],
      [join(dir, "secret", "key.json"), "created"],
    ]);
    expect(await modeOf(join(dir, "secret"))).toBe(0o700);
  });

  test("several at once end up with one key", async () => {
    const dir = await directoryWith();
    const made = await Promise.all(Array.from({ length: 8 }, () => initHome({ dir, network: "n", random })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ files }) => files[0]?.made === "created")).toHaveLength(1);
    expect((await readdir(join(dir, "config"))).sort()).toEqual([
      "config.toml",
      "genesis.json",
      "node_key.json",
    ]);
  });

  test.each(releases)(
    "a file for %s has no problem, nothing without effect, and no key that release lacks",
    async (release) => {
      const dir = await directoryWith();
      await initHome({ dir, network: "n", release, random });
      const { ignored, warnings } = await loadHome({ dir, env: {} });
      expect(ignored).toEqual([]);
      expect(warnings).toEqual([expect.stringContaining("peers cannot learn your address")]);
      const text = await readFile(join(dir, "config", "config.toml"), "utf8");
      expect(text.includes("upnp")).toBe(release === "v0.34");
      expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(121);
    },
  );

  test.each([
    [{ network: "" }, /--network: a network's name must not be empty/],
    [{ network: "x".repeat(51) }, /--network: .*at most 50 bytes/],
    [{ moniker: "ünï" }, /--moniker must be printable ASCII/],
    [{ moniker: "  " }, /--moniker must be printable ASCII/],
  ])("%j is refused, and nothing is made", async (options, message) => {
    const dir = join(await directoryWith(), "home");
    const run = initHome({ dir, random, ...options });
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(message);
    await expect(stat(dir)).rejects.toThrow("ENOENT");
  });

  test("a file in the way of the directory", async () => {
    const dir = await directoryWith({ home: "" });
    await expect(initHome({ dir: join(dir, "home"), random })).rejects.toThrow(
      expect.objectContaining({ code: "HOME_ACCESS" }),
    );
  });

  test("a damaged key is kept, and said to be", async () => {
    const dir = await directoryWith();
    await mkdir(join(dir, "config"));
    await writeFile(join(dir, "config", "node_key.json"), "{");
    await expect(initHome({ dir, random })).rejects.toThrow(
      expect.objectContaining({ code: "KEY_FILE_DAMAGED" }),
    );
    expect(await readFile(join(dir, "config", "node_key.json"), "utf8")).toBe("{");
  });
});
