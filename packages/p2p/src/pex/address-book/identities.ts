import { isNodeId, type NetAddress, normalizeNodeId } from "../../wire/index.js";

/** Who is never stored: we ourselves, and the private ids. Ids are in lower case here. */
export class Identities {
  readonly #privateIds = new Set<string>();
  readonly #ourIds = new Set<string>();
  readonly #ourAddresses: NetAddress[] = [];

  /** An id of ours. */
  addOurId(id: string): void {
    this.#ourIds.add(normalizeNodeId(id));
  }

  /** What we are known by: the id, if it is one, and the IP and port. */
  addOurAddress(address: NetAddress): void {
    if (!this.#ourAddresses.some((each) => each.equals(address))) this.#ourAddresses.push(address);
    if (isNodeId(address.id)) this.#ourIds.add(address.id);
  }

  /** Whether this is an id of ours, or an IP and port of ours. */
  isOurs(address: NetAddress): boolean {
    if (this.#ourIds.has(address.id)) return true;
    return this.#ourAddresses.some((each) => each.port === address.port && each.ip.equals(address.ip));
  }

  /** Makes ids private. */
  addPrivateIds(ids: Iterable<string>): void {
    for (const id of ids) this.#privateIds.add(normalizeNodeId(id));
  }

  /** Whether an id is private. */
  isPrivate(id: string): boolean {
    return this.#privateIds.has(id);
  }
}
