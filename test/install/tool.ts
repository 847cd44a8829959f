import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { must, ok, root, run } from "./command.js";

/** Uses the installed command. */
export async function checkTool(project: string): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "packages/cometwire/package.json"), "utf8")) as {
    version: string;
  };
  assert.equal(must(project, "npx", "cometwire", "--version").trim(), version);
  ok("cometwire --version");

  must(project, "npx", "cometwire", "key", "new", "--home", "home");
  assert.ok(existsSync(join(project, "home/config/node_key.json")), "no node_key.json was made");
  ok("cometwire key new");

  const address = `127.0.0.1:${await closedPort()}`;
  const probe = run(project, "npx", "cometwire", "probe", address, "--json");
  assert.equal(probe.status, 1, `exit code of a failed probe\n${probe.stdout}${probe.stderr}`);
  const result = JSON.parse(probe.stdout) as { ok: boolean; code: string };
  assert.deepEqual({ ok: result.ok, code: result.code }, { ok: false, code: "DIAL_REFUSED" });
  ok("cometwire probe of a closed port: DIAL_REFUSED, exit code 1");
}

/** A port on which nothing listens: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(typeof address === "object" && address !== null);
  return address.port;
}
