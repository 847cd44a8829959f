import type { Clock, Timer } from "@cometwire/p2p";
import type { Output } from "../../io.js";
import type { Terminal } from "../../terminal.js";
import type { Size } from "./render.js";

/** Between two pictures: what happens at once is drawn once. */
const FRAME_MS = 80;
/** A picture is drawn this often even if nothing happens: its clock goes on. */
const IDLE_MS = 500;

const CLEAR_LINE_END = "\x1b[K";
const CLEAR_BELOW = "\x1b[J";
const CLEAR_ALL = "\x1b[2J\x1b[H";
/** Terminals that know it show all of a picture at once; others ignore it. */
const BEGIN_FRAME = "\x1b[?2026h";
const END_FRAME = "\x1b[?2026l";

/** What a {@link Screen} draws on, and with. */
export interface ScreenOptions {
  readonly output: Output;
  readonly terminal: Terminal;
  readonly clock: Clock;
  /** The picture as lines that fit the size. */
  readonly render: (size: Size) => readonly string[];
}

/** Draws a picture over and over in the same place, and leaves the last one where it is. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #ends: (() => void)[] = [];
  #drawnLines = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;
  #open = true;

  constructor(options: ScreenOptions) {
    this.#options = options;
    const { terminal } = options;
    this.#ends.push(
      terminal.hideCursor(),
      terminal.onResize(() => {
        // Lines have been wrapped anew: nobody knows where the picture begins.
        this.#options.output.write(CLEAR_ALL);
        this.#drawnLines = 0;
        this.#draw();
      }),
    );
    this.#draw();
  }

  /** Draws soon. */
  changed(): void {
    if (!this.#open) return;
    this.#timer?.cancel();
    const { clock } = this.#options;
    const wait = Math.max(0, this.#drawnAt + FRAME_MS - clock.now());
    this.#timer = clock.setTimer(wait, () => this.#draw());
  }

  /** Draws the last picture and gives the terminal back. Idempotent. */
  close(): void {
    if (!this.#open) return;
    this.#draw();
    this.#open = false;
    this.#timer?.cancel();
    for (const end of this.#ends) end();
  }

  #draw(): void {
    if (!this.#open) return;
    this.#timer?.cancel();
    const { clock, output, terminal, render } = this.#options;
    const lines = render(terminal.size());
    const up = this.#drawnLines === 0 ? "" : `\x1b[${this.#drawnLines}A`;
    const text = lines.map((line) => `${line}${CLEAR_LINE_END}\n`).join("");
    output.write(`${BEGIN_FRAME}${up}\r${text}${CLEAR_BELOW}${END_FRAME}`);
    this.#drawnLines = lines.length;
    this.#drawnAt = clock.now();
    this.#timer = clock.setTimer(IDLE_MS, () => this.#draw());
  }
}
