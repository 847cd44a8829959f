import { type Clock, type Timer, Watchdog } from "../base/index.js";

/** What a {@link Keepalive} asks of its connection. */
export interface KeepaliveActions {
  sendPing(): void;
  sendPong(): void;
  /** The peer has not answered. */
  onPongTimeout(): void;
}

/** Times of a {@link Keepalive}, in milliseconds. */
export interface KeepaliveTimes {
  readonly pingIntervalMs: number;
  readonly pongTimeoutMs: number;
  readonly pausedPongIntervalMs: number;
}

/**
 * Pings on a fixed beat and watches for the answer, independent of reactors and of the writing side.
 *
 * While *we* do not read (paused), the peer's pongs cannot reach us, so nothing is held against it, and our answers to
 * its pings cannot be triggered, so a pong goes out unasked now and then: any pong resets a Go node's timer.
 */
export class Keepalive {
  readonly #clock: Clock;
  readonly #times: KeepaliveTimes;
  readonly #actions: KeepaliveActions;
  readonly #pong: Watchdog;
  #timer: Timer | undefined;
  #pausedTimer: Timer | undefined;
  #paused = false;
  /** Whether we have paused since the last beat of the paused timer. */
  #pausedLately = false;
  #awaitingPong = false;

  constructor(clock: Clock, times: KeepaliveTimes, actions: KeepaliveActions) {
    this.#clock = clock;
    this.#times = times;
    this.#actions = actions;
    this.#pong = new Watchdog(clock, times.pongTimeoutMs, () => actions.onPongTimeout());
  }

  start(): void {
    this.#timer = this.#clock.setTimer(this.#times.pingIntervalMs, this.#beat);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#pausedTimer?.cancel();
    this.#pong.close();
  }

  /** A pong came, asked for or not. There is none for a minute: a timer left running would wake the process for nothing. */
  onPong(): void {
    this.#awaitingPong = false;
    this.#pong.close();
  }

  /** We have stopped reading. */
  pause(): void {
    this.#paused = true;
    this.#pausedLately = true;
    this.#pong.stop();
    this.#pausedTimer ??= this.#clock.setTimer(this.#times.pausedPongIntervalMs, this.#pausedBeat);
  }

  /**
   * We read again: the peer gets the full time for a pong that is still owed. The unasked pongs go on for a beat: where
   * we pause and resume in turn, its ping waits in a backlog that may be longer than its patience.
   */
  resume(): void {
    this.#paused = false;
    if (this.#awaitingPong) this.#pong.start();
  }

  readonly #beat = (): void => {
    this.#timer = this.#clock.setTimer(this.#times.pingIntervalMs, this.#beat);
    if (this.#paused) return;
    this.#awaitingPong = true;
    this.#pong.start();
    this.#actions.sendPing();
  };

  readonly #pausedBeat = (): void => {
    this.#pausedTimer = undefined;
    if (!this.#pausedLately) return;
    this.#pausedLately = this.#paused;
    this.#pausedTimer = this.#clock.setTimer(this.#times.pausedPongIntervalMs, this.#pausedBeat);
    this.#actions.sendPong();
  };
}
