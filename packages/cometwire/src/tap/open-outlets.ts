import type { Io } from "../io.js";
import { openRecording } from "../recording/open-recording.js";
import { openSink } from "../sink/open-sink.js";
import { describeSinkEvent } from "../sink/sink-event.js";
import type { SinkTarget } from "../sink/sink-target.js";
import { counted, formatBytes } from "../text/amounts.js";
import type { TapConsumer } from "./consumer.js";

/** Where messages go beside standard output. */
export interface Outlets {
  /** A file that there is not yet. */
  readonly record: string | undefined;
  readonly sink: SinkTarget | undefined;
}

/** Whose messages they are. */
export interface OutletOptions {
  /** The tap's node id. */
  readonly tap: string;
  /** The chain's id. */
  readonly network: string;
  readonly io: Pick<Io, "clock" | "random">;
  /** Told what happens to them, a line each. */
  readonly notice: (line: string) => void;
}

/**
 * Opens the outlets that were asked for.
 *
 * @throws CommandError `SINK_…`, `RECORDING_…`; then all are closed.
 */
export async function openOutlets(
  { record, sink: target }: Outlets,
  options: OutletOptions,
): Promise<TapConsumer[]> {
  // First what may fail and leave nothing behind.
  const sink = target === undefined ? [] : [await sinkTo(target, options)];
  try {
    const recording = record === undefined ? [] : [await recordingIn(record, options)];
    return [...recording, ...sink];
  } catch (error) {
    for (const each of sink) await each.close();
    throw error;
  }
}

function sinkTo(target: SinkTarget, { tap, network, io, notice }: OutletOptions): Promise<TapConsumer> {
  const { clock, random } = io;
  return openSink(target, {
    tap,
    network,
    clock,
    random,
    onEvent: (event) => notice(`${describeSinkEvent(event)}\n`),
  });
}

async function recordingIn(file: string, { io, notice }: OutletOptions): Promise<TapConsumer> {
  const recording = await openRecording(file, io);
  return {
    take: (message) => recording.take(message),
    async close() {
      await recording.close();
      const { messages, bytes } = recording;
      notice(`recorded ${counted(messages, "message")} in ${formatBytes(bytes)}\n`);
    },
  };
}
