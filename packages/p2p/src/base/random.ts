import { randomBytes, randomInt } from "node:crypto";

/**
 * The only source of randomness in the library, so that a run can be repeated from a seed.
 */
export interface Random {
  /** `length` fresh random bytes. */
  bytes(length: number): Uint8Array;
  /** An integer in `[0, limit)`; `limit` is 1 to 2^32. */
  integer(limit: number): number;
}

/** The operating system's cryptographically secure randomness. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  integer: (limit) => randomInt(limit),
};
