import type { Endpoint } from "../base/index.js";
import { endpointText } from "./endpoint.js";

/** Gives back what was taken. Idempotent. */
export type Release = () => void;

/** Whose connection it is or would be, and who has dialled. */
export interface Claim {
  /** The node's id; undefined while it is not known. */
  readonly id: string | undefined;
  /** Whether we have dialled. */
  readonly outbound: boolean;
}

/**
 * Which remote addresses have a connection, so that an IP address has only one where that is wanted. Taking is check and
 * store in one step: of two connections at the same moment one loses.
 *
 * When we and a node dial each other, the two connections are no duplicates of one another here: both would be refused,
 * each by one side. Which one stays is decided by id, see `admitPeer`.
 */
export class AddressTable {
  readonly #allowDuplicateIp: boolean;
  readonly #claimsByIp = new Map<string, Set<Claim>>();
  readonly #endpoints = new Set<string>();

  constructor(allowDuplicateIp: boolean) {
    this.#allowDuplicateIp = allowDuplicateIp;
  }

  /** Whether a connection with `remote` would be a duplicate now, whoever it turns out to be where the id is not known. */
  isDuplicate(remote: Endpoint, { id, outbound }: Claim): boolean {
    if (this.#endpoints.has(endpointText(remote))) return true;
    if (this.#allowDuplicateIp) return false;
    const [first, ...others] = this.#claimsByIp.get(remote.ip) ?? [];
    if (first === undefined) return false;
    const whose = id ?? first.id;
    return [first, ...others].some((claim) => claim.id !== whose || claim.outbound === outbound);
  }

  /** Enters a connection; undefined when it is a duplicate. With `exempt` it is entered although its IP is there. */
  take(remote: Endpoint, claim: Claim, exempt: boolean): Release | undefined {
    const { ip } = remote;
    const text = endpointText(remote);
    if (exempt ? this.#endpoints.has(text) : this.isDuplicate(remote, claim)) return undefined;
    const claims = this.#claimsByIp.get(ip) ?? new Set();
    const own = { ...claim };
    this.#claimsByIp.set(ip, claims.add(own));
    this.#endpoints.add(text);
    return () => {
      if (!claims.delete(own)) return;
      this.#endpoints.delete(text);
      if (claims.size === 0) this.#claimsByIp.delete(ip);
    };
  }
}
