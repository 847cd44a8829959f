import type { Endpoint } from "../base/index.js";
import { endpointText } from "./endpoint.js";

/** Gives back what was taken. Idempotent. */
export type Release = () => void;

/**
 * Which remote addresses have a connection, so that an IP address has only one where that is wanted. Taking is check and
 * store in one step: of two connections at the same moment one loses.
 */
export class AddressTable {
  readonly #allowDuplicateIp: boolean;
  readonly #connectionsByIp = new Map<string, number>();
  readonly #endpoints = new Set<string>();

  constructor(allowDuplicateIp: boolean) {
    this.#allowDuplicateIp = allowDuplicateIp;
  }

  /** Whether a connection with `remote` would be a duplicate now. */
  isDuplicate(remote: Endpoint): boolean {
    if (this.#endpoints.has(endpointText(remote))) return true;
    return !this.#allowDuplicateIp && this.#connectionsByIp.has(remote.ip);
  }

  /** Enters a connection; undefined when it is a duplicate. With `exempt` it is entered although its IP is there. */
  take(remote: Endpoint, exempt: boolean): Release | undefined {
    const text = endpointText(remote);
    if (exempt ? this.#endpoints.has(text) : this.isDuplicate(remote)) return undefined;
    this.#endpoints.add(text);
    this.#connectionsByIp.set(remote.ip, (this.#connectionsByIp.get(remote.ip) ?? 0) + 1);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#endpoints.delete(text);
      const rest = (this.#connectionsByIp.get(remote.ip) ?? 0) - 1;
      if (rest > 0) this.#connectionsByIp.set(remote.ip, rest);
      else this.#connectionsByIp.delete(remote.ip);
    };
  }
}
