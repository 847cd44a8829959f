import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync, openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startServer } from "./support/peers.js";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const tsconfig = fileURLToPath(new URL("../../../tsconfig.json", import.meta.url));

/** Starts the program from its sources, as a process of its own. */
function start(argv: readonly string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...argv], {
    env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code]) => ({ code: code as number, stderr }));
  return { child, ended };
}

describe("the process", () => {
  it("ends with the command's exit code", async () => {
    const { child, ended } = start(["prob"]);
    child.stdout.resume();
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: unknown command 'prob'[^\n]*\n$/);
  });

  it("ends quietly when nobody reads on", async () => {
    const { child, ended } = start(["completion", "zsh"]);
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, stderr: "" });
  });

  it.runIf(existsSync("/dev/full"))("fails with one line when its output is lost", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", main, "--version"], {
      env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [code] = (await once(child, "close")) as [number];
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: standard output cannot be written: ENOSPC[^\n]*\n$/);
  });

  it("ends with 130 on SIGINT", async () => {
    let connected: () => void = () => undefined;
    const connection = new Promise<void>((resolve) => (connected = resolve));
    const peer = await startServer(() => connected());
    const { child, ended } = start(["probe", peer, "--timeout", "1m", "--json"]);
    child.stdout.resume();
    await connection;
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, stderr: "" });
  });
});

it("the command that npm links is there before the build", () => {
  const folder = new URL("../", import.meta.url);
  const { bin } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as {
    readonly bin: { readonly cometwire: string };
  };
  const file = new URL(bin.cometwire, folder);
  accessSync(file, constants.X_OK);
  expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});
