/* What `tap` and `replay` share: which messages are shown, and how. */
import { type Command, Option } from "commander";
import type { Io } from "../io.js";
import type { MessageChoice } from "../tap/choice.js";
import type { TapConsumer } from "../tap/consumer.js";
import { parseChannels, parseTypes } from "../tap/names.js";
import { outputForms, printer } from "../tap/print-consumer.js";
import type { Style } from "../text/style.js";
import { UsageError } from "../usage-error.js";

/** The flags of {@link addViewOptions} and {@link statsOption}, as they were typed. */
export interface ViewFlags {
  readonly channel?: string;
  readonly type?: string;
  readonly output?: (typeof outputForms)[number];
  readonly stats?: boolean;
}

/** `--stats`, whose place among the options is each command's own. */
export const statsOption = ["--stats", "show figures about types and peers instead of messages"] as const;

/** Adds `--channel`, `--type` and `--output`. */
export function addViewOptions(command: Command): Command {
  return command
    .option("--channel <names>", "only these channels: mempool,consensus")
    .option("--type <names>", "only these messages: Vote,Tx")
    .addOption(
      new Option("--output <form>", "lines for people, or for programs; default: pretty").choices(
        outputForms,
      ),
    );
}

/** How messages are to be shown. */
export interface View {
  readonly choice: MessageChoice;
  /** Whether figures are shown instead of messages. */
  readonly stats: boolean;
  /** Prints the messages; undefined when figures are shown. */
  readonly printer: (io: Io, style: Style) => TapConsumer | undefined;
}

/** @throws UsageError */
export function parseView({ channel, type, output, stats = false }: ViewFlags): View {
  if (stats && output !== undefined) {
    throw new UsageError("--stats shows figures instead of messages: leave --output out");
  }
  return {
    choice: {
      types: type === undefined ? undefined : parseTypes(type),
      channels: channel === undefined ? undefined : parseChannels(channel),
    },
    stats,
    printer: (io, style) => (stats ? undefined : printer(output ?? "pretty", io, style)),
  };
}
