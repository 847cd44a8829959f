import { protocolVersions, type Release } from "@cometwire/messages";
import {
  abortError,
  type AddressInput,
  AddressBook,
  BanList,
  createNode,
  IpAddress,
  joinHostPort,
  limits,
  type NodeEvent,
  NodeKey,
  type NodeOptions,
  type P2PNode,
  parseAddress,
  type Peer,
  PexReactor,
  systemClock,
  systemRandom,
} from "@cometwire/p2p";
import { type MessagesOptions, MessageStream } from "./message-stream.js";
import { received } from "./received.js";
import { releaseOf } from "./release-of.js";
import { Sightings } from "./sightings.js";
import type { TapMessage, TapPeer } from "./tap-message.js";
import { type Listen, overheard, tapReactors } from "./tap-reactors.js";
import { Totals, type TapSummary } from "./totals.js";

/** What a tap takes of a node's options, as they are. */
export type TapNodeOptions = Pick<
  NodeOptions,
  | "addressBookStrict"
  | "cipher"
  | "clock"
  | "crypto"
  | "dialTimeoutMs"
  | "handshakeTimeoutMs"
  | "listen"
  | "localAddress"
  | "maxInboundPeers"
  | "maxOutboundPeers"
  | "moniker"
  | "random"
  | "reconnect"
  | "resolver"
  | "sockets"
>;

/** Options of {@link createTap}: everything but the first has a default, and those of a node that matter to a tap. */
export interface TapOptions extends TapNodeOptions {
  /** Chain id. */
  readonly network: string;
  /** Peers to listen to, `id@host:port`: they are kept connected. */
  readonly peers?: readonly AddressInput[] | undefined;
  /** Nodes to ask for further peers. */
  readonly seeds?: readonly AddressInput[] | undefined;
  /** How many peers are looked for beside `peers`. Default: none, or 10 when there are seeds. */
  readonly maxOutboundPeers?: number | undefined;
  /** Our identity. Default: a new one. */
  readonly nodeKey?: NodeKey | undefined;
  /**
   * Whose channels and protocol versions are announced, and as whose messages are read that come from peers which do not
   * say which release they are. Default `"v0.38"`.
   */
  readonly release?: Release | undefined;
  /** Stops the tap. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Listens to a chain's gossip. {@link createTap} makes one.
 *
 * It takes part as an ordinary node that is as far as each of its peers, and has no transaction, vote, part or block. What
 * its peers send is read as messages of their release, checked by Go's rules, and handed out with who was first.
 */
export class Tap {
  readonly #options: TapOptions;
  readonly #node: P2PNode;
  readonly #streams = new Set<MessageStream>();
  readonly #peers = new WeakMap<Peer, TapPeer>();
  readonly #sightings = new Sightings();
  readonly #totals = new Totals();
  /** Milliseconds since 1970 when the clock said 0: wall time may jump, and has no fractions. */
  readonly #epoch: number;
  readonly #startedAt: number;
  #stopped: Promise<void> | undefined;

  /** See {@link createTap}. */
  constructor(options: TapOptions) {
    this.#options = options;
    const { clock = systemClock, nodeKey = NodeKey.generate(options.random), release = "v0.38" } = options;
    this.#startedAt = clock.now();
    this.#epoch = clock.wallTime() - this.#startedAt;
    const { seeds = [], random = systemRandom } = options;
    const listen: Listen = (peer, channelId, bytes) => this.#take(peer, channelId, bytes);
    const bans = new BanList({ clock });
    const book = new AddressBook({
      strict: options.addressBookStrict,
      ourId: nodeKey.id,
      clock,
      random,
    });
    const pex = new PexReactor({
      book,
      bans,
      seeds: seeds.map((seed) => (typeof seed === "string" ? parseAddress(seed) : seed)),
    });
    this.#node = createNode({
      ...options,
      nodeKey,
      protocolVersion: { ...protocolVersions(release), app: 0n },
      reactors: [...tapReactors(release, listen), overheard(pex, listen)],
      // Ours, so that its messages are heard, too.
      pex: false,
      seeds: [],
      persistentPeers: options.peers,
      maxOutboundPeers: options.maxOutboundPeers ?? (seeds.length > 0 ? limits.outboundPeers : 0),
      allowDuplicateIp: true,
      peerFilters: [({ id, remote }) => bans.check({ id, ip: IpAddress.parse(remote.ip) })?.reason],
    });
    this.#node.onEvent((event) => this.#note(event));
  }

  /** Our id: 40 lower-case hex digits. */
  get id(): string {
    return this.#node.id;
  }

  /** Chain id. */
  get network(): string {
    return this.#options.network;
  }

  /**
   * Begins to dial. Once; resolves with the tap itself, before there are peers.
   *
   * @throws P2PError `LISTEN_FAILED`, `ABORTED`, `STOPPED`.
   */
  async start(): Promise<this> {
    const { signal } = this.#options;
    if (signal?.aborted === true) throw abortError(signal);
    await this.#node.start();
    signal?.addEventListener("abort", this.#stopOnAbort, { once: true });
    return this;
  }

  /** Takes leave of the peers and ends all streams once their readers have what waits. Idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  /** {@link Tap.stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * The messages from now on, until the tap stops. What its reader does not take at once waits, up to a limit; then the
   * peers that have more to say are held back, their sockets in the end. Leave the loop (or fire the signal) when no more is
   * wanted: for whom nobody reads, the peers wait, and after two minutes they are lost (`REACTOR_STALLED`).
   *
   * While nobody reads, nothing is kept: messages are counted only.
   *
   * @example
   * ```ts
   * for await (const { peer, message } of tap.messages({ types: ["Vote"] })) {
   *   if (message?.type === "Vote") console.log(peer.id, message.value.vote?.height);
   * }
   * ```
   */
  messages(options: MessagesOptions = {}): AsyncIterableIterator<TapMessage> {
    const stream = new MessageStream(options, (closed) => this.#streams.delete(closed));
    if (this.#stopped !== undefined) stream.close();
    if (!stream.closed) this.#streams.add(stream);
    return stream;
  }

  /** What has come so far, by type and by peer. */
  summary(): TapSummary {
    const { clock = systemClock, network } = this.#options;
    return this.#totals.summary(network, clock.now() - this.#startedAt);
  }

  /** Calls `listener` with all that happens to connections, until the returned function is called. Must not throw. */
  onEvent(listener: (event: NodeEvent) => void): () => void {
    return this.#node.onEvent(listener);
  }

  readonly #stopOnAbort = (): void => void this.stop();

  async #stop(): Promise<void> {
    this.#options.signal?.removeEventListener("abort", this.#stopOnAbort);
    // First: a peer whose message waits for a reader would not go before.
    for (const stream of this.#streams) stream.close();
    await this.#node.stop();
  }

  #note(event: NodeEvent): void {
    if (event.type === "peer-connected") this.#totals.connected(this.#tapPeer(event.peer));
    if (event.type === "peer-disconnected") this.#totals.disconnected(event.peer.id);
  }

  #tapPeer(peer: Peer): TapPeer {
    const known = this.#peers.get(peer);
    if (known !== undefined) return known;
    const { release = "v0.38" } = this.#options;
    const { ip, port } = peer.remote;
    const tapPeer = {
      id: peer.id,
      address: joinHostPort(ip, port),
      release: releaseOf(peer.nodeInfo, release),
    };
    this.#peers.set(peer, tapPeer);
    return tapPeer;
  }

  #take(from: Peer, channel: number, bytes: Uint8Array): ReturnType<Listen> {
    const { clock = systemClock, network } = this.#options;
    // To the microsecond, so that a recording keeps all of it.
    const at = Math.round((this.#epoch + clock.now()) * 1_000) / 1_000;
    const peer = this.#tapPeer(from);
    const message = received({ at, peer, network, channel, bytes }, this.#sightings);
    this.#totals.add(message);
    return { message, taken: this.#handOut(message) };
  }

  #handOut(message: TapMessage): Promise<void> | undefined {
    const full = Array.from(this.#streams, (stream) => stream.push(message)).filter(
      (room) => room !== undefined,
    );
    return full.length === 0 ? undefined : Promise.all(full).then(() => undefined);
  }
}

/**
 * Makes a tap; {@link Tap.start} starts it.
 *
 * @throws P2PError `ADDRESS_MALFORMED` for a peer or a seed, `OPTION_INVALID`.
 * @example
 * ```ts
 * await using tap = createTap({ network: "my-chain", peers: ["2d99…cd74@203.0.113.5:26656"] });
 * await tap.start();
 * for await (const { at, peer, message } of tap.messages()) console.log(at, peer.address, message?.type);
 * ```
 */
export function createTap(options: TapOptions): Tap {
  return new Tap(options);
}
