import type { BitArray } from "../gen/index.js";
import { fail } from "./checks.js";
import type { Rules } from "./rules.js";

/**
 * The words must fit the bits, where the release checks it (`libs/bits/bit_array.go:507-521@v0.38.25`); negative numbers of
 * bits, some of which Go takes, are refused in every release.
 */
export function checkBitArray({ bits, elems }: BitArray, rules: Rules, at: string, field: string): void {
  if (bits < 0n) fail("VALIDATE_BIT_ARRAY", at, field, `${bits} bits`, 0n);
  if (rules.bitArraysFit && (bits + 63n) / 64n !== BigInt(elems.length)) {
    fail("VALIDATE_BIT_ARRAY", at, field, `${bits} bits in ${elems.length} words of 64`);
  }
}
