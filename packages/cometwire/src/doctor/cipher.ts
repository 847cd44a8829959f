import {
  type Clock,
  FRAME_BATCH,
  type FrameCipher,
  type FrameCipherChoice,
  limits,
  type Random,
} from "@cometwire/p2p";
import type { Check } from "./check.js";

/** How fast a cipher works here, in 10^6 bytes of payload a second. */
export interface CipherSpeed {
  readonly sealMBPerS: number;
  readonly openMBPerS: number;
}

/** Long enough to be past the compiler's warming up. */
const RUN_MS = 150;
/** The default rate of one connection in CometBFT (`send_rate`, `recv_rate`). */
const SLOW_MB_PER_S = 5.12;

/** Seals and opens full frames for a short time each. */
function measureCipher(cipher: FrameCipher, clock: Clock, random: Random): CipherSpeed {
  const key = cipher.createKey(random.bytes(32));
  const wire = new Uint8Array(FRAME_BATCH * limits.frameSealedBytes);
  const rate = (work: () => void): number => {
    work();
    const began = clock.now();
    let batches = 0;
    let elapsedMs = 0;
    do {
      work();
      batches++;
      elapsedMs = clock.now() - began;
    } while (elapsedMs < RUN_MS);
    return (batches * FRAME_BATCH * limits.frameDataBytes) / elapsedMs / 1_000;
  };
  try {
    const sealMBPerS = rate(() => key.seal(FRAME_BATCH, 0n, wire, 0));
    const openMBPerS = rate(() => void key.open(FRAME_BATCH, 0n, wire, 0));
    return { sealMBPerS, openMBPerS };
  } finally {
    key.wipe();
  }
}

/** Judges the cipher that connections use: it must open what it sealed, and nothing that was changed. */
export function checkCipher(choice: FrameCipherChoice, clock: Clock, random: Random): Check {
  const { cipher, fallbackReason } = choice;
  const name = "frame cipher";
  const advice = "this build of Node cannot be used: take one from nodejs.org";
  try {
    if (!worksAsItShould(cipher, random)) {
      return { name, status: "fail", detail: `${cipher.name} does not open what it sealed`, advice };
    }
    return judgeSpeed(cipher.name, measureCipher(cipher, clock, random), fallbackReason);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, status: "fail", detail: `${cipher.name}: ${reason}`, advice };
  }
}

/** Judges a measured speed, and why the cipher is not the fastest one: undefined when it is. */
export function judgeSpeed(
  cipherName: string,
  { sealMBPerS, openMBPerS }: CipherSpeed,
  fallbackReason: string | undefined,
): Check {
  const detail = `${cipherName}: seals ${sealMBPerS.toFixed(0)} MB/s, opens ${openMBPerS.toFixed(0)} MB/s`;
  const advice = adviceOnSpeed(Math.min(sealMBPerS, openMBPerS), fallbackReason);
  if (advice === undefined) return { name: "frame cipher", status: "ok", detail };
  return { name: "frame cipher", status: "warn", detail, advice };
}

function adviceOnSpeed(mbPerS: number, fallbackReason: string | undefined): string | undefined {
  if (fallbackReason !== undefined) {
    const remedy = "run Node without --jitless, on a processor with SSE 4.1 or NEON";
    return `the cipher in WebAssembly is three to five times as fast, but cannot be used (${fallbackReason}): ${remedy}`;
  }
  if (mbPerS >= SLOW_MB_PER_S) return undefined;
  return `slower than one connection may be (${SLOW_MB_PER_S} MB/s): the machine is overloaded or far too small`;
}

function worksAsItShould(cipher: FrameCipher, random: Random): boolean {
  const plain = random.bytes(limits.framePlainBytes);
  const wire = new Uint8Array(limits.frameSealedBytes);
  const key = cipher.createKey(random.bytes(32));
  cipher.sealArena.set(plain);
  key.seal(1, 7n, wire, 0);
  const opened = key.open(1, 7n, wire, 0) === 1;
  const equal = Buffer.compare(cipher.openArena.subarray(0, plain.length), plain) === 0;
  wire[0] = (wire[0] ?? 0) ^ 1;
  const refused = key.open(1, 7n, wire, 0) === 0;
  key.wipe();
  return opened && equal && refused;
}
