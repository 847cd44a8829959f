import type { NodeEvent } from "@cometwire/p2p";
import type { EventSource } from "../log/log-node-events.js";

/** Answer of `GET /seed`: what a seed has done since it started. */
export interface SeedStatus {
  /** Requests that were answered, and addresses in the answers. */
  readonly answers: number;
  readonly addressesServed: number;
  /** Of these, how many had been verified lately. */
  readonly verifiedServed: number;
  /** Answers without any address. */
  readonly emptyAnswers: number;
  /** Requests that waited for a first verified address. */
  readonly held: number;
  /** Requests that got no answer, by reason. */
  readonly ignored: Readonly<Record<string, number>>;
  /** Addresses that were dialled to verify them, and with what result: `ok`, `postponed`, or an error code. */
  readonly verifications: Readonly<Record<string, number>>;
  /** RFC 3339; null for never. */
  readonly lastVerifiedAt: string | null;
  readonly lastServedAt: string | null;
}

/** Different reasons that are told apart. They are texts of ours; this only guards against a surprise. */
const MOST_REASONS = 100;

/** Counts what a seed does. */
export class SeedStatistics {
  readonly #ignored = new Map<string, number>();
  readonly #verifications = new Map<string, number>();
  readonly #unsubscribe: () => void;
  #answers = 0;
  #served = 0;
  #verifiedServed = 0;
  #emptyAnswers = 0;
  #held = 0;
  #lastVerifiedAt: number | undefined;
  #lastServedAt: number | undefined;

  constructor(node: EventSource) {
    this.#unsubscribe = node.onEvent((event) => this.#count(event));
  }

  /** What has been counted so far. */
  status(): SeedStatus {
    return {
      answers: this.#answers,
      addressesServed: this.#served,
      verifiedServed: this.#verifiedServed,
      emptyAnswers: this.#emptyAnswers,
      held: this.#held,
      ignored: Object.fromEntries(this.#ignored),
      verifications: Object.fromEntries(this.#verifications),
      lastVerifiedAt: timeText(this.#lastVerifiedAt),
      lastServedAt: timeText(this.#lastServedAt),
    };
  }

  /** Ends counting. */
  close(): void {
    this.#unsubscribe();
  }

  #count(event: NodeEvent): void {
    switch (event.type) {
      case "addresses-served":
        this.#answers++;
        this.#served += event.count;
        this.#verifiedServed += event.verified;
        if (event.count === 0) this.#emptyAnswers++;
        this.#lastServedAt = event.at;
        break;
      case "request-held":
        this.#held++;
        break;
      case "request-ignored":
        increment(this.#ignored, event.why);
        break;
      case "address-verified":
        increment(this.#verifications, "ok");
        this.#lastVerifiedAt = event.at;
        break;
      case "verification-postponed":
        increment(this.#verifications, "postponed");
        break;
      case "verification-failed":
        increment(this.#verifications, event.error.code);
        break;
      default:
        break;
    }
  }
}

function increment(counts: Map<string, number>, key: string): void {
  const known = counts.get(key);
  if (known === undefined && counts.size >= MOST_REASONS) return;
  counts.set(key, (known ?? 0) + 1);
}

function timeText(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
