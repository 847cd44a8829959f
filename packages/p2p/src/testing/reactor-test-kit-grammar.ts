import type { Clock } from "../base/index.js";
import { formatChannelId } from "../mconnection/index.js";
import type { Peer, Reactor, ReactorContext } from "../switch/index.js";

/** Options of a {@link GrammarChecker}. */
export interface GrammarCheckerOptions {
  /** The switch's time and how long it waits for a callback (`reactorStallMs`), when some are made to hang. */
  readonly stall?: { readonly clock: Clock; readonly ms: number } | undefined;
}

/** A callback that is under way: it began, and its promise has not settled. */
interface Running {
  readonly since: number;
}

/** What one reactor has been told of one peer. */
interface Session {
  readonly peer: Peer;
  initialising: Running | undefined;
  added: boolean;
  adding: Running | undefined;
  receiving: Running | undefined;
  removing: Running | undefined;
}

/** What one reactor has been told. */
interface Watched {
  readonly reactor: Reactor<unknown>;
  /** Its place in the order of registration. */
  readonly place: number;
  state: "registered" | "starting" | "running" | "stopped";
  readonly sessions: Map<Peer, Session>;
}

/**
 * Holds a switch to the contract of reactors, as `docs/REACTORS.md` has it: watched reactors are called in the order of
 * the grammar or the checker notes what was wrong. For tests of what calls reactors; `checkReactor` is for reactors.
 *
 * @example
 * ```ts
 * const checker = new GrammarChecker();
 * const sw = new Switch({ ...options, reactors: [checker.watch(first), checker.watch(second)] });
 * // … anything at all …
 * if (checker.violations.length > 0) throw new Error(checker.violations.join("\n"));
 * ```
 */
export class GrammarChecker {
  /** What was against the contract, in order. */
  readonly violations: string[] = [];
  readonly #stall: { readonly clock: Clock; readonly ms: number } | undefined;
  readonly #watched: Watched[] = [];
  readonly #names = new Set<string>();
  readonly #channels = new Map<number, string>();
  /** Every peer that has ever been seen: each session has its own. */
  readonly #seen = new WeakMap<Peer, Set<string>>();

  constructor(options: GrammarCheckerOptions = {}) {
    this.#stall = options.stall;
  }

  /** Peers that some reactor knows: told `initPeer`, and `removePeer` not yet settled. */
  get knownPeers(): readonly Peer[] {
    return [...new Set(this.#watched.flatMap(({ sessions }) => [...sessions.keys()]))];
  }

  /** A reactor that passes everything on to `reactor` and checks the order. Watch them in the order of registration. */
  watch<T>(reactor: Reactor<T>): Reactor<T> {
    const anyReactor = reactor as Reactor<unknown>;
    const watched: Watched = {
      reactor: anyReactor,
      place: this.#watched.length,
      state: "registered",
      sessions: new Map(),
    };
    this.#register(watched);
    this.#watched.push(watched);
    return {
      name: reactor.name,
      channels: reactor.channels,
      start: (context) => this.#start(watched, context),
      stop: () => this.#stop(watched),
      initPeer: (peer) => this.#initPeer(watched, peer),
      addPeer: (peer) => this.#addPeer(watched, peer),
      receive: (peer, channelId, message) => this.#receive(watched, peer, channelId, message),
      removePeer: (peer, reason) =>
        this.#removePeer(watched, peer, () => anyReactor.removePeer?.(peer, reason)),
    };
  }

  /** Invariants (a) and (b): a channel has one reactor, a name one, too. */
  #register({ reactor }: Watched): void {
    if (this.#names.has(reactor.name)) this.#violated(reactor, "its name is taken");
    this.#names.add(reactor.name);
    for (const { id } of reactor.channels) {
      const owner = this.#channels.get(id);
      if (owner !== undefined) this.#violated(reactor, `channel ${formatChannelId(id)} is ${owner}'s`);
      this.#channels.set(id, reactor.name);
    }
  }

  /** Invariant (g): the state never goes back. */
  #start(watched: Watched, context: ReactorContext): void | Promise<void> {
    if (watched.state !== "registered") this.#violated(watched.reactor, `start while ${watched.state}`);
    if (this.#watched.slice(0, watched.place).some(({ state }) => state !== "running"))
      this.#violated(watched.reactor, "start before an earlier reactor runs");
    watched.state = "starting";
    const running = (): void => {
      watched.state = "running";
    };
    return follow(
      () => watched.reactor.start?.(context),
      running,
      () => {},
    );
  }

  /** Invariant (f): a reactor stops when no peers are known, and after those that were registered later. */
  #stop(watched: Watched): void | Promise<void> {
    const { reactor, state, sessions } = watched;
    if (state !== "running") this.#violated(reactor, `stop while ${state}`);
    if (sessions.size > 0) this.#violated(reactor, `stop with ${sessions.size} peers`);
    if (this.#watched.slice(watched.place + 1).some(({ state: other }) => other === "running"))
      this.#violated(reactor, "stop before a later reactor has stopped");
    watched.state = "stopped";
    return reactor.stop?.();
  }

  /** Invariant (d): one session for each id at a time; and a new object for each. */
  #initPeer(watched: Watched, peer: Peer): void | Promise<void> {
    const { reactor } = watched;
    this.#mustRun(watched, "initPeer");
    const seenBy = this.#seen.get(peer) ?? new Set();
    if (seenBy.has(reactor.name)) this.#violated(reactor, `initPeer twice with one object ${short(peer)}`);
    this.#seen.set(peer, seenBy.add(reactor.name));
    for (const other of this.#watched) {
      for (const session of other.sessions.values()) {
        if (session.peer.id === peer.id && session.peer !== peer)
          this.#violated(reactor, `initPeer ${short(peer)} while ${other.reactor.name} has an older session`);
      }
      const earlier = other.place < watched.place ? other.sessions.get(peer) : undefined;
      if (other.place < watched.place && (earlier === undefined || this.#isRunning(earlier.initialising)))
        this.#violated(reactor, `initPeer ${short(peer)} before that of ${other.reactor.name} has settled`);
    }
    const session: Session = {
      peer,
      initialising: this.#run(),
      added: false,
      adding: undefined,
      receiving: undefined,
      removing: undefined,
    };
    watched.sessions.set(peer, session);
    const done = (): void => void (session.initialising = undefined);
    return follow(() => reactor.initPeer?.(peer), done, done);
  }

  #addPeer(watched: Watched, peer: Peer): void | Promise<void> {
    const { reactor } = watched;
    this.#mustRun(watched, "addPeer");
    const session = this.#known(watched, peer, "addPeer");
    if (session === undefined) return undefined;
    if (session.added) this.#violated(reactor, `addPeer twice ${short(peer)}`);
    for (const other of this.#watched) {
      if (this.#isRunning(other.sessions.get(peer)?.initialising) || !other.sessions.has(peer))
        this.#violated(
          reactor,
          `addPeer ${short(peer)} before initPeer of ${other.reactor.name} has settled`,
        );
    }
    session.added = true;
    session.adding = this.#run();
    const done = (): void => void (session.adding = undefined);
    return follow(() => reactor.addPeer?.(peer), done, done);
  }

  /** Invariant (e): messages of known peers on own channels only, one after the other over all reactors. */
  #receive(watched: Watched, peer: Peer, channelId: number, message: unknown): void | Promise<void> {
    const { reactor } = watched;
    this.#mustRun(watched, "receive");
    if (this.#channels.get(channelId) !== reactor.name)
      this.#violated(reactor, `receive on ${formatChannelId(channelId)}, which is not its own`);
    const session = this.#known(watched, peer, "receive");
    if (session === undefined) return undefined;
    if (!session.added) this.#violated(reactor, `receive before addPeer ${short(peer)}`);
    for (const other of this.#watched) {
      if (other.sessions.get(peer)?.receiving !== undefined)
        this.#violated(reactor, `receive during receive of ${other.reactor.name} ${short(peer)}`);
    }
    session.receiving = this.#run();
    const done = (): void => void (session.receiving = undefined);
    return follow(() => reactor.receive?.(peer, channelId, message), done, done);
  }

  /** Exactly one for each `initPeer`, in the order of registration, when everything else has settled. */
  #removePeer(watched: Watched, peer: Peer, remove: () => void | Promise<void>): void | Promise<void> {
    const { reactor } = watched;
    this.#mustRun(watched, "removePeer");
    const session = watched.sessions.get(peer);
    if (session === undefined || session.removing !== undefined) {
      this.#violated(reactor, `removePeer without initPeer, or twice ${short(peer)}`);
      return undefined;
    }
    for (const other of this.#watched) {
      const theirs = other.sessions.get(peer);
      for (const what of ["initialising", "adding", "receiving"] as const) {
        if (this.#isRunning(theirs?.[what]))
          this.#violated(reactor, `removePeer while ${other.reactor.name} is ${what} ${short(peer)}`);
      }
      if (other.place < watched.place && theirs !== undefined && this.#isRunning(theirs.removing))
        this.#violated(reactor, `removePeer before that of ${other.reactor.name} has settled ${short(peer)}`);
    }
    if (peer.running) this.#violated(reactor, `removePeer of a peer that is running ${short(peer)}`);
    session.removing = this.#run();
    const done = (): void => void watched.sessions.delete(peer);
    // One that hangs is given up in the end, and then the session is over all the same.
    this.#stall?.clock.setTimer(this.#stall.ms, done);
    return follow(remove, done, done);
  }

  /** Invariant (c): callbacks for known peers only. */
  #known({ reactor, sessions }: Watched, peer: Peer, callback: string): Session | undefined {
    const session = sessions.get(peer);
    if (session === undefined) this.#violated(reactor, `${callback} without initPeer ${short(peer)}`);
    else if (session.removing !== undefined)
      this.#violated(reactor, `${callback} after removePeer ${short(peer)}`);
    else if (this.#isRunning(session.initialising))
      this.#violated(reactor, `${callback} during initPeer ${short(peer)}`);
    return session;
  }

  #mustRun({ reactor, state }: Watched, callback: string): void {
    if (state !== "running") this.#violated(reactor, `${callback} while ${state}`);
  }

  #run(): Running {
    return { since: this.#stall?.clock.now() ?? 0 };
  }

  /** Whether a callback is under way and the switch must still wait for it. */
  #isRunning(running: Running | undefined): boolean {
    if (running === undefined) return false;
    return this.#stall === undefined || this.#stall.clock.now() - running.since < this.#stall.ms;
  }

  #violated(reactor: Reactor<unknown>, what: string): void {
    this.violations.push(`${reactor.name}: ${what}`);
  }
}

/** Calls `callback` and says how it went, at once or when its promise settles; the outcome is passed on as it is. */
function follow(
  callback: () => void | Promise<void>,
  onDone: () => void,
  onFailed: () => void,
): void | Promise<void> {
  try {
    const pending = callback();
    if (!(pending instanceof Promise)) {
      onDone();
      return pending;
    }
    return pending.then(onDone, (error: unknown) => {
      onFailed();
      throw error;
    });
  } catch (error) {
    onFailed();
    throw error;
  }
}

function short(peer: Peer): string {
  return `(${peer.id.slice(0, 6)})`;
}
