import type { CommandError } from "../command-error.js";
import type { QueuedPublication } from "./sink-queue.js";

/** A connection with the server of a sink, whose stream is ready. */
export interface SinkSession {
  /** The largest payload that it takes, in bytes. */
  readonly largestPayload: number;
  /** Whether the stream was made now. */
  readonly madeStream: boolean;
  /** Fires when the connection is lost, with the reason. */
  readonly lost: Promise<CommandError>;
  /**
   * Publishes; resolves when the stream has stored it.
   *
   * @throws CommandError `SINK_TOO_LARGE` when it can never be stored; anything else may pass.
   */
  publish(publication: QueuedPublication): Promise<void>;
  /** Ends the connection. What is not acknowledged may be stored or not. */
  close(): Promise<void>;
}
