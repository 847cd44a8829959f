/** Networks of real nodes: several released nodes of one key-value chain, on loopback. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GoHome, initHome, shareGenesis } from "./go-home.js";
import { GoNode, type GoNodeOptions } from "./go-node.js";
import type { ConfigChanges } from "./node-config.js";
import { installNode, type NodeVersion } from "./real-nodes.js";
import { tempFolder } from "./temp-folder.js";

/** What may be chosen about a network. */
export interface GoNetworkOptions {
  readonly version: NodeVersion;
  /** The chain id; default `interop`. */
  readonly network?: string;
  readonly nodes: readonly GoNodeOptions[];
  /** Values of config.toml for all nodes; a node's own win. */
  readonly config?: ConfigChanges;
}

/** Nodes with homes of one chain. */
export interface GoNetwork {
  readonly version: NodeVersion;
  /** The chain id. */
  readonly network: string;
  /** In the order of the options. */
  readonly nodes: readonly GoNode[];
  /** The folder with a home for each node, named as it is. */
  readonly folder: string;
  /**
   * The node of this name.
   *
   * @throws Error when there is none
   */
  node(name: string): GoNode;
  /**
   * Starts the nodes that do not run, one after the other: seeds first, because a node that finds no seed asks again only
   * 30 s later, then the others in order. Nodes that start at once dial each other at once; then both connections may end,
   * and the next try is 30 s away, too.
   */
  start(): Promise<void>;
  /** Ends all nodes and removes their homes. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What all nodes have unless they are told otherwise: two blocks a second where one validator makes them. */
function defaultsOf(version: NodeVersion): ConfigChanges {
  return {
    "consensus.timeout_commit": "500ms",
    // In fast sync, v0.34 keeps a whole core busy for as long as no peer is ahead; consensus catches up as well.
    ...(version === "v0.34" ? { fast_sync: false } : {}),
  };
}

/**
 * Makes the homes of a network and starts nothing: ids and addresses are known, other nodes can be told of them, and
 * {@link GoNode.configure} can tell these nodes of others.
 *
 * The homes go when the network is stopped, at the latest with this process; with `COMETWIRE_KEEP_HOMES` in the environment
 * they stay, with the nodes' logs.
 *
 * @throws Error when two nodes have one name, or a node names a peer that is neither a node's name nor an address
 */
export async function prepareNetwork(options: GoNetworkOptions): Promise<GoNetwork> {
  const { version, network = "interop", config = {} } = options;
  const names = options.nodes.map(({ name }) => name);
  if (new Set(names).size < names.length) throw new Error(`two nodes have one name: ${names.join(", ")}`);
  const program = await installNode(version);
  const folder = tempFolder("network");
  const nodes: GoNode[] = [];
  const find = (name: string): GoNode | undefined => nodes.find((node) => node.name === name);
  const resolve = (peer: string): string => {
    const address = peer.includes("@") ? peer : find(peer)?.peerAddress;
    if (address === undefined) throw new Error(`neither a node's name nor id@host:port: ${peer}`);
    return address;
  };
  try {
    const homes: GoHome[] = [];
    for (const name of names) homes.push(await initHome(program, join(folder.path, name)));
    shareGenesis(homes, validatorsOf(options.nodes, homes), network);
    for (const [index, node] of options.nodes.entries()) {
      const home = homes[index] as GoHome;
      nodes.push(
        await GoNode.create(node, { program, home, config: { ...defaultsOf(version), ...config }, resolve }),
      );
    }
    for (const node of nodes) node.configure();
  } catch (error) {
    folder.remove();
    throw error;
  }

  const seeds = new Set(options.nodes.flatMap((node) => (node.seedMode === true ? [node.name] : [])));
  const start = async (): Promise<void> => {
    const waiting = nodes.filter(({ running }) => !running);
    const [first, later] = [true, false].map((seed) =>
      waiting.filter(({ name }) => seeds.has(name) === seed),
    );
    for (const node of [...(first as GoNode[]), ...(later as GoNode[])]) await node.start();
  };
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()));
    for (const node of nodes) writeFileSync(join(node.home, "node.log"), `${node.log()}\n`);
    folder.remove();
  };
  return {
    version,
    network,
    nodes,
    folder: folder.path,
    node(name) {
      const node = find(name);
      if (node === undefined) throw new Error(`no node is named ${name}`);
      return node;
    },
    start,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Makes a network and starts its nodes; they never outlive this process. */
export async function startNetwork(options: GoNetworkOptions): Promise<GoNetwork> {
  const network = await prepareNetwork(options);
  try {
    await network.start();
  } catch (error) {
    await network.stop();
    throw error;
  }
  return network;
}

/** The homes whose keys make blocks: those of the validators, or the first one's. */
function validatorsOf(nodes: readonly GoNodeOptions[], homes: readonly GoHome[]): Set<GoHome> {
  const validators = homes.filter((_, index) => nodes[index]?.validator === true);
  return new Set(validators.length > 0 ? validators : homes.slice(0, 1));
}
