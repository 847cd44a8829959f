import type { Clock, Timer } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import type { TapConsumer } from "../tap/consumer.js";
import type { TapMessage } from "../tap/tap-message.js";
import { brotliWriter } from "./brotli.js";
import { chunkHeader, END_MARK } from "./chunks.js";
import { encodeEntry, type Entry } from "./entries.js";
import { CHUNK_AGE_MS, CHUNK_BYTES } from "./format.js";
import { PeerNumbers } from "./peer-numbers.js";
import { recordingError, systemReason } from "./recording-error.js";

/** The file of a recording, open behind its first bytes. A `FileHandle` is one. */
export interface RecordingFile {
  /** Writes all of it at the end. */
  appendFile(bytes: Uint8Array): Promise<void>;
  /** Gives it back to the system. */
  close(): Promise<void>;
}

/** What {@link Recording} needs beside its file. */
export interface RecordingOptions {
  /** The file's name, for errors. */
  readonly name: string;
  /** Says when a chunk is due to be written. */
  readonly clock: Clock;
}

/**
 * A recording that is being written: see `openRecording`.
 *
 * Messages are gathered into chunks of 256 KiB or one second. In memory there are one chunk that is being written and one
 * that is being filled; when both are full, `take` makes the tap wait for the disk.
 */
export class Recording implements TapConsumer {
  readonly #file: RecordingFile;
  readonly #options: RecordingOptions;
  readonly #brotli = brotliWriter();
  readonly #peers = new PeerNumbers();
  #filling: Uint8Array[] = [];
  #fillingBytes = 0;
  #age: Timer | undefined;
  #writing: Promise<void> | undefined;
  #failure: CommandError | undefined;
  /** Microseconds since 1970 of the last message. */
  #lastAt: number | undefined;
  #messages = 0;
  #bytes = 0;

  constructor(file: RecordingFile, options: RecordingOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** Messages taken so far. */
  get messages(): number {
    return this.#messages;
  }

  /** Bytes of the chunks written so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes a message; its bytes must not be changed from then on.
   *
   * @throws CommandError `RECORDING_ACCESS` when the file cannot be written, also for those messages before.
   */
  async take(message: TapMessage): Promise<void> {
    this.#throwFailure();
    this.#add(message);
    if (this.#fillingBytes >= CHUNK_BYTES) await this.#endChunk();
    else this.#age ??= this.#options.clock.setTimer(CHUNK_AGE_MS, () => void this.#endChunk());
    this.#throwFailure();
  }

  /**
   * Writes what is left, and the mark that the recording is whole.
   *
   * @throws CommandError `RECORDING_ACCESS` when it could not all be written.
   */
  async close(): Promise<void> {
    try {
      await this.#endChunk();
      await this.#writing;
      this.#throwFailure();
      await this.#append(END_MARK);
    } catch (error) {
      throw error instanceof CommandError ? error : this.#failureFrom(error);
    } finally {
      this.#brotli.destroy();
      await this.#file.close();
    }
  }

  #add({ at, network, peer, channel, bytes }: TapMessage): void {
    const now = Math.round(at * 1_000);
    if (this.#lastAt === undefined) {
      this.#addEntry({ kind: "start", network, startedAt: now });
      this.#lastAt = now;
    }
    const { number, isNew } = this.#peers.numberOf(peer);
    if (isNew) this.#addEntry({ kind: "peer", number, peer });
    this.#addEntry({ kind: "message", delta: now - this.#lastAt, peer: number, channel, bytes });
    this.#lastAt = now;
    this.#messages++;
  }

  #addEntry(entry: Entry): void {
    for (const part of encodeEntry(entry)) {
      this.#filling.push(part);
      this.#fillingBytes += part.length;
    }
  }

  /** Begins to write the chunk that was being filled, once the one before it is written. */
  async #endChunk(): Promise<void> {
    this.#age?.cancel();
    this.#age = undefined;
    while (this.#writing !== undefined) await this.#writing;
    const chunk = this.#filling;
    if (chunk.length === 0) return;
    this.#filling = [];
    this.#fillingBytes = 0;
    this.#writing = this.#write(Buffer.concat(chunk));
  }

  /** Never fails: the failure is told to whoever comes next. */
  async #write(chunk: Uint8Array): Promise<void> {
    try {
      const body = await this.#brotli.next(chunk);
      await this.#append(Buffer.concat([chunkHeader(body), body]));
    } catch (error) {
      this.#failure ??= this.#failureFrom(error);
    }
    this.#writing = undefined;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return; // a chunk is missing: what comes behind it could not be read
    await this.#file.appendFile(bytes);
    this.#bytes += bytes.length;
  }

  #failureFrom(error: unknown): CommandError {
    const what = `cannot be written: ${systemReason(error)}`;
    return recordingError("RECORDING_ACCESS", this.#options.name, what);
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
