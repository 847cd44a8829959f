import { copyBytes, P2PError } from "../base/index.js";
import { formatChannelId } from "./channel.js";
import { allocateMessage } from "./message-memory.js";

/** How large the first message of several packets is expected to be; then it is as large as the last one was. */
const FIRST_EXPECTED_BYTES = 4096;
/** Above this, the size of the last message is not a reason to allocate as much for the next one. */
const LARGEST_EXPECTED_BYTES = 1_048_576;

/** Puts one channel's messages together. The capacity is checked before a byte is kept. */
export class UnfinishedMessage {
  readonly channel: number;
  readonly #capacity: number;
  #buffer: Uint8Array | undefined;
  #length = 0;
  /** Bytes that were kept by earlier packets of the message. */
  keptBytes = 0;
  /** When the last packet of an unfinished message came. */
  touchedAt: number | undefined;
  #expectedBytes = FIRST_EXPECTED_BYTES;

  constructor(channel: number, capacity: number) {
    this.channel = channel;
    this.#capacity = capacity;
  }

  /** Makes room for a packet with `dataBytes` of payload; `last` says that the message ends with it. */
  reserve(dataBytes: number, last: boolean): void {
    const needed = this.#length + dataBytes;
    this.checkCapacity(needed);
    if (dataBytes === 0) return;
    if (this.#buffer === undefined) {
      const expected = last ? needed : Math.min(this.#capacity, Math.max(this.#expectedBytes, needed));
      this.#buffer = allocateMessage(expected);
    } else if (needed > this.#buffer.length) {
      const size = last ? needed : Math.min(this.#capacity, Math.max(needed, this.#buffer.length * 2));
      const larger = allocateMessage(size);
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
  }

  /** Copies payload, for which {@link UnfinishedMessage.reserve} has made room. */
  append(bytes: Uint8Array, start: number, end: number): void {
    copyBytes(bytes, start, end, this.#buffer as Uint8Array, this.#length);
    this.#length += end - start;
  }

  /** The packet is complete and the message is not; returns by how many bytes it has grown. */
  keep(now: number): number {
    this.touchedAt = now;
    const grown = this.#length - this.keptBytes;
    this.keptBytes = this.#length;
    return grown;
  }

  /** The complete message, which belongs to the caller. Ready for the next one. */
  finish(): Uint8Array {
    const buffer = this.#buffer ?? new Uint8Array(0);
    const message = buffer.length === this.#length ? buffer : fitting(buffer, this.#length);
    if (this.touchedAt !== undefined) {
      this.#expectedBytes = Math.min(this.#length, LARGEST_EXPECTED_BYTES);
    }
    this.drop();
    return message;
  }

  /** Forgets what has come of a message. */
  drop(): void {
    this.#buffer = undefined;
    this.#length = 0;
    this.keptBytes = 0;
    this.touchedAt = undefined;
  }

  /** Refuses a message of more bytes than the channel allows. */
  checkCapacity(bytes: number): void {
    if (bytes <= this.#capacity) return;
    throw new P2PError("MESSAGE_TOO_LARGE", {
      detail: `channel ${formatChannelId(this.channel)}: at least ${bytes} bytes, at most ${this.#capacity} are allowed`,
    });
  }
}

/** Does not let a message hold much more memory than it has bytes. */
function fitting(buffer: Uint8Array, length: number): Uint8Array {
  return length * 4 >= buffer.length * 3
    ? buffer.subarray(0, length)
    : new Uint8Array(buffer.subarray(0, length));
}
