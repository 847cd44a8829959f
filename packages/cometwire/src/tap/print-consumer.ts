import type { Output } from "../io.js";
import type { TapConsumer } from "./consumer.js";
import type { TapMessage } from "./tap-message.js";

/** Prints messages, a line each, as fast as the reader of the output takes them. */
export function printConsumer(output: Output, lineOf: (message: TapMessage) => string): TapConsumer {
  return {
    take(message) {
      output.write(lineOf(message));
      return output.drained?.();
    },
    close: () => Promise.resolve(),
  };
}
