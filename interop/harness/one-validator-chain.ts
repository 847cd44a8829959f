/** A real chain of one validator: a released node that makes blocks, alone, on loopback. */
import { prepareNetwork } from "./go-network.js";
import type { GoNode } from "./go-node.js";
import type { ConfigChanges } from "./node-config.js";
import type { RpcParams } from "./node-rpc.js";
import type { NodeVersion } from "./real-nodes.js";

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
  rpc(method: string, params?: RpcParams): Promise<unknown>;
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
  const { startDeadlineMs, ...network } = options;
  const chain = await prepareNetwork({ ...network, nodes: [{ name: "interop-node" }] });
  const node = chain.nodes[0] as GoNode;
  try {
    await node.start(startDeadlineMs);
  } catch (error) {
    await chain.stop();
    throw error;
  }
  return {
    id: node.id,
    network: chain.network,
    p2pAddress: node.p2pAddress,
    peerAddress: node.peerAddress,
    rpcAddress: node.rpcAddress,
    log: () => node.log(),
    waitForLog: (pattern, deadlineMs) => node.waitForLog(pattern, deadlineMs),
    rpc: (method, params) => node.rpc(method, params),
    stop: () => chain.stop(),
    [Symbol.asyncDispose]: () => chain.stop(),
  };
}
