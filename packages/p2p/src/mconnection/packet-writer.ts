import { limits } from "../base/index.js";
import type { FrameSealer } from "../secret-connection/index.js";
import type { SendChannel } from "./send-channel.js";

const PING = Uint8Array.of(0x02, 0x0a, 0x00);
const PONG = Uint8Array.of(0x02, 0x12, 0x00);
/** Length (3), tag and length of the message (4), channel (3), eof (2), tag and length of the data (4). */
const MAX_HEADER_BYTES = 16;
/** A packet must fit into one batch of frames. */
const MAX_PAYLOAD_BYTES = 32 * limits.frameDataBytes;

/**
 * Cuts messages into packets and writes header and payload straight into frame plaintext.
 *
 * Source: `p2p/conn/connection.go:863-888@v0.38.25`.
 */
export class PacketWriter {
  readonly #sealer: FrameSealer;
  readonly #maxPayload: number;
  readonly #header = new Uint8Array(MAX_HEADER_BYTES);

  constructor(sealer: FrameSealer, maxPayload: number) {
    this.#sealer = sealer;
    this.#maxPayload = Math.min(maxPayload, MAX_PAYLOAD_BYTES);
  }

  /** Whether another packet fits into this batch of frames. */
  get hasRoom(): boolean {
    return this.#sealer.room >= this.#maxPayload + MAX_HEADER_BYTES;
  }

  ping(): void {
    this.#sealer.put(PING, 0, PING.length);
  }

  pong(): void {
    this.#sealer.put(PONG, 0, PONG.length);
  }

  /** Writes the next packet of the channel's message and returns its bytes. The message is gone after its last one. */
  writePacket(channel: SendChannel): number {
    const message = channel.message as Uint8Array;
    const remaining = message.length - channel.offset;
    const size = Math.min(remaining, maxPayloadOn(channel.id, this.#maxPayload));
    const eof = size === remaining;
    const headerBytes = this.#putHeader(channel.id, eof, size);
    this.#sealer.put(message, channel.offset, channel.offset + size);
    channel.offset += size;
    if (eof) channel.message = undefined;
    channel.recentlySent += headerBytes + size;
    return headerBytes + size;
  }

  /**
   * Writes a header where it belongs, or by way of a buffer where it may cross into the next frame: always that way would
   * cost a twelfth of the sender's time at 100 bytes.
   */
  #putHeader(channel: number, eof: boolean, size: number): number {
    const place = this.#sealer.place(MAX_HEADER_BYTES);
    if (place >= 0) {
      const bytes = writeHeader(this.#sealer.arena, place, channel, eof, size) - place;
      this.#sealer.advance(bytes);
      return bytes;
    }
    const bytes = writeHeader(this.#header, 0, channel, eof, size);
    this.#sealer.put(this.#header, 0, bytes);
    return bytes;
  }
}

/**
 * Writes a packet up to its payload to `to[start …]` and returns where it ends. proto3: channel 0, eof false and empty data
 * are left out.
 */
function writeHeader(to: Uint8Array, start: number, channel: number, eof: boolean, size: number): number {
  const channelBytes = channel === 0 ? 0 : channel < 0x80 ? 2 : 3;
  const dataBytes = size === 0 ? 0 : 1 + varintBytes(size) + size;
  const inner = channelBytes + (eof ? 2 : 0) + dataBytes;
  let at = writeVarint(to, start, 1 + varintBytes(inner) + inner);
  to[at++] = 0x1a;
  at = writeVarint(to, at, inner);
  if (channel !== 0) {
    to[at++] = 0x08;
    at = writeVarint(to, at, channel);
  }
  if (eof) {
    to[at++] = 0x10;
    to[at++] = 0x01;
  }
  if (size > 0) {
    to[at++] = 0x1a;
    at = writeVarint(to, at, size);
  }
  return at;
}

function writeVarint(to: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest >= 0x80) {
    to[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  to[at++] = rest;
  return at;
}

/**
 * Payload bytes of a packet on `channel`. Go computes the largest packet it takes for channel 1, so that a last packet
 * that is full is one byte too long for it on the channels whose id takes two bytes.
 */
function maxPayloadOn(channel: number, maxPayload: number): number {
  return channel >= 0x80 && maxPayload > 1 ? maxPayload - 1 : maxPayload;
}

function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  return 3;
}
