import { Fifo } from "../base/index.js";

/** Settings of one stream of events. */
export interface EventStreamOptions {
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
  /** Events kept for a slow reader, who loses the oldest beyond. Default 1,000. */
  readonly capacity?: number | undefined;
}

const DEFAULT_CAPACITY = 1_000;

/** Hands events to listeners at once, and to streams at their reader's pace. */
export class EventHub<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly #streams = new Set<EventStream<Event>>();
  readonly #lost: (count: number) => Event;
  #closed = false;

  /** `lost` makes the event that tells a slow reader how many it has missed. */
  constructor(lost: (count: number) => Event) {
    this.#lost = lost;
  }

  /** Calls `listener` with every event until the returned function is called. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The events from now on, until `signal` fires, the reader stops, or the hub is closed. */
  stream(options: EventStreamOptions = {}): AsyncIterableIterator<Event> {
    const { signal, capacity = DEFAULT_CAPACITY } = options;
    const stop = (): void => stream.close();
    const stream = new EventStream<Event>(capacity, this.#lost, () => {
      this.#streams.delete(stream);
      signal?.removeEventListener("abort", stop);
    });
    this.#streams.add(stream);
    signal?.addEventListener("abort", stop);
    if (this.#closed || signal?.aborted === true) stream.close();
    return stream;
  }

  /** Tells everybody. */
  emit(event: Event): void {
    for (const listener of this.#listeners) listener(event);
    for (const stream of this.#streams) stream.push(event);
  }

  /** Ends all streams once their readers have what is queued. */
  close(): void {
    this.#closed = true;
    for (const stream of this.#streams) stream.close();
  }
}

class EventStream<Event> implements AsyncIterableIterator<Event> {
  readonly #queue = new Fifo<Event>();
  readonly #capacity: number;
  readonly #lostEvent: (count: number) => Event;
  readonly #onDone: () => void;
  readonly #readers: ((result: IteratorResult<Event>) => void)[] = [];
  #lost = 0;
  #closed = false;

  constructor(capacity: number, lost: (count: number) => Event, onDone: () => void) {
    this.#capacity = Math.max(1, capacity);
    this.#lostEvent = lost;
    this.#onDone = onDone;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  push(event: Event): void {
    if (this.#closed) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ value: event, done: false });
      return;
    }
    if (this.#queue.length >= this.#capacity) {
      this.#queue.shift();
      this.#lost++;
    }
    this.#queue.push(event);
  }

  close(): void {
    this.#closed = true;
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
    this.#onDone();
  }

  next(): Promise<IteratorResult<Event>> {
    if (this.#lost > 0) {
      const value = this.#lostEvent(this.#lost);
      this.#lost = 0;
      return Promise.resolve({ value, done: false });
    }
    const value = this.#queue.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.#closed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<Event>> {
    this.#queue.clear();
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }
}
