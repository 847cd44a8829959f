import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("a node that does not listen keeps its process alive until it is stopped", async () => {
  const script = fileURLToPath(new URL("./dial-only.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let dials = 0;
  for await (const line of createInterface(child.stdout)) {
    if (line === "dialing" && ++dials === 3) child.kill("SIGTERM");
  }
  expect(dials).toBeGreaterThanOrEqual(3);
  expect(await exited).toEqual([0, null]);
});
