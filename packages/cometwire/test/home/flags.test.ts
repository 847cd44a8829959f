/* The flags of `start` that set keys of config.toml. */
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { configFlags, configFlagValues, normalizeConfigFlags } from "../../src/home/flags.js";
import { p2pKeys } from "../../src/home/keys.js";
import { read } from "./support.js";

/** The values that a command line gives. */
function parse(...argv: string[]): Record<string, string | boolean> {
  const command = new Command("start").exitOverride().configureOutput({ writeErr: () => undefined });
  for (const { flags, description } of configFlags) command.option(flags, description);
  command.parse(normalizeConfigFlags(argv), { from: "user" });
  return configFlagValues(command.opts());
}

describe("configFlags", () => {
  test("has every key of [p2p] that is a single value", () => {
    const keys = p2pKeys
      .filter(({ key, type }) => type !== "table" && !key.includes("libp2p"))
      .map(({ key }) => key);
    expect(configFlags.map(({ key }) => key)).toEqual(expect.arrayContaining(keys));
    expect(keys).toContain("p2p.external_address");
  });

  test("names the variable that sets the same, and says what a flag is for", () => {
    const flag = configFlags.find(({ key }) => key === "p2p.upnp");
    expect(flag).toMatchObject({
      flags: "--p2p.upnp [true|false]",
      variable: "CMT_P2P_UPNP",
      default: "false",
      description: expect.stringContaining("(no effect here)") as string,
    });
  });

  test("no two have one name", () => {
    expect(new Set(configFlags.map(({ flags }) => flags.split(" ")[0])).size).toBe(configFlags.length);
  });
});

describe("a command line", () => {
  test.each([
    [["--p2p.external_address", "1.2.3.4:5"], { "p2p.external_address": "1.2.3.4:5" }],
    [["--p2p.external-address", "1.2.3.4:5"], { "p2p.external_address": "1.2.3.4:5" }],
    [["--p2p.external-address=1.2.3.4:5"], { "p2p.external_address": "1.2.3.4:5" }],
    [["--p2p.seed-mode"], { "p2p.seed_mode": true }],
    [["--p2p.seed_mode=false"], { "p2p.seed_mode": "false" }],
    [["--p2p.seed_mode", "--p2p.pex", "false"], { "p2p.seed_mode": true, "p2p.pex": "false" }],
    [["--p2p.seeds=a=b", "--moniker", "m-n_o"], { "p2p.seeds": "a=b", moniker: "m-n_o" }],
    [["--log-level", "debug", "--rpc.laddr="], { log_level: "debug", "rpc.laddr": "" }],
    [[], {}],
  ])("%j", (argv, values) => {
    expect(parse(...argv)).toEqual(values);
  });

  test("leaves other words alone", () => {
    const argv = ["--no-color", "--dry-run=a-b", "p2p.external-address", "--", "--p2p.external-address"];
    expect(normalizeConfigFlags(argv)).toEqual(argv);
  });

  test("goes all the way into the configuration", () => {
    const { config, problems } = read("[p2p]\npex = true", {
      flags: parse("--p2p.pex=false", "--p2p.dial-timeout", "7s", "--p2p.max-num-inbound-peers=3"),
    });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ pex: false, dialTimeoutMs: 7_000, maxInboundPeers: 3 });
  });
});
