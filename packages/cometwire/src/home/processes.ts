import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** What tells a process from all others, and who can see it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it was started, in ticks since the machine was, where the system says (Linux). */
  readonly start?: string | undefined;
  /** Name of the machine, or of the container. */
  readonly host: string;
  /** This run of the machine, where the system says. */
  readonly boot?: string | undefined;
  /** Which processes it sees: those of one container, say. */
  readonly pidSpace?: string | undefined;
}

/** The machine's processes, as far as a lock has to know. */
export interface Processes {
  /** This process. */
  self(): ProcessIdentity;
  /** Whether a process runs that has this id, and this start if both are known. Only of what {@link self} sees. */
  isRunning(pid: number, start: string | undefined): boolean;
}

/** The real ones. */
export const systemProcesses: Processes = {
  self: () => ({
    pid: process.pid,
    start: processState("self")?.start,
    host: hostname(),
    boot: readOrUndefined(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    pidSpace: readOrUndefined(() => readlinkSync("/proc/self/ns/pid")),
  }),

  isRunning(pid, start) {
    try {
      process.kill(pid, 0);
    } catch (error) {
      // Another user's process is one too.
      return error instanceof Error && "code" in error && error.code === "EPERM";
    }
    const state = processState(String(pid));
    if (state === undefined) return true;
    if (state.ended) return false;
    return start === undefined || state.start === start;
  },
};

/** What `/proc` says of a process, where there is one. */
function processState(name: string): { start: string; ended: boolean } | undefined {
  const text = readOrUndefined(() => readFileSync(`/proc/${name}/stat`, "utf8"));
  // The second field is a name in brackets, with anything in it; counted from there the 1st is the state, the 20th the start.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state] = fields ?? [];
  const start = fields?.[19];
  return start === undefined ? undefined : { start, ended: state === "Z" || state === "X" };
}

function readOrUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
