/** Child processes that never outlive us. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Duplex, Readable } from "node:stream";
import { EventLog } from "./event-log.js";

/**
 * Runs the program, writes its process id to file descriptor 3 and, beside it, runs a guard that waits for the end of that
 * descriptor. We hold the other end, so the guard wakes when we ask for it and also when we are killed ourselves. It then
 * gives the program, paused or not, ten seconds.
 */
const guard = `
"$@" 3<&- & program=$!
echo $program >&3
{
  cat <&3
  kill -TERM $program
  kill -CONT $program
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
  #programId = "";

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
    this.#guardEnd.on("data", (digits: Buffer) => {
      this.#programId += digits.toString();
    });
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

  /**
   * Holds the program where it is (SIGSTOP), or lets it run again (SIGCONT). Its connections stay open and fall silent.
   *
   * @throws Error when the program is not running
   */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    process.kill(this.programId, signal);
  }

  /**
   * The program's process id.
   *
   * @throws Error when the program has ended, or has only just been started
   */
  get programId(): number {
    if (this.ending !== undefined) throw new Error(`the program has ended (${this.ending})`);
    if (!this.#programId.endsWith("\n")) throw new Error("the program has not been started yet");
    return Number(this.#programId);
  }

  get #guardEnd(): Duplex {
    return this.#child.stdio[3] as Duplex;
  }
}
