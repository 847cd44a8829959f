import type { AddressSpec } from "../wire/index.js";
import { isNodeId, normalizeNodeId } from "../wire/index.js";
import { P2PError } from "../base/index.js";

/** What the operator has said about peers, by id. The sets are live. */
export interface PeerRoster {
  /** Ids of persistent peers. */
  readonly persistentIds: ReadonlySet<string>;
  /** Ids of unconditional peers. */
  readonly unconditionalIds: ReadonlySet<string>;
  /** Ids that must not be told to others. */
  readonly privateIds: ReadonlySet<string>;
  /** Where persistent peers are, as configured. */
  readonly persistentAddresses: readonly AddressSpec[];
  /** Where a persistent peer is; undefined when the id is not one's. */
  persistentAddress(id: string): AddressSpec | undefined;
}

/** The roster that a switch keeps: the transport asks its sets at every connection. */
export class Roster implements PeerRoster {
  readonly #persistent = new Map<string, AddressSpec>();
  readonly #persistentIds = new Set<string>();
  readonly #unconditional = new Set<string>();
  readonly #private = new Set<string>();

  get persistentIds(): ReadonlySet<string> {
    return this.#persistentIds;
  }

  get unconditionalIds(): ReadonlySet<string> {
    return this.#unconditional;
  }

  get privateIds(): ReadonlySet<string> {
    return this.#private;
  }

  get persistentAddresses(): readonly AddressSpec[] {
    return [...this.#persistent.values()];
  }

  persistentAddress(id: string): AddressSpec | undefined {
    return this.#persistent.get(id);
  }

  /** Adds a persistent peer, or changes its address. */
  addPersistent(address: AddressSpec): void {
    const id = checked(address.id);
    this.#persistent.set(id, address);
    this.#persistentIds.add(id);
  }

  /** Whether it was one. */
  removePersistent(id: string): boolean {
    this.#persistentIds.delete(normalizeNodeId(id));
    return this.#persistent.delete(normalizeNodeId(id));
  }

  /** @throws P2PError `OPTION_INVALID` when it is no id. */
  addUnconditional(id: string): void {
    this.#unconditional.add(checked(id));
  }

  /** @throws P2PError `OPTION_INVALID` when it is no id. */
  addPrivate(id: string): void {
    this.#private.add(checked(id));
  }
}

function checked(id: string): string {
  if (isNodeId(id)) return normalizeNodeId(id);
  throw new P2PError("OPTION_INVALID", { detail: "a peer's id must be 40 hex digits" });
}
