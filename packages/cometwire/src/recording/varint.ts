/** 2^53 takes 8 bytes of 7 bits. */
const LONGEST = 8;

/** The bytes of a whole number from 0 to 2^53 - 1: seven bits a byte, the lowest first, the top bit says that more follow. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** Folds the sign of a whole number into its lowest bit, so that small negative numbers stay short: 0, -1, 1 → 0, 1, 2. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** The inverse of {@link zigzag}. */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads numbers and bytes one after the other; what is not there is an error of whoever wrote them. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether everything was read. */
  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** @throws RangeError when it is cut off, or larger than 2^53 - 1. */
  varint(): number {
    let value = 0;
    for (let index = 0; index < LONGEST; index++) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value += (byte & 0x7f) * 0x80 ** index;
      if (byte < 0x80 && Number.isSafeInteger(value)) return value;
    }
    throw new RangeError("a number is cut off or too large");
  }

  /** The next `length` bytes, as a view. @throws RangeError when there are fewer. */
  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("an entry is cut off");
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** Everything that is left, as a view. */
  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#at);
  }
}
