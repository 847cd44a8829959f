/** What is to be published. */
export interface Publication {
  /** Of NATS, with its prefix. */
  readonly subject: string;
  /** One JSON object, as UTF-8. */
  readonly payload: Uint8Array;
  /** Whether it is a message of a peer, and not what the tap says about itself: those only are counted. */
  readonly isMessage: boolean;
}

/** A publication that waits. */
export interface QueuedPublication extends Publication {
  /** Its place, from 0: nothing else in the queue ever has the same. */
  readonly sequence: number;
}

/** How much may wait in memory for a sink. */
export interface SinkQueueLimits {
  /** Publications. */
  readonly count: number;
  /** Bytes of their payloads and subjects. */
  readonly bytes: number;
}

/**
 * Publications that are not acknowledged yet, in their order. Some at its front are under way; when it is full, the oldest
 * of the others is dropped and counted.
 */
export class SinkQueue {
  readonly #limits: SinkQueueLimits;
  /** By sequence, in that order. */
  readonly #entries = new Map<number, QueuedPublication>();
  #bytes = 0;
  #underWay = 0;
  #underWayBytes = 0;
  /** No entry from here on is under way. */
  #next = 0;
  #end = 0;
  #dropped = 0;
  #droppedBytes = 0;

  constructor(limits: SinkQueueLimits) {
    this.#limits = limits;
  }

  /** Publications in it, those under way included. */
  get length(): number {
    return this.#entries.size;
  }

  /** Bytes of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Publications under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Bytes under way. */
  get underWayBytes(): number {
    return this.#underWayBytes;
  }

  /** Messages dropped so far. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Bytes of those dropped so far. */
  get droppedBytes(): number {
    return this.#droppedBytes;
  }

  /** Adds a publication at the end, and makes room for it. */
  push(publication: Publication): void {
    const entry = { ...publication, sequence: this.#end++ };
    this.#entries.set(entry.sequence, entry);
    this.#bytes += sizeOf(entry);
    while (this.#entries.size > this.#limits.count || this.#bytes > this.#limits.bytes) {
      const oldest = this.#firstWaiting();
      if (oldest === undefined) return;
      this.drop(oldest);
    }
  }

  /** The oldest that is not under way, which it is from now on; undefined when there is none. */
  take(): QueuedPublication | undefined {
    const entry = this.#firstWaiting();
    if (entry === undefined) return undefined;
    this.#next = entry.sequence + 1;
    this.#underWay++;
    this.#underWayBytes += sizeOf(entry);
    return entry;
  }

  /** Removes one that was acknowledged. */
  acknowledge(entry: QueuedPublication): void {
    if (!this.#entries.delete(entry.sequence)) return;
    this.#bytes -= sizeOf(entry);
    if (entry.sequence >= this.#next) return;
    this.#underWay--;
    this.#underWayBytes -= sizeOf(entry);
  }

  /** Removes one and counts it as dropped. */
  drop(entry: QueuedPublication): void {
    this.acknowledge(entry);
    if (!entry.isMessage) return;
    this.#dropped++;
    this.#droppedBytes += entry.payload.length;
  }

  /** Nothing is under way any more: what was is taken again, in the same order. */
  rewind(): void {
    const [first = this.#end] = this.#entries.keys();
    this.#next = first;
    this.#underWay = 0;
    this.#underWayBytes = 0;
  }

  #firstWaiting(): QueuedPublication | undefined {
    for (; this.#next < this.#end; this.#next++) {
      const entry = this.#entries.get(this.#next);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }
}

function sizeOf({ subject, payload }: Publication): number {
  return payload.length + subject.length;
}
