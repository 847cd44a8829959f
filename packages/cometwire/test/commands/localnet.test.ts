import { stripVTControlCharacters } from "node:util";
import { systemClock } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { FakeTerminal } from "../localnet/support.js";
import { cli, recorder } from "../support/cli.js";

/** An output that is looked at while it is written. */
function watched(look: (text: string) => void, isTTY = false) {
  const output = recorder(isTTY);
  return {
    ...output,
    write: (text: string) => {
      output.write(text);
      look(output.text());
    },
  };
}

describe("localnet without a terminal", () => {
  it("tells what happens and ends by itself when the network is complete", async () => {
    const { code, stdout, stderr } = await cli(["localnet", "--nodes", "5"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^5 nodes of network "localnet" that know no address but the seed's\n/);
    expect(stdout).toMatch(/ s {2}node-1 asks the seed for addresses\n/);
    expect(stdout).toMatch(/ s {2}node-\d heard of .* from the seed\n/);
    expect(stdout).toMatch(/ s {2}node-\d ⇄ node-\d connected, thanks to [a-z0-9 -]+\n/);
    expect(stdout).toMatch(
      /\ncomplete after [\d.]+ s: every node is connected to every other\n6 connections, \d+ of 20 addresses known\n$/,
    );
  });

  it("prints JSON alone with --json", async () => {
    const { code, stdout, stderr } = await cli([
      "localnet",
      "--nodes",
      "3",
      "--network",
      "my-chain",
      "--json",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const objects = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(objects[0]).toMatchObject({ event: "started", node: "seed" });
    expect(objects.at(-1)).toMatchObject({ event: "ended", endedBy: "complete", complete: true });
  });

  it("takes TERM=dumb for no terminal", async () => {
    const { code, stdout } = await cli(["localnet", "--nodes", "3"], {
      terminal: new FakeTerminal(),
      env: { TERM: "dumb" },
    });
    expect(code).toBe(0);
    expect(stdout).not.toContain("\x1b");
  });

  it("runs for as long as it is told to, and that is fine", async () => {
    const { code, stdout } = await cli(["localnet", "--nodes", "3", "--seconds", "1"], hasty());
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nnot complete after [\d.]+ s: 0 connections/);
  });

  it("fails when it is to be complete and is not in time", async () => {
    const argv = ["localnet", "--nodes", "3", "--seconds", "1", "--until-complete"];
    const { code, stdout } = await cli(argv, hasty());
    expect(code).toBe(1);
    expect(stdout).toContain("  node-1 is not connected to node-2\n");
  });

  it("is interrupted when something was waited for", async () => {
    const controller = new AbortController();
    const stdout = watched(() => controller.abort());
    const { code } = await cli(["localnet", "--nodes", "3"], { stdout, signal: controller.signal });
    expect(code).toBe(130);
    expect(stdout.text()).toMatch(/\nnot complete after/);
  });
});

/** An io whose seconds are short: the nodes have no time to find each other. */
function hasty() {
  return {
    clock: {
      ...systemClock,
      setTimer: (delayMs: number, callback: () => void) =>
        systemClock.setTimer(delayMs === 1_000 ? 1 : delayMs, callback),
    },
  };
}

describe("localnet at a terminal", () => {
  it("shows a picture until q is pressed", async () => {
    const terminal = new FakeTerminal();
    const stdout = watched((text) => {
      if (text.includes("complete after")) terminal.press("q");
    }, true);
    const { code, stderr } = await cli(["localnet", "--nodes", "3"], { terminal, stdout });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.text()).toContain("cometwire localnet");
    const text = stripVTControlCharacters(stdout.text());
    expect(text).toMatch(/\n {2}ended\. Larger: npx cometwire localnet --nodes 50\n$/);
    expect(terminal.inUse).toBe(false);
  });

  it("takes Ctrl-C for the end that it is", async () => {
    const controller = new AbortController();
    const terminal = new FakeTerminal();
    const stdout = watched(() => controller.abort(), true);
    const { code } = await cli(["localnet"], { terminal, stdout, signal: controller.signal });
    expect(code).toBe(0);
    expect(terminal.inUse).toBe(false);
  });

  it("ends with --until-complete, and has no colours with --no-color", async () => {
    const stdout = recorder(true);
    const argv = ["localnet", "--nodes", "3", "--until-complete", "--no-color"];
    const { code } = await cli(argv, { terminal: new FakeTerminal(), stdout });
    expect(code).toBe(0);
    expect(stdout.text()).toContain("complete after");
    expect(stdout.text()).not.toContain("\x1b[32m");
  });

  it("says below the picture what is missing when that fails", async () => {
    const stdout = recorder(true);
    const argv = ["localnet", "--nodes", "3", "--until-complete", "--seconds", "1"];
    const { code } = await cli(argv, { terminal: new FakeTerminal(), stdout, ...hasty() });
    expect(code).toBe(1);
    const text = stripVTControlCharacters(stdout.text());
    expect(text).toMatch(/\nnot complete after [^\n]*\n {2}node-1 is not connected to node-2\n/);
  });
});

it.each([
  [["--nodes", "2"], "--nodes is a whole number from 3 to 100"],
  [["--nodes", "101"], "--nodes is a whole number from 3 to 100"],
  [["--nodes", "ten"], "--nodes is a whole number from 3 to 100"],
  [["--seconds", "0"], "--seconds is a whole number from 1 to 86400"],
  [["--seconds", ""], "--seconds is a whole number from 1 to 86400"],
  [["--network", "my chain"], "--network has 1 to 50 printable characters without blanks"],
  [["--network", ""], "--network has 1 to 50 printable characters without blanks"],
  [["20"], "too many arguments for 'localnet'"],
])("localnet %j is wrong usage", async (words, message) => {
  const { code, stdout, stderr } = await cli(["localnet", ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: [^\n]*; see cometwire localnet --help\n$/);
  expect(stderr).toContain(message);
});
