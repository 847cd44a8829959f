import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));

it("npm start builds, shows a network that finds itself, and ends by itself where nobody watches", async () => {
  const child = spawn("npm", ["--silent", "start", "--", "--nodes", "4"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number];
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^4 nodes of network "localnet"/);
  expect(stdout).toMatch(
    /\ncomplete after [\d.]+ s: every node is connected to every other\n3 connections, [^\n]*\n$/,
  );
});
