import { frameKernel } from "./gen/frame-kernel.js";

/** What `kernel/frames.as.ts` exports. Places are byte offsets into its memory. */
export interface FrameKernel {
  /** Of fixed size: it never moves. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where the frames to seal lie. */
  sealArena(): number;
  /** Where the frames to open lie. */
  openArena(): number;
  /** Where 32 bytes of key are put before each call of `seal` and `open`, which leave zeros there. */
  keyPlace(): number;
  /** Seals the first frames of the arena. */
  seal(frames: number, nonce: bigint): void;
  /** Opens the first frames of the arena; returns how many are authentic. */
  open(frames: number, nonce: bigint): number;
  /** Poly1305 step by step, for its tests: begins with the one-time key at `oneTimeKey`. */
  startTag(oneTimeKey: number): void;
  /** Takes in the 256 bytes at `tagged`. */
  tagQuad(tagged: number): void;
  /** Takes in the end of the frame at `frame`, and writes the tag behind it. */
  finishTag(frame: number): void;
}

/** The part of WebAssembly's JavaScript interface that is used; missing where the engine has none (`node --jitless`). */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/**
 * A new instance of the kernel. It needs no more than its memory: there is nothing that it could call.
 *
 * @throws Error where WebAssembly or its 128-bit vectors are missing.
 */
export function instantiateFrameKernel(): FrameKernel {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyApi };
  if (WebAssembly === undefined) throw new Error("Node runs without WebAssembly");
  const module = new WebAssembly.Module(Buffer.from(frameKernel, "base64"));
  return new WebAssembly.Instance(module).exports as FrameKernel;
}
