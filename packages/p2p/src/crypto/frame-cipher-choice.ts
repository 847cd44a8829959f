import { limits } from "../base/index.js";
import type { FrameCipher } from "./frame-cipher.js";
import { nodeFrameCipher } from "./frame-cipher-node.js";
import { createWasmFrameCipher } from "./frame-cipher-wasm.js";

/** Which cipher was chosen, and why. */
export interface FrameCipherChoice {
  /** What frames are sealed and opened with. */
  readonly cipher: FrameCipher;
  /** Why it is not the fastest one; undefined when it is. */
  readonly fallbackReason: string | undefined;
}

let choice: FrameCipherChoice | undefined;

/**
 * The cipher in WebAssembly, or `node:crypto` where it cannot run or does not pass its self-test. Decided at the first
 * call, in about two milliseconds, for the whole process.
 */
export function chooseFrameCipher(): FrameCipherChoice {
  choice ??= firstThatWorks(createWasmFrameCipher);
  return choice;
}

/**
 * The cipher of {@link chooseFrameCipher}: what everything uses that is given no other.
 *
 * @example
 * ```ts
 * console.log(defaultFrameCipher().name); // "WebAssembly"
 * ```
 */
export function defaultFrameCipher(): FrameCipher {
  return chooseFrameCipher().cipher;
}

/** The cipher that `create` makes, or `node:crypto` with the reason. */
export function firstThatWorks(create: () => FrameCipher): FrameCipherChoice {
  try {
    const cipher = create();
    testAgainstNode(cipher);
    return { cipher, fallbackReason: undefined };
  } catch (error) {
    return {
      cipher: nodeFrameCipher,
      fallbackReason: error instanceof Error ? error.message : String(error),
    };
  }
}

const { framePlainBytes, frameSealedBytes } = limits;
const TEST_KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);
/** An odd number: two frames share a piece of keystream, and one is left over. */
const TEST_FRAMES = 3;
/** Its lower half overflows between the two. */
const TEST_NONCE = 0x1_ffff_ffffn;

/** Seals three frames as `node:crypto` does, opens them, and refuses a forged one; throws if not. */
function testAgainstNode(cipher: FrameCipher): void {
  const sealed = sealTestFrames(cipher);
  if (Buffer.compare(sealed, sealTestFrames(nodeFrameCipher)) !== 0)
    throw new Error("it seals otherwise than node:crypto");
  const key = cipher.createKey(TEST_KEY);
  const opened = key.open(TEST_FRAMES, TEST_NONCE, sealed, 0);
  for (let i = 0; i < TEST_FRAMES; i++) {
    const at = i * frameSealedBytes;
    const plaintext = cipher.openArena.subarray(at, at + framePlainBytes);
    if (opened !== TEST_FRAMES || plaintext.some((byte, j) => byte !== testByte(at + j)))
      throw new Error("it does not open what it sealed");
  }
  sealed[frameSealedBytes] = (sealed[frameSealedBytes] as number) ^ 1;
  if (key.open(TEST_FRAMES, TEST_NONCE, sealed, 0) !== 1) throw new Error("it opens a forged frame");
  key.wipe();
}

function sealTestFrames(cipher: FrameCipher): Uint8Array {
  const wire = new Uint8Array(TEST_FRAMES * frameSealedBytes);
  for (let at = 0; at < wire.length; at++) cipher.sealArena[at] = testByte(at);
  const key = cipher.createKey(TEST_KEY);
  key.seal(TEST_FRAMES, TEST_NONCE, wire, 0);
  key.wipe();
  return wire;
}

function testByte(at: number): number {
  return ((at * 31) >> 2) & 0xff;
}
