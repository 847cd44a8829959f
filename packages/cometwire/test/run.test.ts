import { describe, expect, it } from "vitest";
import { packageVersion } from "../src/package-info.js";
import { cli } from "./support/cli.js";

const unwell = {
  random: {
    bytes: (): Uint8Array => {
      throw new TypeError("no \u001b[31mrandomness");
    },
    integer: () => 0,
  },
};

describe("help", () => {
  it.each([
    [[]],
    [["probe"]],
    [["peers"]],
    [["peers", "list"]],
    [["peers", "dial"]],
    [["peers", "disconnect"]],
    [["ban"]],
    [["ban", "list"]],
    [["ban", "add"]],
    [["ban", "remove"]],
    [["addrbook"]],
    [["addrbook", "show"]],
    [["addrbook", "verify"]],
    [["addrbook", "merge"]],
    [["addrbook", "prune"]],
    [["addrbook", "export"]],
    [["key", "show"]],
    [["key", "new"]],
    [["show-node-id"]],
    [["gen-node-key"]],
    [["doctor"]],
    [["localnet"]],
    [["completion"]],
    [["version"]],
  ])("of %j has an example", async (command) => {
    const { code, stdout, stderr } = await cli([...command, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect((await cli([...command, "-h"])).stdout).toBe(stdout);
    expect(stdout).toMatch(/^Usage: cometwire/);
    expect(stdout).toMatch(/Examples?:\n {2}\$ /);
  });

  it.each([[[]], [["key"]]])("goes to stderr when %j lacks a command", async (argv) => {
    const { code, stdout, stderr } = await cli(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^Usage: cometwire/);
  });
});

it.each([
  [["help"], ["--help"]],
  [
    ["help", "probe"],
    ["probe", "--help"],
  ],
])("%j is %j", async (short, long) => {
  const { stdout } = await cli(long);
  expect(await cli(short)).toMatchObject({ code: 0, stdout, stderr: "" });
});

it.each(["--version", "version"])("%s", async (word) => {
  expect(await cli([word])).toMatchObject({ code: 0, stdout: `${packageVersion}\n`, stderr: "" });
});

describe("a wrong command line", () => {
  it.each([
    [["prob"], "unknown command 'prob' (Did you mean probe?); see cometwire --help\n"],
    [["probe"], "missing required argument 'address'; see cometwire probe --help\n"],
    [["key", "show", "--hoem"], "; see cometwire key show --help\n"],
    [["key", "delete"], "unknown command 'delete'"],
    [["--verbose"], "unknown option '--verbose'"],
    [["doctor", "now"], "too many arguments for 'doctor'"],
    [["\u001b[2J"], "unknown command '\\u{1b}[2J'"],
  ])("%j is one line on stderr and exit code 2", async (argv, message) => {
    const { code, stdout, stderr } = await cli(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: [^\n]*\n$/);
    expect(stderr).toContain(message);
  });
});

describe("something unexpected", () => {
  it("is one line and exit code 1", async () => {
    const { code, stdout, stderr } = await cli(["probe", "127.0.0.1:1", "--json"], unwell);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: no \\u\{1b\}\[31mrandomness \(unexpected; [^\n]*\)\n$/);
  });

  it("comes with its stack when COMETWIRE_DEBUG is set", async () => {
    const { stderr } = await cli(["probe", "127.0.0.1:1"], { ...unwell, env: { COMETWIRE_DEBUG: "1" } });
    expect(stderr).toMatch(/\n {4}at /);
  });
});
