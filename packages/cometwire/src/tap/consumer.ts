import type { TapMessage } from "./tap-message.js";

/** Where tapped messages go: a printer, a recording, a sink. */
export interface TapConsumer {
  /**
   * Takes the next message. While the returned promise is pending, no other message is handed over, and the peers that
   * have more to say are made to wait.
   */
  take(message: TapMessage): void | Promise<void>;
  /** Writes out what has been taken. No message comes after it. */
  close(): Promise<void>;
}
