/** The terminal that a person sits at. */
export interface Terminal {
  /** Now. */
  size(): { readonly columns: number; readonly rows: number };
  /** Calls `listener` when the size has changed, until the returned function is called. */
  onResize(listener: () => void): () => void;
  /**
   * Calls `listener` with each key pressed (`q`), until the returned function is called. Ctrl-C is still a signal.
   * Undefined when there are no keys to be had.
   */
  onKey(listener: (key: string) => void): (() => void) | undefined;
  /** Hides the cursor until the returned function is called, or the process ends in whatever way. */
  hideCursor(): () => void;
}

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";
const CTRL_C = "\x03";
const USUAL_SIZE = { columns: 80, rows: 24 } as const;

/** This process's terminal, or undefined when its standard output is none. */
export function processTerminal(process: NodeJS.Process): Terminal | undefined {
  const { stdin, stdout } = process;
  if (!stdout.isTTY) return undefined;
  return {
    // A terminal that does not know its size says 0.
    size: () => ({ columns: stdout.columns || USUAL_SIZE.columns, rows: stdout.rows || USUAL_SIZE.rows }),
    onResize(listener) {
      stdout.on("resize", listener);
      return () => void stdout.off("resize", listener);
    },
    onKey(listener) {
      if (!stdin.isTTY) return undefined;
      const onData = (data: Buffer): void => {
        for (const key of data.toString("latin1")) {
          // In this mode the terminal leaves it to us.
          if (key === CTRL_C) process.kill(process.pid, "SIGINT");
          else listener(key);
        }
      };
      stdin.setRawMode(true);
      stdin.on("data", onData).resume();
      return () => {
        stdin.setRawMode(false);
        stdin.off("data", onData).pause();
      };
    },
    hideCursor() {
      const show = (): void => void stdout.write(SHOW_CURSOR);
      process.once("exit", show);
      stdout.write(HIDE_CURSOR);
      return () => {
        process.off("exit", show);
        show();
      };
    },
  };
}
