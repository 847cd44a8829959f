/** Messages that say which they are. */
import { crc32 } from "node:zlib";
import { SeededRandom } from "@cometwire/p2p/testing";
import type { Stream } from "./plan.js";
import { largestMessageBytes, stampBytes } from "./settings.js";

/** What comes first, and is known to the receiver beforehand: sequence number, incarnation, connection, end, channel, length. */
const namingBytes = 16;

/** A message's place. */
export interface Place extends Stream {
  /** From 0, in its stream. */
  readonly sequence: number;
  /** Of the whole message. */
  readonly length: number;
}

/** What a message of at least {@link stampBytes} says about itself. */
export interface Stamp extends Place {
  /** Microseconds of a clock that both processes share. */
  readonly sentAtUs: number;
}

/** Writes messages of random content. */
export class MessageWriter {
  readonly #content: Uint8Array;

  constructor(seed: number) {
    this.#content = new SeededRandom(seed).bytes(2 * largestMessageBytes);
  }

  /** A new message. */
  write(place: Place, sentAtUs: number): Uint8Array {
    const { length, sequence, channel } = place;
    const naming = namingOf(place);
    if (length < stampBytes) return unfinished(naming, length);
    const message = Buffer.allocUnsafe(length);
    message.set(naming);
    message.writeDoubleLE(sentAtUs, namingBytes);
    // Another piece of the content for each message, and never two that begin alike.
    const from = (sequence * 4_099 + channel * 257) % largestMessageBytes;
    message.set(this.#content.subarray(from, from + length - stampBytes), stampBytes);
    message.writeUInt32LE(checksum(message), stampBytes - 4);
    return message;
  }
}

/** A message that is too short for a whole stamp. */
export function shortMessage(place: Place): Uint8Array {
  return unfinished(namingOf(place), place.length);
}

/** Reads a stamp; undefined when the checksum is wrong or the message is too short for one. */
export function readStamp(message: Uint8Array): Stamp | undefined {
  if (message.length < stampBytes) return undefined;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  if (bytes.readUInt32LE(stampBytes - 4) !== checksum(bytes)) return undefined;
  return {
    sequence: bytes.readUInt32LE(0),
    incarnation: bytes.readUInt32LE(4),
    connection: bytes.readUInt16LE(8),
    end: bytes[10] === 0 ? "dialer" : "listener",
    channel: bytes.readUInt8(11),
    length: bytes.readUInt32LE(12),
    sentAtUs: bytes.readDoubleLE(namingBytes),
  };
}

/** Microseconds of a clock that all processes of this machine share. */
export function sharedClockUs(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

function namingOf({ sequence, incarnation, connection, end, channel, length }: Place): Buffer {
  const bytes = Buffer.alloc(namingBytes);
  bytes.writeUInt32LE(sequence, 0);
  bytes.writeUInt32LE(incarnation, 4);
  bytes.writeUInt16LE(connection, 8);
  bytes.writeUInt8(end === "dialer" ? 0 : 1, 10);
  bytes.writeUInt8(channel, 11);
  bytes.writeUInt32LE(length, 12);
  return bytes;
}

function unfinished(naming: Uint8Array, length: number): Uint8Array {
  const message = new Uint8Array(length);
  message.set(naming.subarray(0, length));
  return message;
}

/** Of everything but itself. */
function checksum(message: Uint8Array): number {
  return crc32(message.subarray(stampBytes), crc32(message.subarray(0, stampBytes - 4)));
}
