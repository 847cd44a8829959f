/**
 * Installs the packages as a user would, from packed files into an empty folder, and uses them: npm run test:install.
 *
 * Needs the packages built, and the registry (or npm's cache) for their dependencies.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConsumer } from "./consumer.js";
import { checkInstalled, install } from "./installed.js";
import { packAll } from "./tarballs.js";
import { checkTool } from "./tool.js";

const folder = mkdtempSync(join(tmpdir(), "cometwire-install-"));
try {
  const tarballs = packAll(folder);
  const project = install(folder, tarballs);
  checkInstalled(project);
  await checkTool(project);
  checkConsumer(project);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
