/** The tool as a process of its own, from its sources, with a log in JSON. */
import { fileURLToPath } from "node:url";
import { ChildGroup } from "./child-group.js";
import { lastLines } from "./run-command.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** One line of its log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string };

/** `cometwire start` on a home. It never outlives this process. */
export class CometwireProcess {
  readonly #child: ChildGroup;

  /** @param words - behind `cometwire start`; `--log_format json` is added. */
  constructor(words: readonly string[]) {
    const main = `${root}packages/cometwire/src/main.ts`;
    this.#child = new ChildGroup(
      "env",
      [
        `TSX_TSCONFIG_PATH=${root}tsconfig.json`,
        process.execPath,
        "--import",
        "tsx",
        main,
        "start",
        ...words,
        "--log_format",
        "json",
      ],
      root,
    );
  }

  /** Its log so far. What is no line of the log (an error that ended it) has the event `text`. */
  get log(): readonly LogLine[] {
    return this.#child.lines.entries.map((line) =>
      line.startsWith("{") ? (JSON.parse(line) as LogLine) : { event: "text", text: line },
    );
  }

  /** How it ended, once it has: `exit code 0`. */
  get ending(): string | undefined {
    return this.#child.ending;
  }

  /** CPU seconds and memory: see `/proc`. */
  get pid(): number {
    return this.#child.programId;
  }

  /**
   * Waits for the first line with this event.
   *
   * @throws Error with the end of its log when it ends before, or in time
   */
  async event(name: string, withinMs = 30_000): Promise<LogLine> {
    const is = (line: string): boolean => line.includes(`"event":"${name}"`);
    try {
      const index = await this.#child.lines.wait(is, 0, `the event ${name}`, withinMs);
      return JSON.parse(this.#child.lines.entries[index] as string) as LogLine;
    } catch (cause) {
      throw new Error(lastLines(this.#child.lines.entries.join("\n"), 20), { cause });
    }
  }

  /** Ends it with SIGTERM, and waits. */
  async stop(): Promise<void> {
    await this.#child.stop();
  }

  /** Ends it with SIGKILL, and waits. */
  async kill(): Promise<void> {
    process.kill(this.#child.programId, "SIGKILL");
    await this.#child.exited;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
