import type { Io, Output } from "../io.js";
import type { Style } from "../text/style.js";
import type { TapConsumer } from "./consumer.js";
import { messageLine } from "./message-json.js";
import { prettyLine } from "./pretty-line.js";
import type { TapMessage } from "./tap-message.js";

/** How messages are printed: for people, or for programs. */
export const outputForms = ["pretty", "ndjson"] as const;

/** Prints messages to standard output in one of the forms. */
export function printer(form: (typeof outputForms)[number], io: Io, style: Style): TapConsumer {
  return printConsumer(io.stdout, form === "ndjson" ? messageLine : (message) => prettyLine(message, style));
}

/** Prints messages, a line each, as fast as the reader of the output takes them. */
function printConsumer(output: Output, lineOf: (message: TapMessage) => string): TapConsumer {
  return {
    take(message) {
      output.write(lineOf(message));
      return output.drained?.();
    },
    close: () => Promise.resolve(),
  };
}
