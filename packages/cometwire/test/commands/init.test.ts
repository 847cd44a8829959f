import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cli } from "../support/cli.js";
import { directoryWith } from "../home/support.js";

const seed = `${"a".repeat(40)}@seed.example.com:26656`;

it("makes a home whose config.toml has the values of the flags, in either spelling", async () => {
  const dir = await directoryWith();
  const words = ["--network", "net-1", "--moniker", "my seed", "--p2p.seeds", seed];
  const more = ["--p2p.seed-mode", "--p2p.max_num_inbound_peers=7", "--p2p.dial-timeout", "9s"];
  const { code, stdout } = await cli(["init", "--home", dir, ...words, ...more]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^id {7}[0-9a-f]{40}\ncreated {2}.*config\.toml\ncreated {2}.*node_key\.json\ncreated {2}.*genesis\.json\n$/,
  );
  const text = await readFile(join(dir, "config", "config.toml"), "utf8");
  for (const line of [
    'moniker = "my seed"',
    `seeds = "${seed}"`,
    "seed_mode = true",
    "max_num_inbound_peers = 7",
    'dial_timeout = "9s"',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
});

it("prints one JSON object", async () => {
  const dir = await directoryWith();
  const result = await cli(["init", "--home", dir, "--json"]);
  expect(result.json()).toMatchObject({ dir, id: expect.stringMatching(/^[0-9a-f]{40}$/) });
});

it.each([
  [["--p2p.seeds", "nonsense"], /--p2p\.seeds: .*entry 1 = "nonsense": the id is missing/],
  [["--p2p.max-num-inbound-peers", "many"], /p2p\.max_num_inbound_peers = "many": must be a whole number/],
  [["--p2p.pex", "maybe"], /p2p\.pex = "maybe": must be true or false/],
  [["--network", ""], /--network: a network's name must not be empty/],
  [["--release", "v9"], /--release/],
])("refuses %j, and makes nothing", async (words, message) => {
  const dir = join(await directoryWith(), "home");
  const { code, stderr } = await cli(["init", "--home", dir, ...words]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  await expect(readFile(join(dir, "config", "config.toml"))).rejects.toThrow("ENOENT");
});

it("keeps what is there, and says that flags cannot change it", async () => {
  const dir = await directoryWith({ "config/config.toml": 'moniker = "mine"\n' });
  expect((await cli(["init", "--home", dir])).stdout).toMatch(/^kept {5}.*config\.toml$/m);
  const { code, stderr } = await cli(["init", "--home", dir, "--p2p.pex", "false"]);
  expect(code).toBe(2);
  expect(stderr).toContain("exists and is not changed");
  expect(await readFile(join(dir, "config", "config.toml"), "utf8")).toBe('moniker = "mine"\n');
});
