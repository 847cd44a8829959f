/** Starts a reference peer and speaks with it: JSON events from it, JSON commands to it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { EventLog } from "./event-log.js";
import { referencePeer, type ReferencePeerVersion } from "./go.js";
import { lastLines } from "./run-command.js";

/** One event of a reference peer; `interop/README.md` lists the members of each. */
export interface PeerEvent {
  readonly event: string;
  /** Milliseconds since the peer's start. */
  readonly tMs: number;
  readonly [member: string]: unknown;
}

/** What to wait for: an event's name, or a test of the event. */
export type PeerEventMatch = string | ((event: PeerEvent) => boolean);

/** Flags by name without the dash; `interop/README.md` lists them. */
export type PeerFlags = Readonly<Record<string, string | number | boolean>>;

/** How long a wait lasts when the caller does not say: long enough for a busy machine. */
const defaultDeadlineMs = 15_000;

/** A running reference peer. */
export interface ReferencePeer {
  /** All events so far. */
  readonly events: readonly PeerEvent[];
  /** The first event that matches, among those that came already or the ones to come. */
  waitFor(match: PeerEventMatch, deadlineMs?: number): Promise<PeerEvent>;
  /** Like {@link waitFor}, but only looks at events after the last one that `next` returned. */
  next(match: PeerEventMatch, deadlineMs?: number): Promise<PeerEvent>;
  /** Sends a command. */
  send(command: Readonly<Record<string, unknown>>): void;
  /** What the peer wrote to standard error: the log of the switch. */
  stderr(): string;
  /** Waits until standard error matches. */
  waitForStderr(pattern: RegExp, deadlineMs?: number): Promise<string>;
  /** Ends the peer and waits for it. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a reference peer; it is built first if need be.
 *
 * It ends with {@link ReferencePeer.stop}, and also when this process ends, because its standard input closes then.
 *
 * @param flags - for example `{ mode: "echo", listen: "127.0.0.1:0" }`
 */
export async function startReferencePeer(
  flags: PeerFlags,
  version?: ReferencePeerVersion,
): Promise<ReferencePeer> {
  const args = Object.entries(flags).map(([name, value]) => `-${name}=${String(value)}`);
  const child = spawn(await referencePeer(version), args, { stdio: ["pipe", "pipe", "pipe"] });
  const events = new EventLog<PeerEvent>();
  const errorLines = new EventLog<string>();
  createInterface(child.stdout).on("line", (line) => {
    events.push(JSON.parse(line) as PeerEvent);
  });
  createInterface(child.stderr).on("line", (line) => {
    errorLines.push(line);
  });
  child.stdin.on("error", () => undefined); // the peer has ended; whoever waits for it is told below
  const stderr = (): string => errorLines.entries.join("\n");
  const exited = once(child, "close").then(([code, signal]) => {
    const reason = `the peer ended (${String(code ?? signal)})\n${lastLines(stderr(), 20)}`;
    events.end(reason);
    errorLines.end(reason);
  });

  const wait = (match: PeerEventMatch, from: number, deadlineMs = defaultDeadlineMs): Promise<number> =>
    typeof match === "string"
      ? events.wait(({ event }) => event === match, from, `event "${match}"`, deadlineMs)
      : events.wait(match, from, "a matching event", deadlineMs);
  let cursor = 0;
  const stop = async (): Promise<void> => {
    child.stdin.end();
    const kill = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await exited;
    clearTimeout(kill);
  };
  return {
    events: events.entries,
    async waitFor(match, deadlineMs) {
      return events.entries[await wait(match, 0, deadlineMs)] as PeerEvent;
    },
    async next(match, deadlineMs) {
      const index = await wait(match, cursor, deadlineMs);
      cursor = index + 1;
      return events.entries[index] as PeerEvent;
    },
    send(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
    },
    stderr,
    async waitForStderr(pattern, deadlineMs = defaultDeadlineMs) {
      const index = await errorLines.wait((line) => pattern.test(line), 0, String(pattern), deadlineMs);
      return errorLines.entries[index] as string;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
