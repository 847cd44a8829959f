/** The Go program that measures Go's codecs (`interop/codec`). */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { codecProgram } from "../interop/harness/go.js";
import type { Cost, MessagesRequest } from "./workers/messages.js";

/** A running program, which has read the corpus. */
export class GoCodec {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  private constructor(child: ChildProcess, lines: Interface) {
    this.#child = child;
    this.#lines = lines;
  }

  /** Builds the program if need be, and starts it. */
  static async start(corpus: string, operation: "decode" | "encode"): Promise<GoCodec> {
    const flags = [`-corpus=${corpus}`, `-operation=${operation}`];
    const child = spawn(await codecProgram(), flags, { stdio: ["pipe", "pipe", "inherit"] });
    const codec = new GoCodec(child, createInterface(child.stdout));
    await codec.#line();
    return codec;
  }

  /** @throws Error when the program has ended; what it said is on standard error */
  async measure(request: MessagesRequest): Promise<Cost> {
    const line = this.#line();
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return JSON.parse(await line) as Cost;
  }

  /** Ends the program and waits for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, "exit");
    this.#child.stdin?.end();
    await exited;
  }

  async #line(): Promise<string> {
    const ended = new AbortController();
    const line = once(this.#lines, "line", { signal: ended.signal });
    this.#lines.once("close", () => {
      ended.abort(new Error("the codec program has ended"));
    });
    const [text] = (await line) as [string];
    return text;
  }
}
