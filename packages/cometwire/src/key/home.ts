import { homedir } from "node:os";
import { join } from "node:path";

/** The CometBFT home that a command works on: `--home`, else `$CMTHOME`, else `~/.cometbft`. */
export function homeDirectory(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  return option ?? (env["CMTHOME"] || join(env["HOME"] || homedir(), ".cometbft"));
}

/** The node key's file in a CometBFT home. */
export function nodeKeyPath(home: string): string {
  return join(home, "config", "node_key.json");
}
