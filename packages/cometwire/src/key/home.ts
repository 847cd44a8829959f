import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../usage-error.js";

/**
 * The CometBFT home that a command works on: `--home`, else `$CMTHOME`, else `~/.cometbft`.
 *
 * @throws UsageError when it is empty or begins with a tilde: neither is the directory that was meant.
 */
export function homeDirectory(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (option === "") throw new UsageError("--home is empty; name a directory");
  const name = option === undefined ? "$CMTHOME" : "--home";
  const named = option ?? (env["CMTHOME"] || undefined);
  if (named?.startsWith("~")) {
    throw new UsageError(
      `${name} begins with ~: the shell did not expand ~; write the directory out, or $HOME`,
    );
  }
  return named ?? join(env["HOME"] || homedir(), ".cometbft");
}

/** The node key's file in a CometBFT home. */
export function nodeKeyPath(home: string): string {
  return join(home, "config", "node_key.json");
}
