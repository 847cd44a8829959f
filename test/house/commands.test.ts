import { describe, expect, it } from "vitest";
import { SeededRandom, VirtualClock } from "@cometwire/p2p/testing";
import { createProgram } from "../../packages/cometwire/src/program.js";
import { documents, textOf } from "./repository.js";
import { shellCommands } from "./shell-commands.js";

const commands = documents().flatMap((document) =>
  shellCommands(textOf(document)).map((words) => ({ document, words, line: words.join(" ") })),
);
const startingWith = (name: string) => commands.filter(({ words }) => words[0] === name);

/** The tool's own parser with the actions taken out. */
function dryProgram() {
  const silent = { write: () => undefined, isTTY: false };
  const program = createProgram({
    io: {
      stdout: silent,
      stderr: silent,
      env: {},
      clock: new VirtualClock(),
      random: new SeededRandom(1),
      signal: new AbortController().signal,
    },
    exitWith: () => undefined,
  });
  const disarm = (command: typeof program): void => {
    if (command.commands.length === 0) command.action(() => undefined);
    for (const each of command.commands) disarm(each);
  };
  disarm(program);
  return program;
}

/** Why the tool would not take the arguments; undefined when it would. */
function refusal(args: readonly string[]): string | undefined {
  try {
    dryProgram().parse([...args], { from: "user" });
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code === "commander.helpDisplayed" || code === "commander.version" ? undefined : message;
  }
}

describe("the check itself", () => {
  it("notices wrong commands", () => {
    expect(refusal(["prob", "host:26656"])).toContain("prob");
    expect(refusal(["probe"])).toContain("address");
    expect(refusal(["probe", "host:26656", "--jsn"])).toContain("--jsn");
    expect(refusal(["probe", "host:26656", "--json"])).toBeUndefined();
    expect(refusal(["--version"])).toBeUndefined();
  });

  it("reads fenced blocks only", () => {
    const text =
      "npm x\n```sh\n$ npm test && npm run a -- --b 'c d' # why\ncometwire key \\\n  new\n```\n```ts\nnpm y\n```\n";
    expect(shellCommands(text)).toEqual([
      ["npm", "test"],
      ["npm", "run", "a", "--", "--b", "c d"],
      ["cometwire", "key", "new"],
    ]);
  });
});

describe("npm scripts in the documents exist", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  const uses = startingWith("npm").filter(({ words }) => /^(run|test|start)$/.test(words[1] ?? ""));

  it("README.md says how to test", () => {
    expect(uses.map(({ line }) => line)).toContain("npm test");
  });

  it.each(uses)("$document: $line", ({ words: [, command = "", name = ""] }) => {
    expect(Object.keys(scripts)).toContain(command === "run" ? name : command);
  });
});

describe("commands of the tool in the documents are understood", () => {
  const uses = [
    ...startingWith("cometwire").map((use) => ({ ...use, args: use.words.slice(1) })),
    ...startingWith("npx")
      .filter(({ words }) => words[1] === "cometwire")
      .map((use) => ({ ...use, args: use.words.slice(2) })),
  ];

  it("README.md shows some", () => {
    expect(uses.filter(({ document }) => document === "README.md")).not.toEqual([]);
  });

  it.each(uses)("$document: $line", ({ args }) => {
    expect(refusal(args)).toBeUndefined();
  });
});
