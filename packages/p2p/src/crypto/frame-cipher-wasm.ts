import { limits } from "../base/index.js";
import { checkBatch, checkKey, FRAME_BATCH, type FrameCipher, type FrameKey } from "./frame-cipher.js";
import { type FrameKernel, instantiateFrameKernel } from "./frame-kernel.js";

const SEALED = limits.frameSealedBytes;
const ARENA_BYTES = FRAME_BATCH * SEALED;
const KEY_BYTES = 32;

/**
 * {@link FrameCipher} with a kernel of ours in WebAssembly, which seals and opens a batch in one call: the default, three
 * to five times as fast as `node:crypto`, which makes an object for every frame. Its source is `kernel/frames.as.ts`, its
 * safety the subject of `docs/adr/0012-a-cipher-in-webassembly.md`.
 *
 * There should be one in a thread: each instance reserves gigabytes of address space. After `seal` its arena holds what
 * went onto the wire; plaintext stays in the arena of `open` until the next call.
 *
 * @throws Error where WebAssembly or its 128-bit vectors are missing.
 */
export function createWasmFrameCipher(): FrameCipher {
  const kernel = instantiateFrameKernel();
  const lend = (at: number, bytes: number) => new Uint8Array(kernel.memory.buffer, at, bytes);
  const places: Places = {
    kernel,
    key: lend(kernel.keyPlace(), KEY_BYTES),
    sealArena: lend(kernel.sealArena(), ARENA_BYTES),
    openArena: lend(kernel.openArena(), ARENA_BYTES),
  };
  return {
    name: "WebAssembly",
    sealArena: places.sealArena,
    openArena: places.openArena,
    createKey: (key) => new WasmFrameKey(places, key),
  };
}

/** The kernel and what lies where in its memory. */
interface Places {
  readonly kernel: FrameKernel;
  readonly key: Uint8Array;
  readonly sealArena: Uint8Array;
  readonly openArena: Uint8Array;
}

class WasmFrameKey implements FrameKey {
  readonly #places: Places;
  /** Copied into the kernel's memory for the time of a call, which wipes that copy. Undefined once wiped. */
  #key: Uint8Array | undefined;

  constructor(places: Places, key: Uint8Array) {
    checkKey(key);
    this.#places = places;
    // In a buffer of its own, outside of the heap: the garbage collector would leave copies where it moves small arrays.
    this.#key = new Uint8Array(new ArrayBuffer(KEY_BYTES));
    this.#key.set(key);
  }

  seal(frames: number, nonce: bigint, wire: Uint8Array, offset: number): void {
    const { kernel, key, sealArena } = this.#places;
    key.set(checkBatch(this.#key, frames, nonce, wire, offset));
    kernel.seal(frames, nonce);
    wire.set(frames === FRAME_BATCH ? sealArena : sealArena.subarray(0, frames * SEALED), offset);
  }

  open(frames: number, nonce: bigint, wire: Uint8Array, offset: number): number {
    const { kernel, key, openArena } = this.#places;
    key.set(checkBatch(this.#key, frames, nonce, wire, offset));
    openArena.set(new Uint8Array(wire.buffer, wire.byteOffset + offset, frames * SEALED));
    return kernel.open(frames, nonce);
  }

  wipe(): void {
    this.#key?.fill(0);
    this.#key = undefined;
  }
}
