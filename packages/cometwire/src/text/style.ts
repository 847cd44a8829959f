import { styleText } from "node:util";
import type { Io } from "../io.js";

/** What a piece of text means; how that looks is decided here alone. */
export interface Style {
  readonly title: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
}

type Format = Parameters<typeof styleText>[0];

/** Whether to colour: for a person at a terminal who has not said no (`--no-color`, `NO_COLOR`, `TERM=dumb`). */
export function wantsColor(io: Pick<Io, "stdout" | "env">, noColor: boolean): boolean {
  return io.stdout.isTTY && !noColor && (io.env["NO_COLOR"] ?? "") === "" && io.env["TERM"] !== "dumb";
}

/** The styles, with colour or as plain text. */
export function createStyle(color: boolean): Style {
  const as = (format: Format) => (text: string) =>
    color && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  return {
    title: as("bold"),
    good: as("green"),
    warn: as("yellow"),
    bad: as("red"),
    dim: as("dim"),
  };
}
