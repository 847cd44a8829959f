/** The Go side: is Go there, and our Go programs, built from `interop/peer` and `interop/codec`. */
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
export function referencePeer(version: ReferencePeerVersion = "v0.38"): Promise<string> {
  return built("peer", modFiles[version], join("peers", `peer-${version}`));
}

/**
 * The path of the program that measures Go's codecs (`interop/codec`), built like {@link referencePeer}.
 *
 * @throws CommandError when the build fails
 */
export function codecProgram(): Promise<string> {
  return built("codec", "go.mod", join("peers", "codec"));
}

/** Builds the program in the folder `name` with one of its module files; `path` gets a hash of its sources appended. */
async function built(name: string, modFile: string, path: string): Promise<string> {
  const sources = fileURLToPath(new URL(`../${name}/`, import.meta.url));
  const sumFile = modFile.replace(/mod$/, "sum");
  const goFiles = readdirSync(sources).filter((file) => file.endsWith(".go"));
  const inputs = [modFile, sumFile, ...goFiles.sort()].map((file) => join(sources, file));
  return cached(join(cacheFolder(), `${path}-${hashOfFiles(inputs)}`), async (folder) => {
    const output = join(folder, name);
    await runCommand("go", ["build", `-modfile=${modFile}`, "-trimpath", "-o", output, "."], {
      cwd: sources,
    });
    return output;
  });
}
