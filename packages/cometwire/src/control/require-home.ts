import { stat } from "node:fs/promises";
import { printable } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import { codeOf, homeAccess } from "../home/access.js";

/**
 * Checks that there is a home to work on, so that none is made by a misspelt name.
 *
 * @throws CommandError `NO_HOME`; P2PError `HOME_ACCESS`.
 */
export async function requireHome(dir: string): Promise<void> {
  const found = await stat(dir).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw homeAccess(error, dir);
  });
  if (found?.isDirectory() === true) return;
  throw new CommandError("NO_HOME", {
    message: `there is no home directory ${printable(dir, 500)}`,
    likelyCause: "its name is misspelt, or it has not been made yet",
    remedy: "name it with --home, or make it with `cometwire init`",
  });
}
