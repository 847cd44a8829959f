/** Notices what is lost, repeated, reordered, misdirected or damaged. */
import { messageSizes, type End, type Stream } from "./plan.js";
import { channels, stampBytes } from "./settings.js";
import { type Place, readStamp, shortMessage, type Stamp } from "./stamp.js";

/** What is wrong with a message that came where another one was due; undefined when it is that one. */
export function faultOf(message: Uint8Array, due: Place): string | undefined {
  const where = `message ${due.sequence} of ${due.length} B was due`;
  if (message.length < stampBytes) {
    if (Buffer.compare(message, shortMessage(due)) === 0 && message.length === due.length) return undefined;
    const bytes = Buffer.from(message).toString("hex");
    return `${where}, another one came: ${message.length} B, ${bytes || "nothing"} (lost, repeated or damaged)`;
  }
  const stamp = readStamp(message);
  if (stamp === undefined) return `${where}, ${message.length} B with a wrong checksum came: damaged`;
  if (nameOf(stamp) !== nameOf(due)) return `${where}, one of ${nameOf(stamp)} came: misdirected`;
  if (stamp.sequence > due.sequence) {
    return `${where}, message ${stamp.sequence} came: ${stamp.sequence - due.sequence} lost or late`;
  }
  if (stamp.sequence < due.sequence) return `${where}, message ${stamp.sequence} came: repeated or late`;
  if (stamp.length !== message.length) return `${where}, ${message.length} B came: cut or longer`;
  if (stamp.length !== due.length) return `${where}, one of ${stamp.length} B came: not what was planned`;
  return undefined;
}

/** Where the messages of one session's other end are expected, over all channels. */
export interface Expectation {
  readonly seed: number;
  /** Who sends. */
  readonly end: End;
  readonly connection: number;
  /** The newest incarnation that was heard of in earlier sessions; 0 without any. */
  readonly heardBefore: number;
}

/** Checks all that one end of a session receives, up to the first fault. */
export class SessionChecker {
  /** The sender's, known from its first message. */
  incarnation: number | undefined;
  /** The first thing that went wrong. */
  fault: string | undefined;
  /** Messages received so far, in the order of {@link channels}. */
  readonly received: number[] = channels.map(() => 0);
  readonly #expectation: Expectation;
  readonly #sizes = new Map<number, Generator<number, never>>();

  constructor(expectation: Expectation) {
    this.#expectation = expectation;
  }

  /** Takes the next message. Returns its stamp when it has a whole one and is the right message. */
  check(channel: number, message: Uint8Array): Stamp | undefined {
    const index = channels.findIndex(({ id }) => id === channel);
    const sequence = this.received[index] ?? 0;
    this.received[index] = sequence + 1;
    if (this.fault !== undefined) return undefined;
    const stamp = readStamp(message);
    this.incarnation ??= this.#firstIncarnation(stamp);
    if (this.incarnation === undefined) {
      this.#fail(channel, "the first message does not say which session it belongs to");
      return undefined;
    }
    const { end, connection } = this.#expectation;
    const stream = { end, connection, incarnation: this.incarnation, channel };
    const fault = faultOf(message, { ...stream, sequence, length: this.#nextSize(stream) });
    if (fault !== undefined) this.#fail(channel, fault);
    return fault === undefined ? stamp : undefined;
  }

  #firstIncarnation(stamp: Stamp | undefined): number | undefined {
    return stamp !== undefined && stamp.incarnation > this.#expectation.heardBefore
      ? stamp.incarnation
      : undefined;
  }

  #nextSize(stream: Stream): number {
    let sizes = this.#sizes.get(stream.channel);
    if (sizes === undefined)
      this.#sizes.set(stream.channel, (sizes = messageSizes(this.#expectation.seed, stream)));
    return sizes.next().value;
  }

  #fail(channel: number, what: string): void {
    const { end, connection } = this.#expectation;
    this.fault = `${nameOf({ end, connection, incarnation: this.incarnation ?? 0, channel })}: ${what}`;
  }
}

/** A stream in words. */
export function nameOf({ end, connection, incarnation, channel }: Stream): string {
  return `connection ${connection} from the ${end}, session ${incarnation}, channel 0x${channel.toString(16)}`;
}
