import { P2PError } from "../base/index.js";
import type { Release } from "./address-table.js";
import {
  type AdmissionLimits,
  decideAdmission,
  type HandshakeProgress,
  type PendingHandshake,
} from "./admission.js";
import { addressGroup } from "./endpoint.js";

/** An inbound handshake as the {@link AdmissionBudget} sees it. */
export interface AdmissionCandidate {
  /** The remote IP address. */
  readonly ip: string;
  /** Asked only when there is no room. */
  progress(): HandshakeProgress;
  /** Ends the handshake with `reason`. */
  evict(reason: P2PError): void;
}

/**
 * Room for inbound handshakes before anybody is authenticated, kept apart from the limit of peers: however many sockets
 * stand open and silent, memory stays bounded and a real peer gets in.
 */
export class AdmissionBudget {
  readonly #bounds: AdmissionLimits;
  /** Oldest first. */
  readonly #pending = new Set<Entry>();

  constructor(bounds: AdmissionLimits) {
    this.#bounds = bounds;
  }

  /** Handshakes under way. */
  get size(): number {
    return this.#pending.size;
  }

  /**
   * Lets a handshake begin, ending another one where that makes room.
   *
   * @returns what to call when the handshake is over, or why it may not begin: `ADMISSION_FULL`.
   */
  admit(candidate: AdmissionCandidate): Release | P2PError {
    const entry = new Entry(addressGroup(candidate.ip), candidate);
    const decision = decideAdmission([...this.#pending], entry.group, this.#bounds);
    if (decision.verdict === "refuse") return new P2PError("ADMISSION_FULL", { detail: decision.reason });
    if (decision.verdict === "evict") {
      this.#pending.delete(decision.victim);
      decision.victim.candidate.evict(
        new P2PError("ADMISSION_EVICTED", { detail: `${decision.reason}, ${decision.victim.progress}` }),
      );
    }
    this.#pending.add(entry);
    return () => void this.#pending.delete(entry);
  }
}

class Entry implements PendingHandshake {
  readonly group: string;
  readonly candidate: AdmissionCandidate;

  constructor(group: string, candidate: AdmissionCandidate) {
    this.group = group;
    this.candidate = candidate;
  }

  get progress(): HandshakeProgress {
    return this.candidate.progress();
  }
}
