import { keccakP } from "@noble/hashes/sha3.js";

/** Bytes absorbed between two permutations: 200 of state, less 32 of capacity (128-bit security), less 2 of padding. */
const RATE = 166;

/** STROBE's operation flags: inbound data, application, cipher, transport, meta. `strobe.sourceforge.io/specs`, §6.1 */
const FLAG_I = 1;
const FLAG_A = 2;
const FLAG_C = 4;
const FLAG_M = 16;

/** `01 A8 01 00 01 60`, then the version: the domain separator that STROBE-128 starts with. */
const PREFIX = [1, RATE + 2, 1, 0, 1, 96, ...asciiBytes("STROBEv1.0.2")];

/** The bytes of an ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  return Buffer.from(text, "latin1"); // 0.2 µs for a label; Uint8Array.from with a function takes 4
}

/**
 * The part of STROBE-128 over Keccak-f[1600] that Merlin transcripts are made of: absorb (meta) data, squeeze a result.
 *
 * The state is words, and bytes are put into it by shifting, so that the byte order of the machine does not matter.
 *
 * Source: strobe.sourceforge.io/specs (version 1.0.2).
 */
export class Strobe128 {
  readonly #words = new Uint32Array(50);
  #position = 0;
  /** Where the running operation began, counted from 1; 0 when that was before the last permutation. */
  #begin = 0;

  /** A state bound to the protocol name `label`, or a copy of `label` when that is a state. */
  constructor(label: Uint8Array | Strobe128) {
    if (label instanceof Strobe128) {
      this.#words.set(label.#words);
      this.#position = label.#position;
      this.#begin = label.#begin;
      return;
    }
    for (const [index, byte] of PREFIX.entries()) this.#xor(index, byte);
    keccakP(this.#words);
    this.metaAssociatedData(label);
  }

  /** Absorbs data that describes the data (its label and length): `meta-AD`. */
  metaAssociatedData(data: Uint8Array): void {
    this.#beginOperation(FLAG_M | FLAG_A);
    this.#absorb(data);
  }

  /** Goes on with the running `meta-AD` by an unsigned 32-bit little-endian integer (STROBE's `more`). */
  moreMetaU32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.#absorbByte((value >>> shift) & 0xff);
  }

  /** Absorbs data: `AD`. */
  associatedData(data: Uint8Array): void {
    this.#beginOperation(FLAG_A);
    this.#absorb(data);
  }

  /** Squeezes `length` bytes that depend on everything absorbed so far, and forgets how it got there: `PRF`. */
  pseudoRandom(length: number): Uint8Array {
    this.#beginOperation(FLAG_I | FLAG_A | FLAG_C);
    if (this.#position !== 0) this.#permute();
    const words = this.#words;
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const word = this.#position >>> 2;
      const shift = (this.#position & 3) << 3;
      out[i] = (words[word] ?? 0) >>> shift;
      words[word] = (words[word] ?? 0) & ~(0xff << shift);
      this.#advance();
    }
    return out;
  }

  /** Each operation starts by absorbing where the one before began, and its own flags. */
  #beginOperation(flags: number): void {
    const previousBegin = this.#begin;
    this.#begin = this.#position + 1;
    this.#absorbByte(previousBegin);
    this.#absorbByte(flags);
  }

  #absorb(data: Uint8Array): void {
    for (const byte of data) this.#absorbByte(byte);
  }

  #absorbByte(byte: number): void {
    this.#xor(this.#position, byte);
    this.#advance();
  }

  #advance(): void {
    this.#position++;
    if (this.#position === RATE) this.#permute();
  }

  #permute(): void {
    this.#xor(this.#position, this.#begin);
    this.#xor(this.#position + 1, 0x04);
    this.#xor(RATE + 1, 0x80);
    keccakP(this.#words);
    this.#position = 0;
    this.#begin = 0;
  }

  #xor(position: number, byte: number): void {
    const word = position >>> 2;
    this.#words[word] = (this.#words[word] ?? 0) ^ (byte << ((position & 3) << 3));
  }
}
