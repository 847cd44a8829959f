import type { Clock, Random } from "@cometwire/p2p";
import type { Terminal } from "./terminal.js";

/** Where text goes. */
export interface Output {
  write(text: string): void;
  /** Whether a person is looking at it. */
  readonly isTTY: boolean;
  /** A promise when the reader is slow: fulfilled once it has taken what was written. For those who write without end. */
  drained?(): Promise<void> | undefined;
  /**
   * Calls `listener` when the reader goes away (`| head`), until the returned function is called. While nobody listens,
   * that ends the process.
   */
  onReaderGone?(listener: () => void): () => void;
}

/** The IP addresses of a host name, as literals, in the order in which they should be tried. */
export type Resolver = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

/** Everything that a command may touch of the process around it, so that it can run in a test as it does in a shell. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  /** Fires on Ctrl-C, and on SIGTERM. */
  readonly signal: AbortSignal;
  /** Where standard output is drawn, when a person is looking at it. */
  readonly terminal?: Terminal | undefined;
  /** Replaces the system's name resolution. */
  readonly resolve?: Resolver | undefined;
}
