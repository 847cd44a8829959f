/** One end of one session: sends, checks what it receives, and closes when its time has come. */
import { P2PError, type Peer, type Random } from "@cometwire/p2p";
import { SessionChecker } from "../checker.js";
import type { Ending, SessionRecord } from "../ledger.js";
import { burst, closing, messageSizes, randomFor, slowDelayMs, streamRandom, type Stream } from "../plan.js";
import { channels } from "../settings.js";
import { sharedClockUs } from "../stamp.js";
import { pause } from "./rest.js";
import type { Situation } from "./situation.js";

/** How a session is closed, as the switch offers it. */
export interface Closers {
  graceful(peer: Peer): Promise<void>;
  abrupt(peer: Peer, reason: P2PError): void;
}

/** Which session it is. */
export interface SessionNumbers {
  readonly connection: number;
  /** This end's count of sessions on this connection, from 1. */
  readonly incarnation: number;
  /** The newest incarnation that the other end has told of in earlier sessions. */
  readonly heardBefore: number;
}

/** One end of one session. */
export class Session {
  readonly numbers: SessionNumbers;
  readonly #situation: Situation;
  readonly #peer: Peer;
  readonly #sent = channels.map(() => 0);
  readonly #checker: SessionChecker;
  readonly #sendFaults: string[] = [];
  readonly #slowDelays;
  readonly #gone: Promise<void>;
  readonly #since = performance.now();
  #ending: Ending = "open";
  #paused = false;

  constructor(situation: Situation, peer: Peer, numbers: SessionNumbers) {
    this.#situation = situation;
    this.#peer = peer;
    this.numbers = numbers;
    const { seed, end } = situation;
    const { connection, incarnation, heardBefore } = numbers;
    const otherEnd = end === "dialer" ? "listener" : "dialer";
    this.#checker = new SessionChecker({ seed, end: otherEnd, connection, heardBefore });
    this.#slowDelays = randomFor(seed, "slow", end, connection, incarnation);
    this.#gone = new Promise((resolve) => {
      peer.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  /** The newest incarnation of the other end. */
  get heard(): number {
    return this.#checker.incarnation ?? this.numbers.heardBefore;
  }

  /** Sends on all channels until the connection has ended, and closes it when it is time. */
  async run(closers: Closers): Promise<void> {
    void this.#closeInTime(closers);
    await Promise.all(channels.map((_, index) => this.#send(index)));
  }

  /** Takes a message; a slow reader returns a promise. */
  receive(channel: number, message: Uint8Array): void | Promise<void> {
    const { faults, counter, readsSlowly } = this.#situation;
    if (faults.loses()) return;
    const stamp = this.#checker.check(channel, message);
    counter(this.numbers.connection)?.count(message.length, stamp);
    if (!readsSlowly(this.numbers.connection)) return;
    return pause(slowDelayMs(this.#slowDelays), this.#peer.signal);
  }

  /** Whether its socket has been paused since the last look. */
  pausedSince(): boolean {
    const before = this.#paused;
    this.#paused = this.#peer.running && this.#peer.status().paused;
    return this.#paused && !before;
  }

  /** This end's view of it, now. */
  record(): SessionRecord {
    const { fault, incarnation: heard, received } = this.#checker;
    const ended = this.#peer.signal.aborted;
    return {
      ...this.numbers,
      end: this.#situation.end,
      sent: [...this.#sent],
      heard,
      received: [...received],
      ending: this.#ending === "open" && ended ? "other end" : this.#ending,
      reason: ended ? this.#peer.closeReason?.code : undefined,
      lifeMs: Math.round(performance.now() - this.#since),
      faults: [...this.#sendFaults, ...(fault === undefined ? [] : [fault])],
    };
  }

  async #send(index: number): Promise<void> {
    const { seed, end, writer } = this.#situation;
    const { connection, incarnation } = this.numbers;
    const { id: channel } = channels[index] as (typeof channels)[number];
    const stream: Stream = { end, connection, incarnation, channel };
    const sizes = messageSizes(seed, stream);
    const random = streamRandom(seed, "pace", stream);
    let left = 0;
    for (let sequence = 0; this.#peer.running; sequence++) {
      // The first message says which session it is, at rest too.
      if (sequence > 0) left = (await this.#turn(left, random)) - 1;
      const length = sizes.next().value;
      try {
        await this.#peer.send(channel, writer.write({ ...stream, sequence, length }, sharedClockUs()));
        this.#sent[index] = sequence + 1;
      } catch (error) {
        this.#sendFailed(stream, error);
        return;
      }
    }
  }

  /** Waits until another message may be sent; returns how many may be, when `left` of the last burst are left. */
  async #turn(left: number, random: Random): Promise<number> {
    const { rest, ratePerS } = this.#situation;
    let allowed = left;
    while (this.#peer.running && (rest.resting || allowed <= 0)) {
      await rest.pass(this.#gone);
      // After a rest, too: not everybody begins in the same moment.
      const { messages, pauseMs } = burst(random, ratePerS(this.numbers.connection));
      await pause(pauseMs, this.#peer.signal);
      allowed = messages;
    }
    return allowed;
  }

  #sendFailed({ connection, channel }: Stream, error: unknown): void {
    if (!this.#peer.running) return; // it was ended meanwhile
    const where = `connection ${connection} from the ${this.#situation.end}, channel 0x${channel.toString(16)}`;
    const what = error instanceof P2PError ? error.code : String(error);
    this.#sendFaults.push(`${where}: a message could not be sent: ${what}`);
  }

  async #closeInTime({ graceful, abrupt }: Closers): Promise<void> {
    const { seed, end, rest } = this.#situation;
    const { afterMs, how } = closing(seed, { end, ...this.numbers });
    await pause(afterMs, this.#peer.signal);
    await rest.pass(this.#gone);
    if (!this.#peer.running) return;
    this.#ending = how;
    if (how === "abrupt") abrupt(this.#peer, new P2PError("ABORTED", { detail: "as planned" }));
    else await graceful(this.#peer);
  }
}
