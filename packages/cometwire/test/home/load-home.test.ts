/* A home on disk: configuration, network, and errors of the file system. */
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCodes } from "../../src/exit-codes.js";
import { loadHome, loadHomeSettings } from "../../src/home/load-home.js";
import { ConfigError } from "../../src/home/problem.js";
import { UsageError } from "../../src/usage-error.js";
import { directoryWith, homeWith, idA, problemsOf } from "./support.js";

const env = {};

describe("loadHome", () => {
  test("reads configuration and network, and changes nothing", async () => {
    const dir = await homeWith(`[p2p]\nseeds = "${idA}@seed.example.com:26656"\n`);
    const state = async () => [
      await readdir(dir, { recursive: true }),
      (await stat(join(dir, "config"))).mtimeMs,
      (await stat(join(dir, "config", "config.toml"))).mtimeMs,
    ];
    const before = await state();
    const home = await loadHome({ dir, env });
    expect(home).toMatchObject({ dir, network: "net", configFileExists: true, ignored: [] });
    expect(home.config.seeds.map(String)).toEqual([`${idA}@seed.example.com:26656`]);
    expect(home.paths.addressBookFile).toBe(join(dir, "config", "addrbook.json"));
    expect(home.origins.get("p2p.seeds")).toEqual({ from: "file", name: home.paths.configFile, line: 2 });
    expect(await state()).toEqual(before);
  });

  test("without config.toml everything is a default", async () => {
    const dir = await directoryWith({ "config/genesis.json": '{"chain_id":"net"}' });
    expect(await loadHome({ dir, env })).toMatchObject({
      network: "net",
      configFileExists: false,
      config: {
        listen: "tcp://0.0.0.0:26656",
        maxInboundPeers: 40,
        handshakeTimeoutMs: 20_000,
        dialTimeoutMs: 3_000,
      },
    });
  });

  test("the environment chooses the home, and is heard", async () => {
    const dir = await homeWith("[p2p]\npex = true");
    expect(await loadHome({ env: { CMTHOME: dir, CMT_P2P_PEX: "false" } })).toMatchObject({
      dir,
      config: { pex: false },
    });
    expect((await loadHome({ env: { TMHOME: dir } })).warnings[0]).toContain("$TMHOME is deprecated");
  });

  test("a config.toml beside config/, which Go prefers, is named", async () => {
    const dir = await homeWith("");
    await writeFile(join(dir, "config.toml"), "[p2p]\npex = false\n");
    const { warnings, config } = await loadHome({ dir, env });
    expect(warnings[0]).toBe(
      `${join(dir, "config.toml")} is not read; CometBFT's own binary takes it instead of config/config.toml: remove one`,
    );
    expect(config.pex).toBe(true);
  });

  test("no home is asked for when the one named is not usable", async () => {
    await expect(loadHome({ dir: "", env })).rejects.toThrow(UsageError);
  });
});

describe("the network's name", () => {
  test("a flag goes before genesis.json, and a disagreement is a warning", async () => {
    const dir = await homeWith("");
    expect(await loadHome({ dir, env, network: "net" })).toMatchObject({ network: "net" });
    const { network, warnings } = await loadHome({ dir, env, network: "other" });
    expect(network).toBe("other");
    expect(warnings.at(-1)).toBe(`--network other counts; ${join(dir, "config", "genesis.json")} says net`);
  });

  test("with the flag no genesis is needed, nor a good one", async () => {
    const dir = await directoryWith();
    expect(await loadHome({ dir, env, network: "x" })).toMatchObject({ network: "x" });
    await mkdir(join(dir, "config"));
    await writeFile(join(dir, "config", "genesis.json"), "not JSON");
    expect(await loadHome({ dir, env, network: "x" })).toMatchObject({ network: "x" });
  });

  test.each([
    ["", /must not be empty/],
    ["x".repeat(51), /at most 50 bytes, not 51/],
    ["ü".repeat(26), /at most 50 bytes, not 52/],
  ])("--network %j is refused", async (network, message) => {
    const dir = await homeWith("");
    expect(await problemsOf(() => loadHome({ dir, env, network }))).toMatchObject([
      { source: "--network", message: expect.stringMatching(message) as string },
    ]);
  });

  test.each([
    ["{}", "it has no chain_id"],
    ["", "it is empty"],
    ['{"chain_id":""}', "chain_id: a network's name must not be empty"],
    ["[]", "it is not a JSON object"],
  ])("genesis.json %j is a problem of that file", async (text, message) => {
    const dir = await directoryWith({ "config/genesis.json": text });
    const source = join(dir, "config", "genesis.json");
    expect(await problemsOf(() => loadHome({ dir, env }))).toEqual([{ source, message }]);
  });

  test("no genesis: says what to do", async () => {
    const dir = await directoryWith();
    const [problem] = await problemsOf(() => loadHome({ dir, env }));
    expect(problem?.message).toMatch(/does not exist.*--network.*--home/);
    await expect(loadHomeSettings({ dir, env })).resolves.toMatchObject({ dir });
  });

  test("genesis_file says where it is", async () => {
    const dir = await directoryWith({
      "config/config.toml": 'genesis_file = "g/x.json"',
      "g/x.json": '{"chain_id":"gx"}',
    });
    expect(await loadHome({ dir, env })).toMatchObject({ network: "gx" });
  });
});

describe("errors", () => {
  test("all problems come at once, those of the genesis too, sorted by line", async () => {
    const dir = await directoryWith({
      "config/config.toml": '[p2p]\nsend_rate = -1\npex = 5.5\nladdr = "x"\n',
    });
    const error = await loadHome({ dir, env, flags: { "p2p.recv_rate": "-2" } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    const { problems, message } = error as ConfigError;
    expect(problems.map(({ source, line }) => [source.split("/").at(-1), line])).toEqual([
      ["--p2p.recv_rate", undefined],
      ["config.toml", 2],
      ["config.toml", 3],
      ["config.toml", 4],
      ["genesis.json", undefined],
    ]);
    expect(message.split("\n")).toHaveLength(6);
    expect(message).toContain("5 problems in the configuration:\n");
    // The tool ends with "wrong usage" on these.
    expect(error).toBeInstanceOf(UsageError);
    expect(exitCodes.usage).toBe(2);
  });

  test.each([
    ["[p2p\n", 1, /unterminated table-key/],
    ["[p2p]\nseeds = \n", 2, /unspecified values are invalid/],
    ["[p2p]\nseeds =\r\nx = 1", 2, /unexpected character/],
    ["[p2p]\nx = 1\nseeds = a@b:1\n", 3, /unexpected character/],
    ["[p2p]\n\nx y\nz = 1", 3, /expected equal/],
    ["[p2p]\npex = true\npex = false\n", 3, /multiple times/],
    ["\ufeff[p2p]\n", 1, /byte order mark/],
    [`a = ${"[".repeat(30_000)}${"]".repeat(30_000)}`, undefined, /nested too deeply/],
    [`[p2p]\nseeds = "${"x".repeat(900_000)}"`, undefined, /a value of more than 100 kB/],
    ["x".repeat(1_048_577), undefined, /more than 1048576 bytes/],
  ])("what is not TOML: %#", async (text, line, message) => {
    const dir = await homeWith(text);
    const source = join(dir, "config", "config.toml");
    const problems = await problemsOf(() => loadHome({ dir, env }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ source, message: expect.stringMatching(message) as string });
    expect(problems[0]?.line).toBe(line);
  });

  test("a config.toml that is a directory", async () => {
    const dir = await directoryWith({ "config/config.toml/x": "" });
    const [problem] = await problemsOf(() => loadHomeSettings({ dir, env }));
    expect(problem?.message).toMatch(/it is not a regular file|it is a directory/);
  });

  test("a home that is a file", async () => {
    const dir = await directoryWith({ home: "" });
    const [problem] = await problemsOf(() => loadHomeSettings({ dir: join(dir, "home"), env }));
    expect(problem?.message).toBe("a part of the path is a file; --home must be the home directory");
  });
});
