/* Runs buf, offline, as `npm run generate` does. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const packageFolder = fileURLToPath(new URL("..", import.meta.url));

const require = createRequire(import.meta.url);
const bufScript = join(dirname(require.resolve("@bufbuild/buf/package.json")), "bin", "buf");
const binFolders = [
  join(packageFolder, "node_modules", ".bin"),
  join(packageFolder, "..", "..", "node_modules", ".bin"),
];

/** What buf prints to standard output. Throws when it fails. */
export function runBuf(args: readonly string[]): Buffer {
  return execFileSync(process.execPath, [bufScript, ...args], {
    cwd: packageFolder,
    env: { ...process.env, PATH: [...binFolders, process.env["PATH"] ?? ""].join(delimiter) },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 26,
  });
}
