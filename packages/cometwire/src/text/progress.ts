import type { Output } from "../io.js";

/** One line that is written over and over again, for a person who waits; nothing when nobody is looking. */
export class ProgressLine {
  readonly #output: Output;
  #shown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Shows this in place of what was shown before. No line feeds; shorter than a line. */
  update(text: string): void {
    if (!this.#output.isTTY) return;
    this.#output.write(`\r${text}\u001b[K`);
    this.#shown = true;
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#output.write("\r\u001b[K");
    this.#shown = false;
  }
}
