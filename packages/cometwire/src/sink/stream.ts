import type { JetStreamManager, StreamConfig, StreamInfo } from "@nats-io/jetstream";
import { printable } from "@cometwire/p2p";
import { sinkError } from "./sink-error.js";
import type { SinkTarget } from "./sink-target.js";

/** What a stream that is made here keeps; `docs/SINK.md` says it, too. Whoever wants another makes it before. */
const streamDefaults = {
  /** Seven days, in nanoseconds as NATS counts. */
  max_age: 7 * 86_400 * 1e9,
  /** 1 GiB; the oldest messages go first. */
  max_bytes: 1_073_741_824,
  /** Two minutes, in nanoseconds: a publication repeated within them is stored once. */
  duplicate_window: 120 * 1e9,
} as const;

const STREAM_NOT_FOUND = 10_059;
/** Another tap was faster, with the same or with another configuration. */
const NAME_IN_USE = 10_058;

/**
 * The stream, made if it is not there. One that is there is taken as it is.
 *
 * @throws CommandError `SINK_STREAM` when it does not take our subjects or gives no acknowledgements; whatever the NATS client
 * throws.
 */
export async function prepareStream(
  manager: JetStreamManager,
  target: SinkTarget,
): Promise<{ readonly config: StreamConfig; readonly made: boolean }> {
  const { config, made } = await findOrMake(manager, target);
  const stream = `: the stream ${target.stream}`;
  if (config.no_ack) {
    throw sinkError("SINK_STREAM", target, `cannot be used${stream} acknowledges nothing (no_ack)`);
  }
  if (config.sealed) throw sinkError("SINK_STREAM", target, `cannot be used${stream} is sealed`);
  // A mirror has none, whatever the type says.
  const subjects = (config.subjects as readonly string[] | undefined) ?? [];
  if (!subjects.some((subject) => takesAllOf(subject, target.prefix))) {
    throw sinkError("SINK_STREAM", target, `cannot be used${stream} does not take ${target.prefix}.>`);
  }
  return { config, made };
}

async function findOrMake(
  manager: JetStreamManager,
  target: SinkTarget,
): Promise<{ readonly config: StreamConfig; readonly made: boolean }> {
  const found = await find(manager, target);
  if (found !== undefined) return { config: found.config, made: false };
  try {
    const { config } = await manager.streams.add({
      name: target.stream,
      description: "Gossip of CometBFT networks, from cometwire taps",
      subjects: [`${target.prefix}.>`],
      ...streamDefaults,
    });
    return { config, made: true };
  } catch (error) {
    const raced = codeOf(error) === NAME_IN_USE ? await find(manager, target) : undefined;
    if (raced !== undefined) return { config: raced.config, made: false };
    if ((error as Error).name !== "JetStreamApiError") throw error;
    const reason = printable((error as Error).message, 300);
    throw sinkError(
      "SINK_STREAM",
      target,
      `cannot be used: the stream ${target.stream} cannot be made: ${reason}`,
    );
  }
}

async function find(manager: JetStreamManager, target: SinkTarget): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(target.stream);
  } catch (error) {
    if (codeOf(error) === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}

/** Whether a stream's subject, which may have wildcards, takes all subjects that begin with `prefix`. */
export function takesAllOf(subject: string, prefix: string): boolean {
  const wanted = prefix.split(".");
  const tokens = subject.split(".");
  const tail = tokens.indexOf(">");
  // All parts of the prefix are matched, and then everything.
  if (tail < 0 || tail > wanted.length) return false;
  return tokens.slice(0, tail).every((token, index) => token === "*" || token === wanted[index]);
}
