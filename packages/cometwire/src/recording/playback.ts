import { setImmediate } from "node:timers/promises";
import { received } from "../tap/received.js";
import { Sightings } from "../tap/sightings.js";
import type { TapMessage, TapPeer } from "../tap/tap-message.js";
import { brotliReader } from "./brotli.js";
import { decodeEntries, type Entry, type MessageEntry } from "./entries.js";
import { LARGEST_CHUNK_BYTES } from "./format.js";

/** So many are read without letting timers, signals and sockets have their turn. */
const MESSAGES_WITHOUT_PAUSE = 1_000;

/** Turns the chunks of a recording into messages again, in their order. */
export class Playback {
  readonly #brotli = brotliReader();
  readonly #peers = new Map<number, TapPeer>();
  readonly #sightings = new Sightings();
  #network = "";
  /** Microseconds since 1970 of the last message. */
  #at = 0;
  #messages = 0;

  /** Messages so far. */
  get messages(): number {
    return this.#messages;
  }

  /**
   * The messages of the next chunk, one at a time: a chunk of few bytes can hold millions. Other work goes on in between.
   *
   * @throws Error when it is damaged: then nothing behind it can be read either.
   */
  async *messagesOf(body: Uint8Array): AsyncGenerator<TapMessage, void, undefined> {
    const chunk = await this.#brotli.next(body, LARGEST_CHUNK_BYTES);
    for (const entry of decodeEntries(chunk)) {
      const message = this.#take(entry);
      if (message === undefined) continue;
      this.#messages++;
      if (this.#messages % MESSAGES_WITHOUT_PAUSE === 0) await setImmediate();
      yield message;
    }
  }

  /** Frees its memory. */
  destroy(): void {
    this.#brotli.destroy();
  }

  #take(entry: Entry): TapMessage | undefined {
    switch (entry.kind) {
      case "start":
        this.#network = entry.network;
        this.#at = entry.startedAt;
        return undefined;
      case "peer":
        this.#peers.set(entry.number, entry.peer);
        return undefined;
      case "message":
        return this.#message(entry);
    }
  }

  #message({ delta, peer: number, channel, bytes }: MessageEntry): TapMessage {
    const peer = this.#peers.get(number);
    if (peer === undefined) throw new RangeError("a message is of a peer that was not introduced");
    this.#at += delta;
    const at = this.#at / 1_000;
    return received({ at, network: this.#network, peer, channel, bytes }, this.#sightings);
  }
}
