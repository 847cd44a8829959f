import type { TapPeer } from "../tap/tap-message.js";
import { MOST_PEERS } from "./format.js";

/** Gives each peer of a recording a number. */
export class PeerNumbers {
  readonly #numbers = new Map<string, number>();

  /** The peer's number, and whether it is new to it. Another address or release makes another peer. */
  numberOf({ id, address, release }: TapPeer): { readonly number: number; readonly isNew: boolean } {
    const key = `${id} ${release} ${address}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return { number: known, isNew: false };
    const number = this.#freeNumber();
    this.#numbers.set(key, number);
    return { number, isNew: true };
  }

  #freeNumber(): number {
    if (this.#numbers.size < MOST_PEERS) return this.#numbers.size;
    const [[key, number] = ["", 0]] = this.#numbers;
    this.#numbers.delete(key);
    return number;
  }
}
