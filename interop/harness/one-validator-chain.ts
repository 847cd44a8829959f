/** A real chain of one validator: a released node that makes blocks, alone, on loopback. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ChildGroup } from "./child-group.js";
import { freePort } from "./free-ports.js";
import { changeConfig, type ConfigChanges } from "./node-config.js";
import { installNode, type NodeVersion } from "./real-nodes.js";
import { lastLines, runCommand } from "./run-command.js";

/** What may be chosen about a chain. */
export interface ChainOptions {
  readonly version: NodeVersion;
  /** The chain id; default `interop`. */
  readonly network?: string;
  /** Values of config.toml by `section.key`, for example `{ "p2p.seed_mode": true }`. The log level must show `info`. */
  readonly config?: ConfigChanges;
  /** How long the node may take until it is ready, in milliseconds; default 60 000. */
  readonly startDeadlineMs?: number;
}

/** A running chain. */
export interface Chain {
  /** The node's id: 40 hex digits. */
  readonly id: string;
  readonly network: string;
  /** `host:port` of the p2p listener. */
  readonly p2pAddress: string;
  /** `id@host:port`, as other nodes name it. */
  readonly peerAddress: string;
  /** `http://host:port` of the RPC server. */
  readonly rpcAddress: string;
  /** Everything the node has logged. */
  log(): string;
  /** The first line of the log that matches, among those written or the ones to come. */
  waitForLog(pattern: RegExp, deadlineMs?: number): Promise<string>;
  /** Calls a method of the RPC server, for example `net_info`, and returns its result. */
  rpc(method: string): Promise<unknown>;
  /** Ends the node and removes its files. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a chain and returns once its node takes connections. The node never outlives this process.
 *
 * @throws Error with the end of the node's log when it ends early or is not ready in time
 */
export async function startChain(options: ChainOptions): Promise<Chain> {
  const { version, network = "interop", startDeadlineMs = 60_000 } = options;
  const program = await installNode(version);
  const home = mkdtempSync(join(tmpdir(), "cometwire-node-"));
  const [p2pPort, rpcPort] = [await freePort(), await freePort()];
  const rpcAddress = `http://127.0.0.1:${String(rpcPort)}`;
  try {
    await runCommand(program, ["init", "--home", home]);
    writeHome(home, network, {
      proxy_app: "kvstore",
      moniker: "interop-node",
      "p2p.laddr": `tcp://127.0.0.1:${String(p2pPort)}`,
      "rpc.laddr": `tcp://127.0.0.1:${String(rpcPort)}`,
      "p2p.addr_book_strict": false,
      "p2p.allow_duplicate_ip": true,
      ...options.config,
    });
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }

  const node = new ChildGroup(program, ["start", "--home", home], home);
  const { lines } = node;
  const removeHome = (): void => {
    rmSync(home, { recursive: true, force: true });
  };
  process.once("exit", removeHome);
  const stop = async (): Promise<void> => {
    await node.stop();
    process.off("exit", removeHome);
    removeHome();
  };
  const log = (): string => lines.entries.join("\n");
  const waitForLog = async (pattern: RegExp, deadlineMs = 15_000): Promise<string> => {
    const index = await lines.wait(
      (line) => pattern.test(line),
      0,
      `log line ${String(pattern)}`,
      deadlineMs,
    );
    return lines.entries[index] as string;
  };
  const rpc = (method: string): Promise<unknown> => callRpc(rpcAddress, method);
  try {
    // The listener is opened just before the switch starts; asking the port itself would take one of its slots.
    await waitForLog(/P2P Switch/, startDeadlineMs);
    const id = await idOf(rpc, node, startDeadlineMs);
    const p2pAddress = `127.0.0.1:${String(p2pPort)}`;
    const peerAddress = `${id}@${p2pAddress}`;
    return {
      id,
      network,
      p2pAddress,
      peerAddress,
      rpcAddress,
      log,
      waitForLog,
      rpc,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw new Error(`${version} node did not start\n${lastLines(log(), 20)}`, { cause: error });
  }
}

/** Sets the chain id and the configuration in the files that `init` wrote. */
function writeHome(home: string, network: string, changes: ConfigChanges): void {
  const genesisFile = join(home, "config", "genesis.json");
  const genesis = readFileSync(genesisFile, "utf8");
  writeFileSync(
    genesisFile,
    genesis.replace(/"chain_id": *"[^"]*"/, `"chain_id": ${JSON.stringify(network)}`),
  );
  const configFile = join(home, "config", "config.toml");
  writeFileSync(configFile, changeConfig(readFileSync(configFile, "utf8"), changes));
}

async function callRpc(rpcAddress: string, method: string): Promise<unknown> {
  const response = await fetch(`${rpcAddress}/${method}`, { signal: AbortSignal.timeout(5_000) });
  const body = (await response.json()) as { result?: unknown; error?: unknown };
  if (body.result === undefined) throw new Error(`RPC ${method}: ${JSON.stringify(body.error)}`);
  return body.result;
}

/** Asks for the node's status until the RPC server answers. */
async function idOf(rpc: Chain["rpc"], node: ChildGroup, deadlineMs: number): Promise<string> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return ((await rpc("status")) as { node_info: { id: string } }).node_info.id;
    } catch (error) {
      if (node.ending !== undefined || Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
