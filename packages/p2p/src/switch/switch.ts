import { asP2PError, type Endpoint, holdProcess, P2PError, withDeadline } from "../base/index.js";
import type { EstablishedConnection, PeerCandidate, Transport } from "../transport/index.js";
import { type AddressSpec, NetAddress, normalizeNodeId } from "../wire/index.js";
import { broadcastTo, tryBroadcastTo } from "./broadcast.js";
import type { Channel } from "./channel.js";
import { ChannelRegistry } from "./channel-registry.js";
import { Dialer } from "./dialer.js";
import { encodeFor } from "./encode.js";
import type { SwitchEvent } from "./events.js";
import { decideInbound } from "./inbound-decision.js";
import { completeSettings, type SwitchOptions, type SwitchSettings } from "./options.js";
import type { Peer } from "./peer.js";
import { PeerSession, type SessionEnd } from "./peer-session.js";
import { countPeers, PeerSet } from "./peer-set.js";
import type { BroadcastResult, DialPeerOptions, PeerCounts, Reactor, ReactorContext } from "./reactor.js";
import { Reconnector } from "./reconnector.js";
import { type PeerRoster, Roster } from "./roster.js";
import type { SwitchPeer } from "./switch-peer.js";
import { TrafficCounter, type TrafficCounts } from "./traffic.js";

/**
 * Owns the peers and hands their messages to reactors.
 *
 * An id has at most one session at any time, from the first `initPeer` to the last `removePeer`; it is reserved before
 * the first and freed after the last. Source: `p2p/switch.go@v0.38.25`; what is different is in `docs/DIFFERENCES.md`.
 *
 * @example
 * ```ts
 * const sw = new Switch({
 *   nodeId: nodeKey.id,
 *   nodeInfo: () => ourNodeInfo,
 *   reactors: [mempoolWatcher],
 *   listen: "tcp://0.0.0.0:26656",
 *   createTransport: (seams) => new TcpTransport({ nodeKey, nodeInfo: () => ourNodeInfo, ...seams }),
 * });
 * await sw.start();
 * const peer = await sw.dial(parseAddress("id@host:26656"));
 * await sw.stop();
 * ```
 */
export class Switch {
  readonly #settings: SwitchSettings;
  readonly #registry: ChannelRegistry;
  readonly #roster = new Roster();
  readonly #transport: Transport;
  readonly #dialer: Dialer;
  readonly #reconnector: Reconnector;
  readonly #peers = new PeerSet();
  /** Every id that is taken, from before `initPeer` until after `removePeer`. */
  readonly #sessions = new Map<string, PeerSession>();
  /** Ids of inbound connections that were admitted and are still in the handshake, by remote endpoint. */
  readonly #handshakes = new Map<string, string>();
  readonly #totals = new TrafficCounter();
  readonly #stopping = new AbortController();
  readonly #started: Reactor<unknown>[] = [];
  #state: "new" | "starting" | "running" | "stopped" = "new";
  /** Lets the process end. */
  #release: () => void = () => {};
  /** Settles when no reactor's start is under way. */
  #starting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  #endpoint: Endpoint | undefined;

  /** @throws P2PError `OPTION_INVALID`. */
  constructor(options: SwitchOptions) {
    this.#settings = completeSettings(options);
    this.#registry = new ChannelRegistry(options.reactors);
    for (const address of options.persistentPeers ?? []) this.#roster.addPersistent(address);
    for (const id of options.unconditionalPeerIds ?? []) this.#roster.addUnconditional(id);
    for (const id of options.privatePeerIds ?? []) this.#roster.addPrivate(id);
    this.#transport = options.createTransport({
      unconditionalPeerIds: this.#roster.unconditionalIds,
      persistentPeerIds: this.#roster.persistentIds,
      admitPeer: (candidate, signal) => this.#admit(candidate, signal),
    });
    this.#dialer = new Dialer(this.#transport);
    const { clock, random, reconnectSettings: settings } = this.#settings;
    this.#reconnector = new Reconnector({
      clock,
      random,
      settings,
      addressOf: (id) => this.#roster.persistentAddress(id),
      otherAddressesOf: (id) => this.#settings.otherAddressesOf?.(id) ?? [],
      isBusy: (id) => this.isDialingOrExisting(id),
      dial: (address) => void this.dial(address).catch(() => {}), // reported as an event, and dialled again
      onScheduled: (address, failures, delayMs, why) =>
        this.#emit({ type: "reconnect-scheduled", address, failures, delayMs, why }),
    });
  }

  /** The channels that our NodeInfo should announce: those of the reactors, in the order of registration. */
  get channelIds(): Uint8Array {
    return Uint8Array.from(this.#registry.channels, ({ id }) => id);
  }

  /** Where it listens, once started. */
  get endpoint(): Endpoint | undefined {
    return this.#endpoint;
  }

  /** What the operator has said about peers. Change it through the switch. */
  get roster(): PeerRoster {
    return this.#roster;
  }

  /** All peers now, in the order in which they came. */
  get peers(): readonly Peer[] {
    return this.#peers.list();
  }

  /** The peer with this id, if connected. */
  peer(id: string): Peer | undefined {
    return this.#peers.get(normalizeNodeId(id));
  }

  /** Peers by direction, also those that have said goodbye and whose last messages are still being received. */
  counts(): PeerCounts {
    return { ...countPeers(this.#sessions.values()), dialing: this.#dialer.size };
  }

  /** What has gone over the channels since the start, peers that have left included. */
  traffic(): TrafficCounts {
    const sum = new TrafficCounter();
    sum.add(this.#totals);
    for (const { peer } of this.#sessions.values()) sum.add(peer.counter);
    return sum.counts();
  }

  /**
   * Starts the reactors in their order, listens, dials persistent peers. Once. It keeps the process alive until it has
   * stopped.
   *
   * @throws P2PError `REACTOR_FAILED`, `LISTEN_FAILED`, `ADDRESS_MALFORMED`, `STOPPED`; it is stopped then.
   */
  async start(): Promise<void> {
    if (this.#state !== "new") throw new P2PError("STOPPED", { detail: "a switch starts once" });
    this.#state = "starting";
    this.#release = holdProcess();
    try {
      this.#starting = this.#startReactors();
      await this.#starting;
      this.#throwIfStopped();
      this.#state = "running";
      if (this.#settings.listen !== undefined) await this.#listen(this.#settings.listen);
      this.#throwIfStopped();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.#reconnector.start(this.#roster.persistentIds);
  }

  /**
   * Accepts and dials no more, sends what is queued (up to 5 s), ends all sessions, stops the reactors in reverse order.
   * Idempotent.
   */
  stop(): Promise<void> {
    if (this.#stopped === undefined) {
      this.#state = "stopped";
      this.#reconnector.stop();
      this.#stopped = this.#stop().finally(() => this.#release());
      this.#stopping.abort(new P2PError("STOPPED"));
    }
    return this.#stopped;
  }

  /** {@link Switch.stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** See {@link ReactorContext.dial}. */
  async dial(address: AddressSpec, options: DialPeerOptions = {}): Promise<Peer> {
    const { id } = address;
    if (options.persistent === true) this.addPersistentPeer(address);
    try {
      const opening = await this.#dialer.dial(
        this.#checked(address),
        this.#dialOptions(id, options),
        (connection) =>
          // In an object, lest the promise is waited for while the id counts as being dialled.
          ({ opened: this.#begin(connection, address) }),
      );
      return await opening.opened;
    } catch (error) {
      const failure = asP2PError(error, "DIAL_FAILED");
      if (!this.#isStopped) this.#dialFailed(address, failure);
      throw failure;
    }
  }

  /** See {@link ReactorContext.isDialingOrExisting}. */
  isDialingOrExisting(nodeId: string): boolean {
    const id = normalizeNodeId(nodeId);
    return this.#sessions.has(id) || this.#dialer.progress(id) !== undefined || this.#isHandshaking(id);
  }

  /** Keeps a peer connected from now on. It is dialled soon when it is not connected. */
  addPersistentPeer(address: AddressSpec): void {
    this.#roster.addPersistent(address);
    // Also when there is a dial or a handshake: that may fail, and then nobody else would dial.
    if (this.#peers.get(address.id) === undefined) this.#reconnector.begin(address.id);
  }

  /** Lets a persistent peer go when its connection ends. Whether it was one. */
  removePersistentPeer(id: string): boolean {
    this.#reconnector.forget(normalizeNodeId(id));
    return this.#roster.removePersistent(id);
  }

  /** Exempts a peer from all limits, from now on. */
  addUnconditionalPeer(id: string): void {
    this.#roster.addUnconditional(id);
  }

  /** Keeps a peer's address from being told to others, from now on. */
  addPrivatePeer(id: string): void {
    this.#roster.addPrivate(id);
  }

  /** See {@link ReactorContext.stopPeer}. */
  stopPeer(peer: Peer, reason: P2PError): void {
    void this.#sessionOf(peer)?.end({ reason, misbehaved: true });
  }

  /** See {@link ReactorContext.stopPeerGracefully}. */
  async stopPeerGracefully(peer: Peer): Promise<void> {
    await this.#sessionOf(peer)?.disconnect({ reason: undefined, misbehaved: false });
  }

  /** See {@link ReactorContext.markGood}. */
  markGood(peer: Peer): void {
    if (peer.running) this.#emit({ type: "peer-marked-good", peer });
  }

  /** See `ReactorContext.broadcast`. */
  async broadcast<T>(channel: number | Channel<T>, message: Uint8Array | T): Promise<BroadcastResult> {
    const { channelId, bytes } = encodeFor(channel, message);
    return broadcastTo(this.#withChannel(channelId), channelId, bytes);
  }

  /** See `ReactorContext.tryBroadcast`. */
  tryBroadcast<T>(channel: number | Channel<T>, message: Uint8Array | T): BroadcastResult {
    const { channelId, bytes } = encodeFor(channel, message);
    return tryBroadcastTo(this.#withChannel(channelId), channelId, bytes);
  }

  get #isStopped(): boolean {
    return this.#state === "stopped";
  }

  #throwIfStopped(): void {
    if (this.#isStopped) throw new P2PError("STOPPED", { detail: "the switch was stopped while it started" });
  }

  async #startReactors(): Promise<void> {
    for (const reactor of this.#registry.reactors) {
      if (this.#isStopped) return;
      await startReactor(reactor, this.#contextFor());
      this.#started.push(reactor);
    }
  }

  #emit(event: SwitchEvent): void {
    this.#settings.onEvent?.(event);
  }

  #withChannel(channelId: number): SwitchPeer[] {
    if (this.#registry.owned(channelId) === undefined) {
      throw new P2PError("SEND_UNKNOWN_CHANNEL", { detail: String(channelId) });
    }
    return this.#peers.list().filter((peer) => peer.hasChannel(channelId));
  }

  /** The session of this very object, not another one with its id. */
  #sessionOf(peer: Peer): PeerSession | undefined {
    const session = this.#sessions.get(peer.id);
    return session?.peer === peer ? session : undefined;
  }

  #isHandshaking(id: string): boolean {
    for (const other of this.#handshakes.values()) if (other === id) return true;
    return false;
  }

  async #listen(address: string): Promise<void> {
    this.#endpoint = await this.#transport.listen(address, {
      onConnection: (connection) => {
        this.#handshakes.delete(endpointKey(connection.remote));
        void this.#begin(connection, undefined).catch(() => {}); // reported as an event
      },
      onRejected: (error, remote) => {
        this.#handshakes.delete(endpointKey(remote));
        if (!this.#isStopped) this.#emit({ type: "inbound-refused", remote, error });
      },
      onListenerError: (error) => this.#emit({ type: "listener-failed", error }),
    });
    this.#emit({ type: "listening", endpoint: this.#endpoint });
  }

  /** May this node become a peer? Asked when its id is proven, before our NodeInfo goes out. */
  async #admit(candidate: PeerCandidate, signal: AbortSignal): Promise<P2PError | undefined> {
    const { id, remote, outbound } = candidate;
    const ban = this.#settings.isBanned?.(id, remote.ip);
    if (ban !== undefined) return new P2PError("BANNED", { detail: ban });
    if (outbound) return undefined;
    for (;;) {
      const decision = decideInbound({
        ourId: this.#settings.nodeId,
        peerId: id,
        hasSession: this.#sessions.has(id),
        hasHandshake: this.#isHandshaking(id),
        dial: this.#dialer.progress(id),
      });
      if (decision.action === "refuse") return new P2PError("DUPLICATE_ID", { detail: decision.why });
      if (decision.action === "admit") {
        if (decision.abortDial) {
          this.#dialer.abort(id, new P2PError("DUPLICATE_ID", { detail: "it has dialled us meanwhile" }));
        }
        this.#handshakes.set(endpointKey(remote), id);
        return undefined;
      }
      await this.#dialer.outcome(id);
      // It was refused meanwhile: nobody would tell when its handshake is over.
      if (signal.aborted) return new P2PError("ABORTED");
    }
  }

  /** Makes an established connection a peer. The id is reserved before this returns. */
  async #begin(connection: EstablishedConnection, dialed: AddressSpec | undefined): Promise<Peer> {
    const { id, remote, outbound } = connection;
    const refusal = this.#isStopped
      ? new P2PError("STOPPED", { detail: "the switch has stopped" })
      : this.#sessions.has(id)
        ? new P2PError("DUPLICATE_ID", { detail: "it is connected" })
        : undefined;
    if (refusal !== undefined) {
      connection.secretConnection.destroy();
      throw refusal;
    }
    try {
      const session = this.#reserve(connection, dialed);
      await session.open();
      return session.peer;
    } catch (error) {
      const failure = asP2PError(error, "REACTOR_FAILED");
      if (!this.#isStopped) this.#emit({ type: "peer-refused", id, remote, outbound, error: failure });
      throw failure;
    }
  }

  #reserve(connection: EstablishedConnection, dialed: AddressSpec | undefined): PeerSession {
    try {
      const session = new PeerSession({
        ...this.#settings,
        connection,
        dialed,
        registry: this.#registry,
        roster: this.#roster,
        settings: this.#settings.connection,
        onAdded: (added) => this.#onAdded(added),
        onRemoving: (removed) => this.#peers.remove(removed),
        onEnded: (ended, end) => this.#onEnded(ended, end),
        onReactorFailed: (reactor, error) => this.#emit({ type: "reactor-failed", reactor, error }),
      });
      this.#sessions.set(connection.id, session);
      return session;
    } catch (error) {
      connection.secretConnection.destroy(); // settings that a connection refuses
      throw error;
    }
  }

  #onAdded(session: PeerSession): void {
    this.#peers.add(session);
    this.#reconnector.connected(session.peer.id);
    this.#emit({ type: "peer-connected", peer: session.peer });
  }

  #onEnded(session: PeerSession, { reason, misbehaved }: SessionEnd): void {
    const { peer, connectedMs } = session;
    this.#sessions.delete(peer.id);
    this.#totals.add(peer.counter);
    if (!session.added) return;
    this.#emit({ type: "peer-disconnected", peer, reason, misbehaved, connectedMs });
    if (reason !== undefined) this.#reconnector.again(peer.id, { type: "ended", connectedMs, misbehaved });
  }

  /** Whom we must not dial is found out before anything is opened. */
  #checked(address: AddressSpec): AddressSpec {
    const { id } = address;
    if (this.#state !== "running" || this.#isStopped) {
      throw new P2PError("STOPPED", { detail: "the switch is not running" });
    }
    if (id === this.#settings.nodeId) throw new P2PError("SELF_CONNECTION");
    if (this.#sessions.has(id)) throw new P2PError("DUPLICATE_ID", { detail: "it is connected" });
    if (this.#isHandshaking(id)) throw new P2PError("DUPLICATE_ID", { detail: "it is dialling us" });
    const ban = this.#settings.isBanned?.(id, address instanceof NetAddress ? address.host : undefined);
    if (ban !== undefined) throw new P2PError("BANNED", { detail: ban });
    if (this.#dialer.progress(id) !== undefined) {
      throw new P2PError("DUPLICATE_ID", { detail: "it is being dialled" });
    }
    this.#emit({ type: "dialing", address, persistent: this.#roster.persistentIds.has(id) });
    return address;
  }

  #dialOptions(
    id: string,
    { signal }: DialPeerOptions,
  ): { readonly allowDuplicateIp: boolean; readonly signal: AbortSignal | undefined } {
    // A peer that the operator configured may share its address with another.
    const allowDuplicateIp = this.#roster.persistentIds.has(id) || this.#roster.unconditionalIds.has(id);
    return { allowDuplicateIp, signal };
  }

  #dialFailed(address: AddressSpec, error: P2PError): void {
    const { id } = address;
    const duplicate = error.code === "DUPLICATE_ID";
    if (!duplicate) this.#emit({ type: "dial-failed", address, error });
    // A peer that is connected, or another dial, says itself when it has ended; and we are never worth another try.
    const otherwise = this.#sessions.get(id)?.added === true || this.#dialer.progress(id) !== undefined;
    if (otherwise || error.code === "SELF_CONNECTION") return;
    this.#reconnector.again(id, { type: duplicate ? "refused" : "dial-failed" });
  }

  async #stop(): Promise<void> {
    await this.#transport.close();
    const end: SessionEnd = { reason: undefined, misbehaved: false };
    await Promise.all(Array.from(this.#sessions.values(), (session) => session.end(end)));
    await this.#bounded(() => this.#starting).catch(() => {}); // `start` throws it
    for (const reactor of this.#started.splice(0).reverse()) {
      try {
        await this.#bounded(() => reactor.stop?.());
      } catch (error) {
        this.#emit({
          type: "reactor-failed",
          reactor: reactor.name,
          error: asP2PError(error, "REACTOR_FAILED"),
        });
      }
    }
  }

  /** Waits for a reactor, but not for ever. */
  async #bounded(task: () => void | Promise<void>): Promise<void> {
    const { clock, reactorStallMs: timeoutMs } = this.#settings;
    await withDeadline({ clock, timeoutMs, timeoutCode: "REACTOR_STALLED" }, () => task());
  }

  /** The part of the switch that reactors see. */
  #contextFor(): ReactorContext {
    const { clock, random, maxOutboundPeers, nodeInfo } = this.#settings;
    const list = (): readonly Peer[] => this.#peers.list();
    return {
      clock,
      random,
      maxOutboundPeers,
      signal: this.#stopping.signal,
      get nodeInfo() {
        return nodeInfo();
      },
      get peers() {
        return list();
      },
      peer: (id) => this.peer(id),
      counts: () => this.counts(),
      broadcast: (channel: number | Channel<unknown>, message: unknown) => this.broadcast(channel, message),
      tryBroadcast: (channel: number | Channel<unknown>, message: unknown) =>
        this.tryBroadcast(channel, message),
      stopPeer: (peer, reason) => this.stopPeer(peer, reason),
      stopPeerGracefully: (peer) => this.stopPeerGracefully(peer),
      markGood: (peer) => this.markGood(peer),
      dial: (address, options) => this.dial(address, options),
      isDialingOrExisting: (id) => this.isDialingOrExisting(id),
      isPersistent: (id) => this.#roster.persistentIds.has(normalizeNodeId(id)),
      isUnconditional: (id) => this.#roster.unconditionalIds.has(normalizeNodeId(id)),
      isPrivate: (id) => this.#roster.privateIds.has(normalizeNodeId(id)),
      reactor: (name) => this.#registry.named(name),
    };
  }
}

async function startReactor(reactor: Reactor<unknown>, context: ReactorContext): Promise<void> {
  try {
    await reactor.start?.(context);
  } catch (error) {
    throw asP2PError(error, "REACTOR_FAILED");
  }
}

function endpointKey({ ip, port }: Endpoint): string {
  return `${ip} ${port}`;
}
