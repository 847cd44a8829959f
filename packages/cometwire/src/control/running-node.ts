import { join, resolve } from "node:path";
import { printable } from "@cometwire/p2p";
import { ControlClient, NodeNotRunningError } from "../api/control-client.js";
import { controlSocketPath } from "../api/control-socket.js";
import { CommandError } from "../command-error.js";
import type { Environment } from "../home/directory.js";
import { findOpenDatabase } from "../home/open-databases.js";

/**
 * The node of ours that runs with a home, or undefined.
 *
 * @throws ControlError when something is there that does not answer as a node does.
 */
export async function findNode(home: string, env: Environment): Promise<ControlClient | undefined> {
  try {
    return await ControlClient.connect(controlSocketPath(resolve(home), env));
  } catch (error) {
    if (error instanceof NodeNotRunningError) return undefined;
    throw error;
  }
}

/**
 * The node of ours that runs with a home.
 *
 * @throws CommandError `NODE_NOT_RUNNING`; and as {@link findNode}.
 */
export async function requireNode(home: string, env: Environment): Promise<ControlClient> {
  const node = await findNode(home, env);
  if (node !== undefined) return node;
  const where = printable(resolve(home), 500);
  const database = await findOpenDatabase(join(home, "data"));
  if (database !== undefined) {
    throw new CommandError("NODE_NOT_RUNNING", {
      message: `process ${database.pid} runs with ${where}, and cannot be controlled`,
      likelyCause: "it is a CometBFT node, which has no control socket",
      remedy: "ask its RPC (/net_info), or run `cometwire start` instead",
    });
  }
  throw new CommandError("NODE_NOT_RUNNING", {
    message: `no node is running with ${where}`,
    likelyCause: "it was not started, or with another home",
    remedy: "start it (`cometwire start`), or name its home with --home",
  });
}
