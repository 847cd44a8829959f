import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { NodeKey, P2PError, printable } from "@cometwire/p2p";
import type { Command } from "commander";
import { homeDirectory, nodeKeyPath } from "../home/directory.js";
import { labelled } from "../text/columns.js";
import { type CommandContext, printJson } from "./context.js";

interface KeyOptions {
  readonly home?: string;
  readonly json?: boolean;
}

const HOME = ["--home <dir>", "CometBFT home directory (default: $CMTHOME, or ~/.cometbft)"] as const;
const JSON_FLAG = ["--json", "print one JSON object"] as const;

/** Adds `key show` and `key new`, and their names in CometBFT: `show-node-id` and `gen-node-key`. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const key = program.command("key").description("show or make a node key (config/node_key.json of a home)");
  key
    .command("show")
    .description("show a node key's id and public key")
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText("after", example("cometwire key show --home ~/.gaia"))
    .action(async (options: KeyOptions) => {
      const path = pathOf(options, context);
      print(await NodeKey.load(path), path, options, context);
    });
  key
    .command("new")
    .description("make a new node key; an existing one is never overwritten")
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText("after", example("cometwire key new --home ./seed-node"))
    .action(async (options: KeyOptions) => {
      const path = pathOf(options, context);
      print(await newKey(path, context), path, options, context);
    });
  program
    .command("show-node-id")
    .description("print a node key's id, as `cometbft show-node-id` does")
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText("after", example("cometwire show-node-id --home ~/.gaia"))
    .action(async (options: KeyOptions) => {
      const path = pathOf(options, context);
      printId(await NodeKey.load(path), path, options, context);
    });
  program
    .command("gen-node-key")
    .description("make a new node key and print its id, as `cometbft gen-node-key` does")
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText("after", example("cometwire gen-node-key --home ./seed-node"))
    .action(async (options: KeyOptions) => {
      const path = pathOf(options, context);
      printId(await newKey(path, context), path, options, context);
    });
}

/** Makes a key and saves it; directories are made as CometBFT makes them, for the owner only. */
async function newKey(path: string, { io }: CommandContext): Promise<NodeKey> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new P2PError("KEY_FILE_ACCESS", { detail: directoryTrouble(error, dirname(path)), cause: error });
  }
  const nodeKey = NodeKey.generate(io.random);
  await nodeKey.save(path);
  return nodeKey;
}

/** Why a directory cannot be made, in words. */
function directoryTrouble(error: unknown, directory: string): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const where = printable(directory, 500);
  if (code === "EACCES" || code === "EPERM") return `${where}: permission denied`;
  if (code !== "ENOTDIR" && code !== "EEXIST") return printable(message, 500);
  return `${where}: a file is in its way; --home must be the home directory, not the key file`;
}

function print({ id, publicKey }: NodeKey, path: string, { json }: KeyOptions, { io }: CommandContext): void {
  const pubKey = Buffer.from(publicKey).toString("base64");
  if (json === true) printJson(io, { id, pubKey, path });
  else
    io.stdout.write(
      labelled(
        [
          ["id", id],
          ["pubKey", pubKey],
          ["path", printable(path, 500)],
        ],
        "",
      ),
    );
}

/** As CometBFT prints it: the id alone. */
function printId(key: NodeKey, path: string, options: KeyOptions, context: CommandContext): void {
  if (options.json === true) print(key, path, options, context);
  else context.io.stdout.write(`${key.id}\n`);
}

function pathOf(options: KeyOptions, { io }: CommandContext): string {
  return nodeKeyPath(homeDirectory(options.home, io.env));
}

function example(line: string): string {
  return `\nExample:\n  $ ${line}\n`;
}
