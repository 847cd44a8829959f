/** One real node of a network: it can be stopped, changed and started again; its home stays. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ChildGroup } from "./child-group.js";
import { freePort } from "./free-ports.js";
import type { GoHome } from "./go-home.js";
import { changeConfig, type ConfigChanges } from "./node-config.js";
import { callRpc, type RpcParams } from "./node-rpc.js";
import { lastLines } from "./run-command.js";
import { waitFor } from "./wait-for.js";

/** What may be changed about a node while it is not running. */
export interface GoNodeChanges {
  /** The loopback address of its p2p listener, 127.x.y.z; default 127.0.0.1. */
  readonly host?: string;
  /** The port of its p2p listener; default: a free one. */
  readonly port?: number;
  /** Names of nodes of its network, or `id@host:port`. */
  readonly seeds?: readonly string[];
  /** Names of nodes of its network, or `id@host:port`. */
  readonly persistentPeers?: readonly string[];
  /** Further values of config.toml by `section.key`; they win. The log level must show `info`. */
  readonly config?: ConfigChanges;
}

/** What a node is made with. */
export interface GoNodeOptions extends GoNodeChanges {
  /** Its moniker, and how others name it in `seeds` and `persistentPeers`. */
  readonly name: string;
  /** Takes part in consensus. Where no node says so, the first one does. */
  readonly validator?: boolean;
  readonly seedMode?: boolean;
  /** Serves its metrics at {@link GoNode.metricsAddress}. */
  readonly metrics?: boolean;
}

/** What a node needs to know of its network. */
export interface GoNodeContext {
  readonly program: string;
  readonly home: GoHome;
  /** Values of config.toml that the whole network has; a node's own win. */
  readonly config: ConfigChanges;
  /** Turns the name of a node of the network into `id@host:port`; other texts stay as they are. */
  readonly resolve: (peer: string) => string;
}

/** CPU time and memory of a process. */
export interface Usage {
  /** Since its start. */
  readonly cpuSeconds: number;
  readonly rssBytes: number;
}

/** How long waits last when the caller does not say, in milliseconds: long enough for a busy machine. */
const defaultDeadlineMs = 15_000;
const defaultStartDeadlineMs = 60_000;

/** A node of a `GoNetwork`. */
export class GoNode {
  readonly name: string;
  /** 40 hex digits; known before the first start, and never changes. */
  readonly id: string;
  /** The folder that holds `config` and `data`. */
  readonly home: string;
  /** `http://host:port` of the RPC server; never changes. */
  readonly rpcAddress: string;
  /** `host:port` where Prometheus finds its metrics, if the options ask for them. */
  readonly metricsAddress: string | undefined;
  readonly #options: GoNodeOptions;
  readonly #context: GoNodeContext;
  readonly #earlierRuns: string[] = [];
  #changes: Required<GoNodeChanges>;
  #process: ChildGroup | undefined;
  #starts = 0;
  /** Asked to end since its last start. */
  #ending = false;

  /** Use {@link GoNode.create}. */
  private constructor(
    options: GoNodeOptions,
    context: GoNodeContext,
    ports: { p2p: number; rpc: number; metrics: number | undefined },
  ) {
    this.#options = options;
    this.#context = context;
    this.name = options.name;
    this.id = context.home.id;
    this.home = context.home.path;
    this.rpcAddress = `http://127.0.0.1:${String(ports.rpc)}`;
    this.metricsAddress = ports.metrics === undefined ? undefined : `127.0.0.1:${String(ports.metrics)}`;
    const { host = "127.0.0.1", seeds = [], persistentPeers = [], config = {} } = options;
    this.#changes = { host, port: ports.p2p, seeds, persistentPeers, config };
  }

  /** Chooses the node's ports. Its config.toml is written by {@link configure} and {@link start}. */
  static async create(options: GoNodeOptions, context: GoNodeContext): Promise<GoNode> {
    const p2p = options.port ?? (await freePort(options.host));
    const metrics = options.metrics === true ? await freePort() : undefined;
    return new GoNode(options, context, { p2p, rpc: await freePort(), metrics });
  }

  /** The address of its p2p listener. */
  get host(): string {
    return this.#changes.host;
  }

  /** `host:port` of its p2p listener. */
  get p2pAddress(): string {
    return `${this.host}:${String(this.#changes.port)}`;
  }

  /** `id@host:port`, as other nodes name it. */
  get peerAddress(): string {
    return `${this.id}@${this.p2pAddress}`;
  }

  /** Whether its program runs, paused or not, and was not asked to end. */
  get running(): boolean {
    return this.#hasProcess && !this.#ending;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /**
   * Changes the node's configuration. What is not named stays; `config` is added to what was given before.
   *
   * @throws Error when the node is running, or config.toml has no such key
   */
  configure(changes: GoNodeChanges = {}): void {
    if (this.#hasProcess) throw new Error(`${this.name} is running`);
    const config = { ...this.#changes.config, ...changes.config };
    this.#changes = { ...this.#changes, ...changes, config };
    const { configTemplate } = this.#context.home;
    writeFileSync(join(this.home, "config", "config.toml"), changeConfig(configTemplate, this.#config()));
  }

  /**
   * Starts the node; resolves once it takes connections and answers on its RPC server.
   *
   * @throws Error with the end of its log when it ends early or is not ready in time
   */
  async start(deadlineMs = defaultStartDeadlineMs): Promise<void> {
    this.configure(); // the other nodes may have moved
    if (this.#process !== undefined) this.#earlierRuns.push(this.#lines.join("\n"));
    const node = new ChildGroup(this.#context.program, ["start", "--home", this.home], this.home);
    this.#process = node;
    this.#starts++;
    this.#ending = false;
    try {
      // The listener is opened just before the switch starts; asking the port itself would take one of its slots.
      await this.waitForLog(/P2P Switch/, deadlineMs);
      const ready = async (): Promise<string> => node.ending ?? (await this.#status()).node_info.id;
      const id = await waitFor(ready, { deadlineMs, what: "the RPC server", everyMs: 50 });
      if (node.ending !== undefined) throw new Error(`it ended early: ${node.ending}`);
      if (id !== this.id) throw new Error(`${this.rpcAddress} is another node: ${id}`);
    } catch (cause) {
      await this.kill();
      throw new Error(`${this.name} did not start\n${lastLines(this.#lines.join("\n"), 20)}`, { cause });
    }
  }

  /** Ends the node as an operator does (SIGTERM) and waits for its end. Its home stays. */
  async stop(): Promise<void> {
    this.#ending = true;
    await this.#process?.stop();
  }

  /** Ends the node as a power cut does (SIGKILL) and waits for its end. Its home stays. */
  async kill(): Promise<void> {
    this.#ending = true;
    this.#process?.kill();
    await this.#process?.exited;
  }

  /** Stops the node if it is running, changes its configuration and starts it. */
  async restart(changes?: GoNodeChanges): Promise<void> {
    await this.stop();
    this.configure(changes);
    await this.start();
  }

  /** Holds the node where it is: its connections stay open and fall silent, and the system still accepts new ones. */
  pause(): void {
    this.#running.signal("SIGSTOP");
  }

  /** Lets a paused node go on. */
  resume(): void {
    this.#running.signal("SIGCONT");
  }

  /** Everything that the node has logged, from its first start on. */
  log(): string {
    return [...this.#earlierRuns, ...this.#lines].join("\n");
  }

  /** The first line since its last start that matches, among those written or the ones to come. */
  async waitForLog(pattern: RegExp, deadlineMs = defaultDeadlineMs): Promise<string> {
    if (this.#process === undefined) throw new Error(`${this.name} was never started`);
    const { lines } = this.#process;
    const what = `${this.name}'s log line ${String(pattern)}`;
    const index = await lines.wait((line) => pattern.test(line), 0, what, deadlineMs);
    return lines.entries[index] as string;
  }

  /** Calls a method of the RPC server and returns its result. */
  rpc(method: string, params?: RpcParams): Promise<unknown> {
    return callRpc(this.rpcAddress, method, params);
  }

  /** The ids of the peers it is connected to, sorted. */
  async peers(): Promise<string[]> {
    const { peers } = (await this.rpc("net_info")) as { peers: { node_info: { id: string } }[] };
    return peers.map(({ node_info: { id } }) => id).sort();
  }

  /** The height of the last block it has. */
  async height(): Promise<number> {
    return Number((await this.#status()).sync_info.latest_block_height);
  }

  /** Whether it has left block sync. Until then v0.40 and v1.0 refuse transactions. */
  async caughtUp(): Promise<boolean> {
    return !(await this.#status()).sync_info.catching_up;
  }

  /**
   * Makes it write its address book now. By itself it does so every two minutes; the write at its end is a race that it
   * loses more often than not. There is no call for it, but one that dials writes the book first; its own address is not
   * dialled.
   */
  async saveBook(): Promise<void> {
    await this.rpc("dial_peers", { peers: [this.peerAddress], persistent: false });
  }

  /**
   * CPU time and memory of its program since the last start.
   *
   * @throws Error when it is not running, or elsewhere than on Linux
   */
  usage(): Usage {
    const stat = readFileSync(`/proc/${String(this.#running.programId)}/stat`, "utf8");
    // Behind the program's name, which may hold anything, the state is the first field: man proc_pid_stat.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [userTicks, systemTicks, pages] = [fields[11], fields[12], fields[21]].map(Number);
    return {
      cpuSeconds: ((userTicks as number) + (systemTicks as number)) / 100,
      rssBytes: (pages as number) * 4096,
    };
  }

  get #hasProcess(): boolean {
    return this.#process !== undefined && this.#process.ending === undefined;
  }

  get #running(): ChildGroup {
    if (this.#process === undefined) throw new Error(`${this.name} was never started`);
    return this.#process;
  }

  get #lines(): readonly string[] {
    return this.#process?.lines.entries ?? [];
  }

  async #status(): Promise<NodeStatus> {
    return (await this.rpc("status")) as NodeStatus;
  }

  #config(): ConfigChanges {
    const { seeds, persistentPeers, config } = this.#changes;
    const { resolve } = this.#context;
    const metrics: ConfigChanges =
      this.metricsAddress === undefined
        ? {}
        : {
            "instrumentation.prometheus": true,
            "instrumentation.prometheus_listen_addr": this.metricsAddress,
          };
    return {
      proxy_app: "kvstore",
      moniker: this.name,
      "rpc.laddr": this.rpcAddress.replace("http:", "tcp:"),
      "rpc.unsafe": true, // dial_peers and dial_seeds
      "p2p.laddr": `tcp://${this.p2pAddress}`,
      "p2p.addr_book_strict": false,
      "p2p.allow_duplicate_ip": true,
      "p2p.seed_mode": this.#options.seedMode ?? false,
      "p2p.seeds": seeds.map(resolve).join(","),
      "p2p.persistent_peers": persistentPeers.map(resolve).join(","),
      ...metrics,
      ...this.#context.config,
      ...config,
    };
  }
}

interface NodeStatus {
  readonly node_info: { readonly id: string };
  readonly sync_info: { readonly latest_block_height: string; readonly catching_up: boolean };
}
