import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock, NodeEvent, Timer } from "@cometwire/p2p";
import { type WebSocket, WebSocketServer } from "ws";
import { type AnyNodeEvent, eventFields } from "../log/event-fields.js";
import type { EventSource } from "../log/log-node-events.js";
import { ApiError, apiErrorCodes } from "./api-error.js";
import { apiLimits } from "./api-limits.js";
import { refuseSocket } from "./http-server.js";
import { jsonText } from "./json.js";

/** An event as `/events` tells it: its type, its time, and the fields that a log has. */
function eventText(event: AnyNodeEvent): string {
  const { type, at } = event;
  return jsonText({ type, at: new Date(at).toISOString(), ...eventFields(event) });
}

/** Settings of {@link EventSockets}. */
export interface EventSocketsOptions {
  readonly node: EventSource;
  readonly clock: Clock;
  /** Bytes waiting for one reader. Default 1 MiB. */
  readonly queueBytes?: number | undefined;
}

/** The readers of `/events`. Each has a bounded queue: one that is too slow misses events, and is told how many. */
export class EventSockets {
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: apiLimits.eventMessageBytes,
    autoPong: false,
  });
  readonly #readers = new Set<Reader>();
  readonly #node: EventSource;
  readonly #clock: Clock;
  readonly #queueBytes: number;
  #unsubscribe: (() => void) | undefined;
  #pings: Timer | undefined;
  #closed = false;

  constructor({ node, clock, queueBytes = apiLimits.eventQueueBytes }: EventSocketsOptions) {
    this.#node = node;
    this.#clock = clock;
    this.#queueBytes = queueBytes;
  }

  /** Readers now. */
  get size(): number {
    return this.#readers.size;
  }

  /** Takes over a connection that asks for `/events`. */
  accept(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#closed || this.#readers.size >= apiLimits.eventReaders) {
      refuseSocket(socket, apiErrorCodes.TOO_MANY.status, new ApiError("TOO_MANY", "readers of events"));
      return;
    }
    this.#server.handleUpgrade(incoming, socket, head, (websocket) => this.#add(websocket));
  }

  /** Ends all. */
  close(): void {
    this.#closed = true;
    for (const reader of [...this.#readers]) reader.close(this.#clock);
  }

  #add(websocket: WebSocket): void {
    const reader = new Reader(websocket, this.#queueBytes, this.#clock);
    this.#readers.add(reader);
    websocket.on("close", () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#rest();
    });
    this.#unsubscribe ??= this.#node.onEvent((event) => this.#tell(event));
    this.#schedulePings();
  }

  #tell(event: NodeEvent): void {
    const text = eventText(event);
    for (const reader of this.#readers) reader.tell(text);
  }

  #schedulePings(): void {
    this.#pings ??= this.#clock.setTimer(apiLimits.eventPingMs, () => {
      this.#pings = undefined;
      for (const reader of [...this.#readers]) reader.ping();
      if (this.#readers.size > 0) this.#schedulePings();
    });
  }

  /** Without readers nothing is done. */
  #rest(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#pings?.cancel();
    this.#pings = undefined;
  }
}

class Reader {
  readonly #websocket: WebSocket;
  readonly #queueBytes: number;
  readonly #clock: Clock;
  #lost = 0;
  #alive = true;

  constructor(websocket: WebSocket, queueBytes: number, clock: Clock) {
    this.#websocket = websocket;
    this.#queueBytes = queueBytes;
    this.#clock = clock;
    websocket.on("pong", () => (this.#alive = true));
    // A client that pings and does not read must not make us keep pongs for it.
    websocket.on("ping", (data: Buffer) => {
      if (this.#hasRoom(data.length)) websocket.pong(data);
    });
    websocket.on("message", () => websocket.close(1008, "nothing is expected here"));
    // It closes by itself: a frame that is none (1002), or too large (1009).
    websocket.on("error", () => {});
  }

  tell(text: string): void {
    this.#tellLost();
    if (this.#lost > 0 || !this.#hasRoom(text.length)) this.#lost++;
    else this.#websocket.send(text, () => this.#tellLost());
  }

  ping(): void {
    if (!this.#alive) {
      this.#websocket.terminate();
      return;
    }
    this.#alive = false;
    this.#websocket.ping();
  }

  close(clock: Clock): void {
    this.#websocket.close(1001, "the node stops");
    clock.defer(() => this.#websocket.terminate());
  }

  /** Once there is room again. */
  #tellLost(): void {
    if (this.#lost === 0 || this.#websocket.bufferedAmount > this.#queueBytes / 2) return;
    const count = this.#lost;
    this.#lost = 0;
    this.#websocket.send(
      eventText({ type: "events-lost", at: this.#clock.wallTime(), count } as AnyNodeEvent),
    );
  }

  #hasRoom(bytes: number): boolean {
    return this.#websocket.bufferedAmount + bytes <= this.#queueBytes;
  }
}
