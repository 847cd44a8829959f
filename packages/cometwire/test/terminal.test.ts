import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { processTerminal } from "../src/terminal.js";

const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

class FakeStdin extends EventEmitter {
  raw = false;
  flowing = false;

  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): this {
    this.flowing = true;
    return this;
  }

  pause(): this {
    this.flowing = false;
    return this;
  }
}

class FakeStdout extends EventEmitter {
  columns = 100;
  rows = 30;
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** A process at a terminal, or not. */
function fakeProcess(isTTY = { stdin: true, stdout: true }) {
  const stdin = new FakeStdin(isTTY.stdin);
  const stdout = new FakeStdout(isTTY.stdout);
  const signals: string[] = [];
  const fake = Object.assign(new EventEmitter(), {
    stdin,
    stdout,
    pid: 1,
    kill: (_pid: number, signal: string) => signals.push(signal),
  });
  const terminal = processTerminal(fake as unknown as NodeJS.Process);
  return { stdin, stdout, signals, terminal, exit: () => fake.emit("exit"), fake };
}

describe("the terminal", () => {
  it("is none where standard output is none", () => {
    expect(fakeProcess({ stdin: true, stdout: false }).terminal).toBeUndefined();
  });

  it("tells its size, and the usual one when it does not know it", () => {
    const { terminal, stdout } = fakeProcess();
    expect(terminal?.size()).toEqual({ columns: 100, rows: 30 });
    Object.assign(stdout, { columns: 0, rows: undefined });
    expect(terminal?.size()).toEqual({ columns: 80, rows: 24 });
  });

  it("tells when its size has changed, until nobody wants to know", () => {
    const { terminal, stdout } = fakeProcess();
    let changes = 0;
    const end = terminal?.onResize(() => changes++);
    stdout.emit("resize");
    end?.();
    stdout.emit("resize");
    expect(changes).toBe(1);
  });

  it("tells each key, and hands Ctrl-C on as a signal", () => {
    const { terminal, stdin, signals } = fakeProcess();
    const keys: string[] = [];
    const end = terminal?.onKey((key) => keys.push(key));
    expect([stdin.raw, stdin.flowing]).toEqual([true, true]);
    stdin.emit("data", Buffer.from("aq"));
    stdin.emit("data", Buffer.from("\x03"));
    expect([keys, signals]).toEqual([["a", "q"], ["SIGINT"]]);
    end?.();
    expect([stdin.raw, stdin.flowing, stdin.listenerCount("data")]).toEqual([false, false, 0]);
  });

  it("has no keys when standard input comes from elsewhere", () => {
    const { terminal, stdin } = fakeProcess({ stdin: false, stdout: true });
    expect(terminal?.onKey(() => undefined)).toBeUndefined();
    expect(stdin.raw).toBe(false);
  });

  it("shows the cursor again, at the latest when the process ends", () => {
    const { terminal, stdout, exit, fake } = fakeProcess();
    const show = terminal?.hideCursor();
    expect(stdout.text).toBe(HIDE);
    show?.();
    expect(stdout.text).toBe(HIDE + SHOW);
    expect(fake.listenerCount("exit")).toBe(0);
    terminal?.hideCursor();
    exit();
    expect(stdout.text).toBe(HIDE + SHOW + HIDE + SHOW);
  });
});
