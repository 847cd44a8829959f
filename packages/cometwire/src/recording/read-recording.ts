import { createReadStream } from "node:fs";
import type { TapMessage } from "../tap/tap-message.js";
import { counted } from "../text/amounts.js";
import { ByteSource } from "./byte-source.js";
import { readChunk } from "./chunks.js";
import { MAGIC, VERSION } from "./format.js";
import { Playback } from "./playback.js";
import { type RecordingErrorCode, recordingError, systemReason } from "./recording-error.js";

/**
 * The messages of a recording, in their order, up to the end of the last whole chunk. The file may be a pipe.
 *
 * They are read and checked anew, and who was first is worked out anew: only what came is recorded, not what was thought of
 * it. `at` is exact to the microsecond. In memory there is one chunk.
 *
 * @throws CommandError after the last message that could be read: `RECORDING_CUT` when the file does not end with the mark
 * of a whole recording, `RECORDING_DAMAGED` when a check sum is wrong. Before any: `RECORDING_ACCESS`, `NO_RECORDING`,
 * `RECORDING_VERSION`.
 *
 * @example
 * ```ts
 * for await (const { at, peer, message } of readRecording("gossip.cwrec")) console.log(at, peer.id, message?.type);
 * ```
 */
export async function* readRecording(file: string): AsyncGenerator<TapMessage, void, undefined> {
  const fail = (code: RecordingErrorCode, what: string) => recordingError(code, file, what);
  const stream = createReadStream(file);
  const source = new ByteSource(stream);
  const read = (length: number): Promise<Uint8Array> =>
    source.read(length).catch((error: unknown) => {
      throw fail("RECORDING_ACCESS", `cannot be read: ${systemReason(error)}`);
    });
  const playback = new Playback();
  try {
    const wrong = wrongBeginning(await read(MAGIC.length + 1));
    if (wrong !== undefined) throw fail(...wrong);
    for (;;) {
      const chunk = await readChunk(read);
      if (chunk.state === "end") return;
      const soFar = `after ${counted(playback.messages, "message")}`;
      if (chunk.state === "cut") throw fail("RECORDING_CUT", `breaks off ${soFar}`);
      if (chunk.state !== "whole") throw fail("RECORDING_DAMAGED", `is damaged ${soFar}`);
      const messages = playback.messagesOf(chunk.body);
      for (;;) {
        // What the reader of ours throws is no damage, so only this is caught.
        const next = await messages.next().catch(() => undefined);
        if (next === undefined) {
          throw fail("RECORDING_DAMAGED", `is damaged after ${counted(playback.messages, "message")}`);
        }
        if (next.done === true) break;
        yield next.value;
      }
    }
  } finally {
    playback.destroy();
    stream.destroy();
  }
}

/** What is wrong with the first bytes, if anything is. */
function wrongBeginning(bytes: Uint8Array): [RecordingErrorCode, string] | undefined {
  const whole = bytes.length === MAGIC.length + 1;
  if (!bytes.every((byte, index) => index >= MAGIC.length || byte === MAGIC[index])) {
    return ["NO_RECORDING", "is none: it does not begin as recordings do"];
  }
  if (!whole) return ["RECORDING_CUT", "breaks off before the first message"];
  const version = bytes[MAGIC.length] ?? 0;
  if (version === VERSION) return undefined;
  return ["RECORDING_VERSION", `has version ${version} of its format; version ${VERSION} can be read`];
}
