/** The cipher alone: batches of full frames. */
import { FRAME_BATCH, limits } from "@cometwire/p2p";
import { cipher, cipherNames } from "./library.js";
import { serve } from "./serve.js";

const batchesPerTurn = 4;

/** Does batches until `seconds` are over; returns the payload bytes a second. */
function repeat(seconds: number, batch: () => void): number {
  const began = performance.now();
  for (let batches = batchesPerTurn; ; batches += batchesPerTurn) {
    for (let i = 0; i < batchesPerTurn; i++) batch();
    const elapsedMs = performance.now() - began;
    if (elapsedMs < seconds * 1_000) continue;
    return (batches * FRAME_BATCH * limits.frameDataBytes * 1_000) / elapsedMs;
  }
}

function seal(seconds: number): number {
  const key = cipher.createKey(new Uint8Array(32));
  const wire = Buffer.alloc(FRAME_BATCH * limits.frameSealedBytes);
  let nonce = 0n;
  return repeat(seconds, () => {
    key.seal(FRAME_BATCH, nonce, wire, 0);
    nonce += BigInt(FRAME_BATCH);
  });
}

function open(seconds: number): number {
  const key = cipher.createKey(new Uint8Array(32));
  const wire = Buffer.alloc(FRAME_BATCH * limits.frameSealedBytes);
  key.seal(FRAME_BATCH, 0n, wire, 0);
  return repeat(seconds, () => {
    if (key.open(FRAME_BATCH, 0n, wire, 0) !== FRAME_BATCH) throw new Error("a frame is not authentic");
  });
}

const api = {
  seal,
  open,
  /** What does the work. */
  name: () => cipher.name,
  /** All ciphers that a worker can use. */
  names: () => cipherNames,
};

/** The functions of this worker. */
export type CipherApi = typeof api;

serve(api);
