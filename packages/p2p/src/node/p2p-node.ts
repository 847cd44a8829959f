import { type Endpoint, P2PError, systemClock } from "../base/index.js";
import type { AddBanOptions, AddressBook, BanList, PexReactor } from "../pex/index.js";
import type { DialPeerOptions, Peer, Switch } from "../switch/index.js";
import type { NodeInfo } from "../wire/index.js";
import { toAddress } from "./address-input.js";
import { type NodeParts, assemble } from "./assemble.js";
import { EventHub, type EventStreamOptions } from "./event-stream.js";
import type { NodeEvent, NodeHappening } from "./node-event.js";
import type { AddressInput, NodeOptions } from "./node-options.js";
import { checkOurNodeInfo, ourNodeInfo } from "./our-node-info.js";

/**
 * A node of a CometBFT network: a switch with its reactors, peer exchange, address book and bans, put together.
 *
 * @example
 * ```ts
 * const node = createNode({ network: "cosmoshub-4", nodeKey: NodeKey.generate(), seeds: ["id@host:26656"] });
 * await node.start();
 * for await (const event of node.events()) console.log(event.type);
 * await node.stop();
 * ```
 */
export class P2PNode {
  readonly #options: NodeOptions;
  readonly #hub = new EventHub<NodeEvent>((count) => this.#stamped({ type: "events-lost", count }));
  #parts: NodeParts | undefined;
  #startedAt = 0;
  #starting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  /** See {@link createNode}. */
  constructor(options: NodeOptions) {
    for (const input of [...(options.seeds ?? []), ...(options.persistentPeers ?? [])]) toAddress(input);
    checkOurNodeInfo(ourNodeInfo(options, new Uint8Array(), undefined));
    this.#options = options;
  }

  /** Our id: 40 lower-case hex digits. */
  get id(): string {
    return this.#options.nodeKey.id;
  }

  /** Chain id. */
  get network(): string {
    return this.#options.network;
  }

  /** When it started, in milliseconds since 1970; 0 before. */
  get startedAt(): number {
    return this.#startedAt;
  }

  /** Ours, as it is announced now. Only once started, as are all parts below. */
  get nodeInfo(): NodeInfo {
    return this.#started.nodeInfo();
  }

  /** Where it listens. */
  get endpoint(): Endpoint | undefined {
    return this.#parts?.switch.endpoint;
  }

  /** Owns the peers. */
  get switch(): Switch {
    return this.#started.switch;
  }

  /** The addresses that it knows. */
  get addressBook(): AddressBook {
    return this.#started.addressBook;
  }

  /** Who is shut out. */
  get bans(): BanList {
    return this.#started.bans;
  }

  /** Peer exchange, unless it is off. */
  get pex(): PexReactor | undefined {
    return this.#started.pex;
  }

  /** All peers now. */
  get peers(): readonly Peer[] {
    return this.#parts?.switch.peers ?? [];
  }

  /**
   * Loads the files, starts the reactors, listens, dials. Once; resolves with the node itself.
   *
   * @throws P2PError `LISTEN_FAILED`, `REACTOR_FAILED`, `STATE_FILE_ACCESS`, `OPTION_INVALID`, `STOPPED`.
   */
  async start(): Promise<this> {
    if (this.#starting !== undefined || this.#stopped !== undefined) {
      throw new P2PError("STOPPED", { detail: "a node starts once" });
    }
    this.#starting = this.#start();
    await this.#starting;
    return this;
  }

  /** Takes leave of the peers, saves the files, ends all streams of events. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** {@link P2PNode.stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** What happens from now on, until the node stops. A reader that is too slow loses the oldest, and is told how many. */
  events(options?: EventStreamOptions): AsyncIterableIterator<NodeEvent> {
    return this.#hub.stream(options);
  }

  /** Calls `listener` with everything that happens, at once, until the returned function is called. Must not throw. */
  onEvent(listener: (event: NodeEvent) => void): () => void {
    return this.#hub.subscribe(listener);
  }

  /**
   * Dials a peer.
   *
   * @throws P2PError as `Switch.dial`, and `ADDRESS_MALFORMED`.
   */
  async dial(address: AddressInput, options?: DialPeerOptions): Promise<Peer> {
    return this.#started.switch.dial(toAddress(address), options);
  }

  /** Takes leave of a peer; a persistent one stays away until it dials us. Whether it was connected. */
  async disconnect(id: string): Promise<boolean> {
    const peer = this.switch.peer(id);
    if (peer === undefined) return false;
    await this.switch.stopPeerGracefully(peer);
    return true;
  }

  /**
   * Shuts a node id, an IP address or a range (`10.0.0.0/8`) out, and ends the sessions that it has. Lift it with
   * `bans.remove`.
   *
   * @throws P2PError `OPTION_INVALID`.
   */
  ban(target: string, options: AddBanOptions): void {
    this.bans.add(target, options);
  }

  /**
   * Saves the address book and the bans now, without waiting for the regular time.
   *
   * @throws P2PError `STATE_FILE_ACCESS`.
   */
  async save(): Promise<void> {
    for (const file of this.#started.files) await file.save();
  }

  get #started(): NodeParts {
    if (this.#parts !== undefined) return this.#parts;
    throw new P2PError("STOPPED", { detail: "the node has not been started" });
  }

  #stamped(happening: NodeHappening): NodeEvent {
    return { ...happening, at: (this.#options.clock ?? systemClock).wallTime() };
  }

  async #start(): Promise<void> {
    try {
      const parts = await assemble(this.#options, (happening) => this.#hub.emit(this.#stamped(happening)));
      if (this.#stopped !== undefined) throw new P2PError("STOPPED");
      this.#parts = parts;
      this.#startedAt = (this.#options.clock ?? systemClock).wallTime();
      await parts.switch.start();
      for (const file of parts.files) file.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #stop(): Promise<void> {
    await this.#parts?.switch.stop();
    for (const file of this.#parts?.files ?? []) await file.stop();
    this.#hub.close();
  }
}
