import type { AddressSpec, ErrorCode, NetAddress } from "@cometwire/p2p";
import type { Finding, FoundNode } from "./finding.js";
import type { Hearing } from "./frontier.js";

/** What a crawl has brought in so far. */
export class Harvest {
  /** Nodes to choose from. */
  readonly peers: FoundNode[] = [];
  /** What the dials of the seeds that the user named have shown, by their addresses. */
  readonly seeds = new Map<string, Finding>();
  /** Addresses by what their dials have shown. */
  readonly counts: Record<Finding["kind"], number> = { peer: 0, seed: 0, private: 0, refused: 0, failed: 0 };
  /** Dials that ended in an error, by its code. */
  readonly failures = new Map<ErrorCode, number>();
  /** Addresses that were told, by what became of them. */
  readonly heard: Record<Hearing, number> = { taken: 0, known: 0, private: 0, invalid: 0, "too-many": 0 };
  readonly #found = new Map<string, NetAddress>();

  /** Where a node with this id was found. */
  addressOf(id: string): NetAddress | undefined {
    return this.#found.get(id);
  }

  /** Takes in what a dial has shown; false when it is a node that was found at another address before. */
  add(finding: Finding, seed: AddressSpec | undefined): boolean {
    if (seed !== undefined) this.seeds.set(seed.toString(), finding);
    if ("error" in finding) {
      this.failures.set(finding.error.code, (this.failures.get(finding.error.code) ?? 0) + 1);
    } else {
      const { address } = finding.node;
      if (this.#found.has(address.id)) return false;
      this.#found.set(address.id, address);
      if (finding.kind === "peer") this.peers.push(finding.node);
    }
    this.counts[finding.kind]++;
    return true;
  }
}
