import { type Clock, P2PError } from "../base/index.js";
import type { ScriptedConnection } from "./reactor-test-kit-peer.js";

/** A message that a peer once sent. */
export interface RecordedMessage {
  /** When it came, in milliseconds since whenever. */
  readonly at: number;
  /** The channel's id. */
  readonly channel: number;
  /** The whole message. */
  readonly bytes: Uint8Array;
}

/** How {@link replayInto} goes. */
export interface ReplayOptions {
  /** Whose time passes: the network's. */
  readonly clock: Clock;
  /** How many times as fast as it was recorded. Default 1; `Infinity`: one after the other without a pause. */
  readonly speed?: number | undefined;
}

/** Between two looks whether a message that is larger than the socket takes at once is on its way. */
const LOOK_MS = 1;

/**
 * Lets a scripted peer send what a real one once sent: the same messages in the same order, with the same pauses.
 *
 * The order holds across channels, although a connection prefers some: each message is handed to the socket before the next
 * is queued. Messages of one peer, please: `messages` is what that peer said. It is read at once where time is virtual, so
 * that nothing waits for a file.
 *
 * @returns how many messages were sent, once all are with the socket.
 * @throws P2PError why the connection ended before that; `SEND_UNKNOWN_CHANNEL` for a channel that the scripted peer lacks.
 *
 * @example
 * ```ts
 * const recorded: RecordedMessage[] = [];
 * for await (const message of readRecording("gossip.cwrec")) if (message.peer.id === id) recorded.push(message);
 * const connection = await peer.dial(node);
 * await Promise.all([replayInto(connection, recorded, { clock }), clock.advance(60_000)]);
 * ```
 */
export async function replayInto(
  connection: ScriptedConnection,
  messages: Iterable<RecordedMessage>,
  { clock, speed = 1 }: ReplayOptions,
): Promise<number> {
  const start = clock.now();
  let first: number | undefined;
  let sent = 0;
  for (const { at, channel, bytes } of messages) {
    first ??= at;
    const dueIn = start + (at - first) / speed - clock.now();
    if (dueIn > 0) await wait(clock, dueIn);
    await send(connection, channel, bytes, clock);
    sent++;
  }
  return sent;
}

async function send(
  connection: ScriptedConnection,
  channel: number,
  bytes: Uint8Array,
  clock: Clock,
): Promise<void> {
  const { mconnection } = connection;
  if (!mconnection.trySend(channel, bytes)) throw connection.closeReason ?? new P2PError("STOPPED");
  await new Promise<void>((resolve) => clock.defer(resolve));
  while (!mconnection.status().sendIdle) {
    if (connection.closeReason !== undefined) throw connection.closeReason;
    await wait(clock, LOOK_MS);
  }
}

function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimer(ms, resolve));
}
