/** Homes of real nodes: made by the node's own `init`, then joined to one chain. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./run-command.js";

/** A home that `init` has made. */
export interface GoHome {
  readonly path: string;
  /** The node's id: 40 hex digits. */
  readonly id: string;
  /** `config.toml` as `init` wrote it. */
  readonly configTemplate: string;
}

/** The part of `genesis.json` that makes a chain; the rest depends on the version and stays as it is. */
interface Genesis {
  chain_id: string;
  validators: unknown[];
}

/** Makes a home in a new folder with the node's own `init`. */
export async function initHome(program: string, path: string): Promise<GoHome> {
  await runCommand(program, ["init", "--home", path]);
  const configTemplate = readFileSync(join(path, "config", "config.toml"), "utf8");
  return { path, id: nodeId(path), configTemplate };
}

/** Gives all homes the genesis of the first, with this chain id and the validators of some homes, each with equal power. */
export function shareGenesis(
  homes: readonly GoHome[],
  validators: ReadonlySet<GoHome>,
  chainId: string,
): void {
  const geneses = homes.map(({ path }) => JSON.parse(readFileSync(genesisFile(path), "utf8")) as Genesis);
  const shared: Genesis = {
    ...(geneses[0] as Genesis),
    chain_id: chainId,
    validators: geneses.flatMap((genesis, index) =>
      validators.has(homes[index] as GoHome) ? genesis.validators : [],
    ),
  };
  const text = JSON.stringify(shared, null, 2); // 64-bit integers are strings in it
  for (const { path } of homes) writeFileSync(genesisFile(path), text);
}

/** Where a home keeps its genesis. */
export function genesisFile(home: string): string {
  return join(home, "config", "genesis.json");
}

/** The id that belongs to the key in `node_key.json`: the first 20 bytes of the SHA-256 of its public half. */
function nodeId(home: string): string {
  const file = readFileSync(join(home, "config", "node_key.json"), "utf8");
  const { priv_key: key } = JSON.parse(file) as { priv_key: { value: string } };
  const publicKey = Buffer.from(key.value, "base64").subarray(32);
  return createHash("sha256").update(publicKey).digest("hex").slice(0, 40);
}
