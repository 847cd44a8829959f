import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { completionCommands } from "../../src/completion/tree.js";
import { createProgram } from "../../src/program.js";
import { cli, recorder } from "../support/cli.js";
import { systemClock, systemRandom } from "@cometwire/p2p";

const io = {
  stdout: recorder(),
  stderr: recorder(),
  env: {},
  clock: systemClock,
  random: systemRandom,
  signal: new AbortController().signal,
};
const commands = completionCommands(createProgram({ io, exitWith: () => undefined }));

/** Runs the bash script and asks it, as bash would, what may stand at the end of a command line. */
function complete(script: string, words: readonly string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const ask = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _cometwire; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync("bash", ["-c", ask], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").filter((line) => line !== "");
}

it("knows every command and option of the program", () => {
  expect(commands.map(({ path }) => path)).toEqual([
    "",
    "/init",
    "/start",
    "/localnet",
    "/probe",
    "/tap",
    "/replay",
    "/peers",
    "/peers/list",
    "/peers/dial",
    "/peers/disconnect",
    "/ban",
    "/ban/list",
    "/ban/add",
    "/ban/remove",
    "/bootstrap",
    "/addrbook",
    "/addrbook/show",
    "/addrbook/verify",
    "/addrbook/merge",
    "/addrbook/prune",
    "/addrbook/export",
    "/key",
    "/key/show",
    "/key/new",
    "/show-node-id",
    "/gen-node-key",
    "/doctor",
    "/completion",
    "/version",
  ]);
  const probe = commands.find(({ path }) => path === "/probe");
  const options = probe?.options.map(({ long, value }) => [long, value]);
  expect(options).toContainEqual(["--home", "directory"]);
  expect(options).toContainEqual(["--timeout", "free"]);
  expect(options).toContainEqual(["--json", "none"]);
});

describe("bash", () => {
  it.each([
    [["cometwire", "pr"], ["probe"]],
    [["cometwire", "ban", "a"], ["add"]],
    [["cometwire", "addrbook", "prune", "--d"], ["--dry-run"]],
    [["cometwire", "peers", "dial", "--p"], ["--persistent"]],
    [
      ["cometwire", "key", ""],
      ["show", "new", "--help"],
    ],
    [["cometwire", "key", "show", "--j"], ["--json"]],
    [
      ["cometwire", "probe", "--json", "--n"],
      ["--network", "--no-pex", "--no-color"],
    ],
    [["cometwire", "completion", "z"], ["zsh"]],
    [["cometwire", "probe", "--timeout", ""], []],
  ])("%j is completed by %j", async (words, expected) => {
    const { stdout } = await cli(["completion", "bash"]);
    expect(complete(stdout, words)).toEqual(expected);
  });
});

it.each(["zsh", "fish"])("%s gets every command and option", async (shell) => {
  const { stdout, code } = await cli(["completion", shell]);
  expect(code).toBe(0);
  for (const { children, options } of commands) {
    for (const { name } of children) expect(stdout).toContain(name);
    for (const { long } of options) expect(stdout).toContain(long.slice(2));
  }
  expect(stdout).not.toContain("undefined");
});

it("says which shells it knows when none is named", async () => {
  const { code, stderr } = await cli(["completion"]);
  expect(code).toBe(2);
  expect(stderr).toBe("error: name a shell: bash, zsh, fish; see cometwire completion --help\n");
});

it("refuses a shell that it does not know", async () => {
  const { code, stderr } = await cli(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
});
