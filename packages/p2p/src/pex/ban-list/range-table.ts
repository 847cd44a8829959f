import type { IpAddress } from "../../wire/index.js";
import { isIPv4Range } from "./ban-target.js";

/** A range of addresses: see `BanTarget`. */
export interface AddressRange {
  readonly prefix: IpAddress;
  readonly bits: number;
}

/**
 * Values by range of addresses. A look-up takes one step for each prefix length in use, most specific first, however
 * many ranges there are.
 */
export class RangeTable<T> {
  /** By family and prefix length, longest first, then by the prefix's text. */
  readonly #lengths: { readonly ipv4: boolean; readonly bits: number; readonly values: Map<string, T> }[] =
    [];

  /** Sets the value of a range. */
  set(range: AddressRange, value: T): void {
    const ipv4 = isIPv4Range(range);
    let length = this.#lengths.find((each) => each.ipv4 === ipv4 && each.bits === range.bits);
    if (length === undefined) {
      length = { ipv4, bits: range.bits, values: new Map() };
      this.#lengths.push(length);
      this.#lengths.sort((a, b) => b.bits - a.bits);
    }
    length.values.set(range.prefix.toString(), value);
  }

  /** Drops a range. */
  delete(range: AddressRange): void {
    const ipv4 = isIPv4Range(range);
    const index = this.#lengths.findIndex((each) => each.ipv4 === ipv4 && each.bits === range.bits);
    const length = this.#lengths[index];
    length?.values.delete(range.prefix.toString());
    if (length?.values.size === 0) this.#lengths.splice(index, 1);
  }

  /** The values of the ranges that hold `ip`, most specific first. */
  matches(ip: IpAddress): T[] {
    const matches: T[] = [];
    for (const { ipv4, bits, values } of this.#lengths) {
      const value = ipv4 === ip.isIPv4 ? values.get(ip.masked(bits).toString()) : undefined;
      if (value !== undefined) matches.push(value);
    }
    return matches;
  }
}
