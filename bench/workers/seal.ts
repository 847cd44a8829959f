/** The cipher alone: batches of full frames. */
import { FRAME_BATCH, limits } from "@cometwire/p2p";
import { cipher } from "./library.js";
import { serve } from "./serve.js";

/** Seals until `seconds` are over; returns the payload bytes a second. */
function seal(seconds: number): number {
  const key = cipher.createKey(new Uint8Array(32));
  const wire = Buffer.alloc(FRAME_BATCH * limits.frameSealedBytes);
  let batches = 0;
  let nonce = 0n;
  const began = performance.now();
  for (;;) {
    for (let i = 0; i < 4; i++) {
      key.seal(FRAME_BATCH, nonce, wire, 0);
      nonce += BigInt(FRAME_BATCH);
    }
    batches += 4;
    const elapsedMs = performance.now() - began;
    if (elapsedMs >= seconds * 1_000)
      return (batches * FRAME_BATCH * limits.frameDataBytes * 1_000) / elapsedMs;
  }
}

const api = { seal };

/** The functions of this worker. */
export type SealApi = typeof api;

serve(api);
