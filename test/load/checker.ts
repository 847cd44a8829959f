/** Notices what is lost, repeated, reordered, misdirected or damaged. */
import { messageSizes, type End, type Stream } from "./plan.js";
import { channels, stampBytes } from "./settings.js";
import { type Place, readStamp, shortMessage, type Stamp } from "./stamp.js";

/** What is wrong with a message that came where another one was due; undefined when it is that one. */
export function faultOf(message: Uint8Array, due: Place): string | undefined {
  const stamp = readStamp(message);
  if (isDue(message, stamp, due)) return undefined;
  return `message ${due.sequence} of ${due.length} B was due, ${whatCame(message, stamp, due)}`;
}

function isDue(message: Uint8Array, stamp: Stamp | undefined, due: Place): boolean {
  if (message.length !== due.length) return false;
  if (message.length < stampBytes) return Buffer.compare(message, shortMessage(due)) === 0;
  return stamp?.sequence === due.sequence && stamp.length === due.length && sameStream(stamp, due);
}

function whatCame(message: Uint8Array, stamp: Stamp | undefined, due: Place): string {
  if (message.length < stampBytes) {
    const bytes = Buffer.from(message).toString("hex");
    return `${message.length} B came: ${bytes || "nothing"} (lost, repeated or damaged)`;
  }
  if (stamp === undefined) return `${message.length} B with a wrong checksum came: damaged`;
  if (!sameStream(stamp, due)) return `one of ${nameOf(stamp)} came: misdirected`;
  const lost = stamp.sequence - due.sequence;
  if (lost > 0) return `message ${stamp.sequence} came: ${lost} lost or late`;
  if (lost < 0) return `message ${stamp.sequence} came: repeated or late`;
  return `it came with ${message.length} B and says that it has ${stamp.length}: cut, or not as planned`;
}

function sameStream(one: Stream, other: Stream): boolean {
  return (
    one.end === other.end &&
    one.connection === other.connection &&
    one.incarnation === other.incarnation &&
    one.channel === other.channel
  );
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
function nameOf({ end, connection, incarnation, channel }: Stream): string {
  return `connection ${connection} from the ${end}, session ${incarnation}, channel 0x${channel.toString(16)}`;
}
