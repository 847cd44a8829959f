import { asP2PError, type Clock, type Endpoint, P2PError, type Timer } from "../base/index.js";
import { type Filter, runFilters } from "../transport/index.js";
import type { NodeInfo } from "../wire/index.js";
import type { ChannelRegistry } from "./channel-registry.js";
import type { Reactor } from "./reactor.js";
import { breaksProtocol } from "./protocol-faults.js";
import { isPromise, SwitchPeer, type SwitchPeerOptions } from "./switch-peer.js";

/** What a peer filter is asked about: a node that has come through the handshake. */
export interface FilterCandidate {
  /** Proven by the handshake. */
  readonly id: string;
  /** What it says about itself. */
  readonly nodeInfo: NodeInfo;
  /** Its end of the TCP connection. */
  readonly remote: Endpoint;
  /** Whether we dialled. */
  readonly outbound: boolean;
}

/** Decides whether a node may become a peer: Go's `/p2p/filter/id`. */
export type PeerFilter = Filter<FilterCandidate>;

/** How a session has ended. */
export interface SessionEnd {
  /** Undefined when we ended it gracefully. */
  readonly reason: P2PError | undefined;
  /** Whether the peer is to blame by our own judgement, not by the state of the connection. */
  readonly misbehaved: boolean;
}

/** What a {@link PeerSession} works with. */
export interface SessionOptions extends Omit<SwitchPeerOptions, "onGoodbye" | "onClosed"> {
  readonly registry: ChannelRegistry;
  readonly clock: Clock;
  readonly peerFilters: readonly PeerFilter[];
  readonly filterTimeoutMs: number;
  /** How long a callback of a reactor may take before the session goes on without it. */
  readonly reactorStallMs: number;
  /** The peer can be sent to. */
  readonly onAdded: (session: PeerSession) => void;
  /** The peer is no longer to be sent to. Only after `onAdded`. */
  readonly onRemoving: (session: PeerSession) => void;
  /** Its id is free again: every reactor that knew the peer has forgotten it. */
  readonly onEnded: (session: PeerSession, end: SessionEnd) => void;
  /** A callback of a reactor threw or took too long. */
  readonly onReactorFailed: (reactor: string, error: P2PError) => void;
}

/**
 * One peer from its first callback to its last: who is told what, and when. Nothing here is ever undone twice or not at
 * all: {@link PeerSession.open} and {@link PeerSession.end} meet in any order, and the end waits for what has begun.
 */
export class PeerSession {
  readonly peer: SwitchPeer;
  readonly #options: SessionOptions;
  /** Reactors that were told `initPeer`, and must be told `removePeer`. */
  readonly #informed: Reactor<unknown>[] = [];
  /** Promises of `addPeer`, by reactor. */
  readonly #adding = new Map<Reactor<unknown>, Promise<void>>();
  readonly #opening = new Gate();
  readonly #ended = new Gate();
  /** Ends the asking of filters. */
  readonly #ending = new AbortController();
  #addedAt: number | undefined;
  /** When it was no longer to be sent to. */
  #leftAt: number | undefined;
  #end: SessionEnd | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.peer = new SwitchPeer({
      ...options,
      onGoodbye: () => this.#leave(),
      onClosed: (reason) => void this.end({ reason, misbehaved: breaksProtocol(reason) }),
    });
  }

  /** Whether the peer was one: reactors were told `addPeer`. */
  get added(): boolean {
    return this.#addedAt !== undefined;
  }

  /** Whether it is a peer: also while what it sent before its goodbye is received, as it has a connection then. */
  get connected(): boolean {
    return this.added && !this.#isEnding();
  }

  /** How long it was a peer, once it has left: what reactors did afterwards does not count. */
  get connectedMs(): number {
    return this.#addedAt === undefined || this.#leftAt === undefined ? 0 : this.#leftAt - this.#addedAt;
  }

  /**
   * Makes the connection a peer: filters, `initPeer` of all reactors, start, `addPeer` of all reactors.
   *
   * @throws P2PError - why it did not become one; everything begun is ended by then.
   */
  async open(): Promise<void> {
    let failure: P2PError | undefined;
    try {
      await this.#filter();
      await this.#initPeer();
      this.#start();
    } catch (error) {
      failure = asP2PError(error, "REACTOR_FAILED");
    }
    this.#opening.open();
    if (failure !== undefined) await this.end({ reason: failure, misbehaved: false });
    if (!this.added) {
      await this.#ended.opened;
      throw failure ?? this.#end?.reason ?? new P2PError("STOPPED");
    }
  }

  /** Ends the session; what has been said first stands. Resolves when its id is free again. */
  end(end: SessionEnd): Promise<void> {
    if (this.#end === undefined) {
      this.#end = end;
      void this.#finish(end).then(() => this.#ended.open());
    }
    return this.#ended.opened;
  }

  /** {@link PeerSession.end}, but resolves when the connection has ended: reactors can wait for that in any callback. */
  async disconnect(end: SessionEnd): Promise<void> {
    void this.end(end);
    await this.#closed;
  }

  #isEnding(): boolean {
    return this.#end !== undefined;
  }

  async #filter(): Promise<void> {
    const { peerFilters, connection, clock, filterTimeoutMs: timeoutMs } = this.#options;
    const { id, nodeInfo, remote, outbound } = connection;
    const bounds = { clock, timeoutMs, signal: this.#ending.signal };
    await runFilters(peerFilters, { id, nodeInfo, remote, outbound }, bounds);
  }

  async #initPeer(): Promise<void> {
    for (const reactor of this.#options.registry.reactors) {
      if (this.#isEnding()) return;
      this.#informed.push(reactor);
      const initialising = this.#call(reactor, () => reactor.initPeer?.(this.peer));
      if (initialising !== undefined) await this.#atMost(reactor, initialising);
    }
  }

  #start(): void {
    if (this.#isEnding()) return;
    this.peer.start();
    this.#addedAt = this.#options.clock.now();
    this.#options.onAdded(this);
    for (const reactor of this.#options.registry.reactors) {
      // A reactor may end the peer it is told of.
      if (this.#isEnding()) return;
      try {
        const adding = this.#call(reactor, () => this.#untilGone(reactor.addPeer?.(this.peer)));
        // It may last as long as the peer does.
        if (adding !== undefined)
          this.#adding.set(
            reactor,
            adding.catch((error: unknown) => this.#fail(error)),
          );
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  /** What runs for as long as the peer is there ends with what its last message is rejected with: no failure. */
  #untilGone(pending: void | Promise<void>): void | Promise<void> {
    if (!isPromise(pending)) return undefined;
    return Promise.resolve(pending).catch((error: unknown) => {
      if (!(this.#leftAt !== undefined && error instanceof P2PError)) throw error;
    });
  }

  /** It is no longer to be sent to. */
  #leave(): void {
    if (!this.added || this.#leftAt !== undefined) return;
    this.#leftAt = this.#options.clock.now();
    this.#options.onRemoving(this);
  }

  #fail(error: unknown): void {
    void this.end({ reason: asP2PError(error, "REACTOR_FAILED"), misbehaved: false });
  }

  async #finish(end: SessionEnd): Promise<void> {
    const { onEnded, registry } = this.#options;
    this.#leave();
    this.#closed = this.peer.stop(end.reason);
    this.#ending.abort(end.reason ?? new P2PError("STOPPED"));
    await this.#closed;
    await this.#opening.opened;
    await this.#settle();
    for (const reactor of registry.reactors) {
      if (!this.#informed.includes(reactor)) continue;
      try {
        const removing = this.#call(reactor, () => reactor.removePeer?.(this.peer, end.reason));
        if (removing !== undefined) await this.#atMost(reactor, removing);
      } catch {
        // Reported; the others must be told all the same.
      }
    }
    onEnded(this, end);
  }

  /** Waits for what reactors have begun and not finished, but not for ever. */
  async #settle(): Promise<void> {
    const { receiving } = this.peer;
    const pending = [...this.#adding];
    if (receiving !== undefined) pending.push([receiving.reactor, receiving.settled]);
    await Promise.all(pending.map(([reactor, promise]) => this.#atMost(reactor, promise).catch(() => {}))); // reported
  }

  /** Calls a reactor. What it throws or rejects with is reported, and passed on as a `P2PError`. */
  #call(reactor: Reactor<unknown>, callback: () => void | Promise<void>): Promise<void> | undefined {
    try {
      const pending: unknown = callback();
      if (!isPromise(pending)) return undefined;
      return Promise.resolve(pending).catch((error: unknown) => this.#failed(reactor, error));
    } catch (error) {
      return this.#failed(reactor, error);
    }
  }

  /** Gives a promise of a reactor's so much time; then that is reported, and thrown as `REACTOR_STALLED`. */
  async #atMost(reactor: Reactor<unknown>, pending: Promise<void>): Promise<void> {
    const { clock, reactorStallMs: timeoutMs } = this.#options;
    const stalled = Symbol("stalled");
    let timer: Timer | undefined;
    const timeout = new Promise<typeof stalled>((resolve) => {
      timer = clock.setTimer(timeoutMs, () => resolve(stalled));
    });
    try {
      if ((await Promise.race([pending, timeout])) !== stalled) return;
    } finally {
      timer?.cancel();
    }
    this.#failed(reactor, new P2PError("REACTOR_STALLED", { detail: `${timeoutMs} ms` }));
  }

  #failed(reactor: Reactor<unknown>, error: unknown): never {
    const failure = asP2PError(error, "REACTOR_FAILED");
    this.#options.onReactorFailed(reactor.name, failure);
    throw failure;
  }
}

/** Something that happens once and can be waited for. */
class Gate {
  readonly opened: Promise<void>;
  open: () => void = () => {};

  constructor() {
    this.opened = new Promise((resolve) => (this.open = resolve));
  }
}
