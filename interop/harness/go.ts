/** The Go side: is Go there, and the reference peers built from `interop/peer`. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached, cacheFolder, hashOfFiles } from "./cache.js";
import { runCommand } from "./run-command.js";

/** The CometBFT releases a reference peer can be built on. */
export const referencePeerVersions = ["v0.38", "v0.40"] as const;

/** One of {@link referencePeerVersions}. */
export type ReferencePeerVersion = (typeof referencePeerVersions)[number];

const modFiles: Readonly<Record<ReferencePeerVersion, string>> = {
  "v0.38": "go.mod",
  "v0.40": "go.v040.mod",
};

const peerSources = fileURLToPath(new URL("../peer/", import.meta.url));

let goFound: boolean | undefined;

/** Whether a `go` command can be run here. */
export function hasGo(): boolean {
  goFound ??= spawnSync("go", ["version"], { stdio: "ignore" }).status === 0;
  return goFound;
}

/**
 * The path of the reference peer, built on first use and again when a source or module file has changed.
 *
 * The first build downloads the Go modules and takes minutes; later calls take milliseconds and need no network.
 *
 * @throws CommandError when the build fails
 */
export async function referencePeer(version: ReferencePeerVersion = "v0.38"): Promise<string> {
  const modFile = modFiles[version];
  const sumFile = modFile.replace(/mod$/, "sum");
  const goFiles = readdirSync(peerSources).filter((name) => name.endsWith(".go"));
  const inputs = [modFile, sumFile, ...goFiles.sort()].map((name) => join(peerSources, name));
  const path = join(cacheFolder(), "peers", `peer-${version}-${hashOfFiles(inputs)}`);
  return cached(path, async (folder) => {
    const output = join(folder, "peer");
    await runCommand("go", ["build", `-modfile=${modFile}`, "-trimpath", "-o", output, "."], {
      cwd: peerSources,
    });
    return output;
  });
}
