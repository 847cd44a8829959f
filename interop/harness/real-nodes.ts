/** Real nodes: the released programs of five lines of Tendermint Core and CometBFT. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached, cacheFolder } from "./cache.js";
import { runCommand } from "./run-command.js";

/** The lines of releases we test against, oldest first. */
export const nodeVersions = ["v0.34", "v0.37", "v0.38", "v0.40", "v1.0"] as const;

/** One of {@link nodeVersions}. */
export type NodeVersion = (typeof nodeVersions)[number];

/** The release that stands for each line. What a node says of itself may differ: the tag v0.40.0 reports 0.39.0. */
export const nodeReleases: Readonly<Record<NodeVersion, string>> = {
  "v0.34": "v0.34.24",
  "v0.37": "v0.37.18",
  "v0.38": "v0.38.25",
  "v0.40": "v0.40.0",
  "v1.0": "v1.0.1",
};

const tendermintModule = fileURLToPath(new URL("../tendermint-v034/", import.meta.url));

/**
 * The path of a node's program, built on first use. Needs Go and, the first time only, the network.
 *
 * @throws CommandError when the build fails
 */
export async function installNode(version: NodeVersion): Promise<string> {
  const release = nodeReleases[version];
  const program = version === "v0.34" ? "tendermint" : "cometbft";
  return cached(join(cacheFolder(), "nodes", `${program}-${release}`), async (folder) => {
    const output = join(folder, program);
    if (version === "v0.34") {
      // v0.34 of CometBFT calls itself github.com/tendermint/tendermint with replaced modules, which `go install` refuses.
      // Tendermint Core v0.34 speaks the same protocol and builds as a dependency of a module of ours.
      const main = "github.com/tendermint/tendermint/cmd/tendermint";
      await runCommand("go", ["build", "-trimpath", "-o", output, main], { cwd: tendermintModule });
    } else {
      const main = `github.com/cometbft/cometbft/cmd/cometbft@${release}`;
      await runCommand("go", ["install", "-trimpath", main], { cwd: folder, env: { GOBIN: folder } });
    }
    return output;
  });
}
