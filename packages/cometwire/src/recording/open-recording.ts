import { open } from "node:fs/promises";
import type { Clock } from "@cometwire/p2p";
import { MAGIC, VERSION } from "./format.js";
import { recordingError, systemReason } from "./recording-error.js";
import { Recording } from "./recording.js";

/**
 * Begins a recording in a new file.
 *
 * @throws CommandError `RECORDING_EXISTS`, `RECORDING_ACCESS`.
 *
 * @example
 * ```ts
 * const recording = await openRecording("gossip.cwrec", { clock: systemClock });
 * for await (const message of tap.messages()) await recording.take(message);
 * await recording.close();
 * ```
 */
export async function openRecording(file: string, { clock }: { readonly clock: Clock }): Promise<Recording> {
  try {
    const handle = await open(file, "wx");
    await handle.appendFile(Uint8Array.of(...MAGIC, VERSION));
    return new Recording(handle, { name: file, clock });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      throw recordingError("RECORDING_EXISTS", file, "is there already");
    }
    throw recordingError("RECORDING_ACCESS", file, `cannot be written: ${systemReason(error)}`);
  }
}
