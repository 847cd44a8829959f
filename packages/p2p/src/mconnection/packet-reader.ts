import { decodePacket, DecodeError } from "@cometwire/messages";
import { limits, P2PError } from "../base/index.js";
import type { PlaintextConsumer } from "../secret-connection/index.js";
import { type CompleteChannel, formatChannelId, tableByChannel } from "./channel.js";
import { HeaderKind, MAX_HEADER_BYTES, PacketHeader, parsePacketHeader } from "./packet-header.js";
import { MessageCopier } from "./message-memory.js";
import { UnfinishedMessage } from "./unfinished-message.js";

/** What a {@link PacketReader} finds. */
export interface PacketEvents {
  /** A ping: the peer waits for a pong. */
  onPing(): void;
  /** A pong, asked for or not. */
  onPong(): void;
  /** A complete message; the bytes belong to the receiver. */
  onMessage(channel: number, message: Uint8Array): void;
}

/** Options of a {@link PacketReader}. */
export interface PacketReaderOptions {
  /** The channels that messages are accepted on. */
  readonly channels: readonly CompleteChannel[];
  /** Called from inside {@link PacketReader.consume}, in the order of the wire. */
  readonly events: PacketEvents;
  /** Payload bytes of a packet; packets up to 16 bytes longer are accepted. Default 1024. */
  readonly maxPacketPayloadBytes?: number | undefined;
  /** Bytes of unfinished messages over all channels. Default 134,217,728. */
  readonly unfinishedBytes?: number | undefined;
}

/** Where the reader is in a packet. */
const State = { header: 0, payload: 1, whole: 2 } as const;

/**
 * The receiving state machine of MConnection: plaintext in, in any pieces; pings, pongs and whole messages out.
 *
 * Packets cross frame borders, so the reader walks over the pieces without joining them: a header that is split is
 * collected in a small buffer, payload is copied to where the message is put together.
 *
 * Source: `p2p/conn/connection.go:590-694,893-911@v0.38.25`.
 */
export class PacketReader implements PlaintextConsumer {
  readonly #events: PacketEvents;
  readonly #channels: readonly (UnfinishedMessage | undefined)[];
  readonly #maxPacketBytes: number;
  readonly #budget: number;
  readonly #header = new PacketHeader();
  readonly #copier = new MessageCopier();
  /** The beginning of a header that was split. */
  readonly #split = new Uint8Array(MAX_HEADER_BYTES);
  #splitBytes = 0;
  #state: (typeof State)[keyof typeof State] = State.header;
  /** Bytes of the payload (or of the whole body) still to come. */
  #missing = 0;
  #message: UnfinishedMessage | undefined;
  /** A packet that is read as a whole, because it is not in the usual form. */
  #body: Uint8Array | undefined;
  #unfinishedBytes = 0;
  #unfinishedMessages = 0;
  /** The time that unfinished messages are stamped with; the owner sets it before it hands over what has arrived. */
  now = 0;

  constructor(options: PacketReaderOptions) {
    this.#events = options.events;
    this.#maxPacketBytes =
      (options.maxPacketPayloadBytes ?? limits.packetPayloadBytes) + limits.packetOverheadBytes;
    this.#budget = options.unfinishedBytes ?? limits.unfinishedBytesPerPeer;
    this.#channels = tableByChannel(
      options.channels,
      options.channels.map(({ id, recvMessageCapacity }) => new UnfinishedMessage(id, recvMessageCapacity)),
    );
  }

  /** Bytes of messages that have begun and not ended. */
  get unfinishedBytes(): number {
    return this.#unfinishedBytes;
  }

  /** Messages that have begun and not ended. */
  get unfinishedMessages(): number {
    return this.#unfinishedMessages;
  }

  /** When the unfinished message that has waited longest got its last packet, by {@link PacketReader.now}; undefined without any. */
  oldestUnfinishedAt(): number | undefined {
    let oldest: number | undefined;
    for (const channel of this.#channels) {
      const at = channel?.touchedAt;
      if (at !== undefined && (oldest === undefined || at < oldest)) oldest = at;
    }
    return oldest;
  }

  /**
   * Takes the next plaintext.
   *
   * @throws P2PError `PACKET_TOO_LARGE`, `PACKET_MALFORMED`, `PACKET_UNKNOWN`, `UNKNOWN_CHANNEL`, `MESSAGE_TOO_LARGE`,
   * `UNFINISHED_BUDGET`. The reader must not be used afterwards.
   */
  consume(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end) {
      if (this.#state === State.header) {
        at = this.#readHeader(bytes, at, end);
      } else {
        const count = Math.min(this.#missing, end - at);
        this.#take(bytes, at, at + count);
        at += count;
      }
    }
    this.#copier.reset();
  }

  /** Nothing follows: drops what has begun and not ended. The reader must not be used afterwards. */
  close(): void {
    for (const message of this.#channels) message?.drop();
    this.#body = undefined;
    this.#unfinishedBytes = 0;
    this.#unfinishedMessages = 0;
  }

  #readHeader(bytes: Uint8Array, start: number, end: number): number {
    const header = this.#header;
    if (this.#splitBytes === 0) {
      parsePacketHeader(bytes, start, end, header);
      if (header.kind !== HeaderKind.incomplete) {
        return this.#begin(bytes, start + header.headerBytes, end);
      }
    }
    const before = this.#splitBytes;
    const count = Math.min(MAX_HEADER_BYTES - before, end - start);
    for (let i = 0; i < count; i++) this.#split[before + i] = bytes[start + i] as number;
    this.#splitBytes = before + count;
    parsePacketHeader(this.#split, 0, this.#splitBytes, header);
    if (header.kind === HeaderKind.incomplete) {
      this.#checkLength();
      return start + count;
    }
    this.#splitBytes = 0;
    if (header.headerBytes >= before) return this.#begin(bytes, start + header.headerBytes - before, end);
    // A packet that is read as a whole: what was collected behind its length belongs to the body.
    this.#begin(this.#split, header.headerBytes, header.headerBytes);
    this.#take(this.#split, header.headerBytes, Math.min(before, header.headerBytes + this.#missing));
    return start;
  }

  /** Acts on a complete header, behind which `bytes[at … end)` have arrived. Returns where reading goes on. */
  #begin(bytes: Uint8Array, at: number, end: number): number {
    const header = this.#header;
    if (header.kind === HeaderKind.badLength)
      throw new P2PError("PACKET_MALFORMED", { detail: "bad length" });
    this.#checkLength();
    if (header.kind === HeaderKind.ping) this.#events.onPing();
    else if (header.kind === HeaderKind.pong) this.#events.onPong();
    else if (header.kind === HeaderKind.message) {
      return this.#beginPayload(header.channel, header.dataBytes, bytes, at, end);
    } else {
      if (header.bodyBytes === 0) throw new P2PError("PACKET_UNKNOWN");
      this.#state = State.whole;
      this.#missing = header.bodyBytes;
      this.#body = new Uint8Array(header.bodyBytes);
    }
    return at;
  }

  #checkLength(): void {
    const { bodyBytes } = this.#header;
    if (bodyBytes <= this.#maxPacketBytes) return;
    throw new P2PError("PACKET_TOO_LARGE", {
      detail: `${bodyBytes} bytes, at most ${this.#maxPacketBytes} are allowed`,
    });
  }

  /** Begins a payload of which `bytes[at … end)` has arrived, with what follows it. Returns where reading goes on. */
  #beginPayload(channel: number, dataBytes: number, bytes: Uint8Array, at: number, end: number): number {
    const message = channel >= 0 && channel <= 255 ? this.#channels[channel] : undefined;
    if (message === undefined) {
      throw new P2PError("UNKNOWN_CHANNEL", { detail: formatChannelId(channel) });
    }
    const { eof } = this.#header;
    if (!eof && this.#unfinishedBytes + dataBytes > this.#budget) {
      throw new P2PError("UNFINISHED_BUDGET", { detail: `more than ${this.#budget} bytes` });
    }
    if (eof && message.touchedAt === undefined && dataBytes <= end - at) {
      // All of it is here, as with most messages: nothing has to be put together.
      message.checkCapacity(dataBytes);
      this.#events.onMessage(channel, this.#copier.copy(bytes, at, at + dataBytes, end));
      return at + dataBytes;
    }
    message.reserve(dataBytes, eof);
    this.#state = State.payload;
    this.#message = message;
    this.#missing = dataBytes;
    if (dataBytes === 0) this.#endPayload();
    return at;
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    this.#missing -= end - start;
    if (this.#state === State.payload) {
      (this.#message as UnfinishedMessage).append(bytes, start, end);
      if (this.#missing === 0) this.#endPayload();
    } else {
      const body = this.#body as Uint8Array;
      body.set(bytes.subarray(start, end), body.length - this.#missing - (end - start));
      if (this.#missing === 0) this.#endWhole(body);
    }
  }

  #endPayload(): void {
    const message = this.#message as UnfinishedMessage;
    this.#state = State.header;
    if (this.#header.eof) {
      this.#unfinishedBytes -= message.keptBytes;
      if (message.touchedAt !== undefined) this.#unfinishedMessages--;
      this.#events.onMessage(message.channel, message.finish());
    } else {
      if (message.touchedAt === undefined) this.#unfinishedMessages++;
      this.#unfinishedBytes += message.keep(this.now);
    }
  }

  /** Reads a packet of unusual form with the general codec and then does the same with it. */
  #endWhole(body: Uint8Array): void {
    this.#state = State.header;
    this.#body = undefined;
    const sum = decodeBody(body);
    if (sum === undefined) throw new P2PError("PACKET_UNKNOWN");
    if (sum.case === "packetPing") this.#events.onPing();
    else if (sum.case === "packetPong") this.#events.onPong();
    else {
      const { channelId, eof, data } = sum.value;
      this.#header.eof = eof;
      this.#beginPayload(channelId, data.length, data, 0, 0);
      if (data.length > 0) this.#take(data, 0, data.length);
    }
  }
}

function decodeBody(body: Uint8Array) {
  try {
    return decodePacket(body).sum;
  } catch (error) {
    if (error instanceof DecodeError) {
      throw new P2PError("PACKET_MALFORMED", { detail: error.message, cause: error });
    }
    throw error;
  }
}
