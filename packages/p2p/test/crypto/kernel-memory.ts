import { type FrameKernel, instantiateFrameKernel } from "../../src/crypto/frame-kernel.js";

/** Where `kernel/frames.as.ts` keeps Poly1305's state, from the key's place on. */
const H = 384;
const R = 424;
const S = 496;

/** Five limbs of 32 bits and a little more: `limbs[i]` counts 2^(32 i). */
export type Limbs = readonly bigint[];

/** The number that limbs stand for. */
export function numberOfLimbs(limbs: Limbs): bigint {
  return limbs.reduceRight((number, limb) => (number << 32n) + limb, 0n);
}

/** The limbs of a number below 2^130. */
export function limbsOf(number: bigint): Limbs {
  return [0n, 32n, 64n, 96n, 128n].map((shift) => (number >> shift) & 0xffff_ffffn);
}

/** An instance of the kernel with all of its memory in reach. */
export class OpenKernel {
  readonly kernel: FrameKernel = instantiateFrameKernel();
  readonly bytes = new Uint8Array(this.kernel.memory.buffer);
  readonly #view = new DataView(this.kernel.memory.buffer);
  /** A frame's place for what is authenticated. */
  readonly frame = this.kernel.sealArena();
  readonly #secrets = this.kernel.keyPlace();

  /** Begins a tag with r (clamped by the kernel) and s. */
  startTag(r: Uint8Array, s: Uint8Array): void {
    this.bytes.set(r, this.#secrets);
    this.bytes.set(s, this.#secrets + 16);
    this.kernel.startTag(this.#secrets);
  }

  get h(): Limbs {
    return this.#words(H, 5);
  }

  set h(limbs: Limbs) {
    for (const [i, limb] of limbs.entries()) this.#view.setBigUint64(this.#secrets + H + 8 * i, limb, true);
  }

  /** What the kernel multiplies with: four limbs of r, four of r times 5/4, the two low bits of r. */
  get multipliers(): Limbs {
    return this.#words(R, 9);
  }

  get s(): Uint8Array {
    return this.bytes.slice(this.#secrets + S, this.#secrets + S + 16);
  }

  #words(place: number, length: number): bigint[] {
    return Array.from({ length }, (_, i) => this.#view.getBigUint64(this.#secrets + place + 8 * i, true));
  }
}

/** All of a kernel's memory but its two arenas. */
export function outsideOfArenas(memory: ArrayBufferLike, arenas: readonly Uint8Array[]): Uint8Array {
  const rest = Uint8Array.from(new Uint8Array(memory));
  for (const arena of arenas) rest.fill(0, arena.byteOffset, arena.byteOffset + arena.length);
  return rest;
}
