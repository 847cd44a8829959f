/** Child processes that never outlive us. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { EventLog } from "./event-log.js";

/**
 * Runs the program and, beside it, a guard that waits for the end of file descriptor 3. We hold the other end, so the
 * guard wakes when we ask for it and also when we are killed ourselves. It then gives the program ten seconds.
 */
const guard = `
"$@" 3<&- & program=$!
{
  cat <&3
  kill -TERM $program
  tenths=100
  while [ $tenths -gt 0 ]; do
    kill -0 $program || exit
    sleep 0.1
    tenths=$((tenths - 1))
  done
  kill -KILL $program
} >/dev/null 2>&1 &
wait $program`;

const alive = new Set<ChildGroup>();
process.once("exit", () => {
  for (const group of alive) group.kill();
});

/** A program in a process group of its own. */
export class ChildGroup {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  /** The lines that the program has written to either output, without colours. */
  readonly lines = new EventLog<string>();
  /** How the program ended, once it has. */
  ending: string | undefined;

  constructor(program: string, args: readonly string[], cwd: string) {
    this.#child = spawn("sh", ["-c", guard, "sh", program, ...args], {
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#exited = once(this.#child, "exit").then(([code, signal]) => {
      this.ending = signal === null ? `exit code ${String(code)}` : `killed by ${String(signal)}`;
      this.kill(); // the guard is still there
      alive.delete(this);
      this.lines.end(`the program ended (${this.ending})`);
    });
    for (const output of [this.#child.stdout, this.#child.stderr] as Readable[]) {
      createInterface(output).on("line", (line) => {
        // eslint-disable-next-line no-control-regex -- colours of a terminal
        this.lines.push(line.replaceAll(/\u001b\[[0-9;]*m/g, ""));
      });
    }
    this.#guardEnd.on("error", () => undefined); // the guard has gone first
    alive.add(this);
  }

  /** Settles when the program has ended, however it did. */
  get exited(): Promise<unknown> {
    return this.#exited;
  }

  /** Asks the program to end (SIGTERM) and waits; after ten seconds it is killed. */
  async stop(): Promise<void> {
    this.#guardEnd.end();
    await this.#exited;
  }

  /** Kills the whole group at once. */
  kill(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // it is gone already
    }
  }

  get #guardEnd(): Writable {
    return this.#child.stdio[3] as Writable;
  }
}
