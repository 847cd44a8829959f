/** One process's part of the run: its nodes have this reactor. */
import { defineReactor, type Peer, PeerKey, type Reactor, type ReactorContext } from "@cometwire/p2p";
import { FaultInjector, type InjectedFault } from "../injected-fault.js";
import type { SessionRecord } from "../ledger.js";
import { type End, slowReader, slowReaderFactor } from "../plan.js";
import { channels } from "../settings.js";
import { MessageWriter } from "../stamp.js";
import { PhaseCounter, type PhaseFigures } from "./figures.js";
import { Rest } from "./rest.js";
import { Session } from "./session.js";
import type { Situation } from "./situation.js";

/** What both ends are told alike. */
export interface LoadPlan {
  readonly seed: number;
  readonly connections: number;
  /** How many connections have a slow reader. */
  readonly slow: number;
  /** Messages a second over all connections and directions; slow readers are sent more. */
  readonly rate: number;
  readonly fault: InjectedFault | undefined;
}

/** How often sockets were seen to begin a pause. */
export interface Pauses {
  /** By number of the connection, of those that may have a slow reader. */
  readonly slow: Readonly<Record<number, number>>;
  /** Of all other connections together. */
  readonly others: number;
}

/** How often to look whether a socket is paused. */
const lookEveryMs = 50;

const sessionKey = new PeerKey<Session>("session");

/** All sessions of one process, and what they have in common. */
export class LoadEnd {
  readonly #plan: LoadPlan;
  readonly #situation: Situation;
  readonly #rest = new Rest();
  readonly #phases = new Map<string, PhaseCounter>();
  #counting: PhaseCounter | undefined;
  #slowReaders = false;
  readonly #live = new Set<Session>();
  readonly #last = new Map<number, Session>();
  #ended: SessionRecord[] = [];
  readonly #pauses = new Map<number, number>();

  constructor(end: End, plan: LoadPlan) {
    const { seed, slow } = plan;
    const ratePerS = plan.rate / (2 * plan.connections * channels.length);
    const toSlowReader = (connection: number): boolean =>
      ![undefined, end].includes(slowReader(connection, slow));
    this.#plan = plan;
    this.#rest.begin();
    this.#situation = {
      seed,
      end,
      ratePerS: (connection) => (toSlowReader(connection) ? ratePerS * slowReaderFactor : ratePerS),
      rest: this.#rest,
      writer: new MessageWriter(seed),
      faults: new FaultInjector(end === "listener" ? plan.fault : undefined),
      readsSlowly: (connection) => this.#slowReaders && slowReader(connection, slow) === end,
      counter: (connection) => this.#counting?.[connection < slow ? "slow" : "others"],
    };
    setInterval(() => this.#look(), lookEveryMs).unref();
  }

  /** The reactor of one node; the connection's number is in the name of the node that dials. */
  reactor(connectionOf: (peer: Peer) => number): Reactor {
    let context: ReactorContext | undefined;
    return defineReactor({
      name: "load",
      channels,
      start: (given) => void (context = given),
      initPeer: (peer) => peer.set(sessionKey, this.#begin(peer, connectionOf(peer))),
      addPeer: (peer) =>
        peer.get(sessionKey)?.run({
          graceful: async (each) => context?.stopPeerGracefully(each),
          abrupt: (each, reason) => context?.stopPeer(each, reason),
        }),
      receive: (peer, channel, message) => peer.get(sessionKey)?.receive(channel, message),
      removePeer: (peer) => this.#end(peer.get(sessionKey)),
    });
  }

  /** Has everybody send. */
  resume(phase: string, slowReaders: boolean): void {
    this.#counting = this.#phases.get(phase) ?? new PhaseCounter(phase);
    this.#phases.set(phase, this.#counting);
    this.#counting.start();
    this.#slowReaders = slowReaders;
    this.#rest.end();
  }

  /** Has nobody send, close or read slowly. */
  pause(): void {
    this.#counting?.stop();
    this.#counting = undefined;
    this.#slowReaders = false;
    this.#rest.begin();
  }

  /** Sessions that have not ended, as they are now. */
  live(): SessionRecord[] {
    return Array.from(this.#live, (session) => session.record());
  }

  /** Sessions that have ended since this was asked for the last time. */
  takeEnded(): SessionRecord[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** What was received, by phase. */
  phases(): PhaseFigures[] {
    return Array.from(this.#phases.values(), (phase) => phase.figures());
  }

  pauses(): Pauses {
    const slow: Record<number, number> = {};
    let others = 0;
    for (const [connection, count] of this.#pauses) {
      if (connection < this.#plan.slow) slow[connection] = count;
      else others += count;
    }
    return { slow, others };
  }

  #begin(peer: Peer, connection: number): Session {
    const before = this.#last.get(connection);
    const incarnation = (before?.numbers.incarnation ?? 0) + 1;
    const heardBefore = before?.heard ?? 0;
    const session = new Session(this.#situation, peer, { connection, incarnation, heardBefore });
    this.#last.set(connection, session);
    this.#live.add(session);
    return session;
  }

  #end(session: Session | undefined): void {
    if (session === undefined) return;
    this.#live.delete(session);
    this.#ended.push(session.record());
  }

  #look(): void {
    for (const session of this.#live) {
      if (!session.pausedSince()) continue;
      const { connection } = session.numbers;
      this.#pauses.set(connection, (this.#pauses.get(connection) ?? 0) + 1);
    }
  }
}
