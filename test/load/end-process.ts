/** Starts one of the two processes and calls its functions. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { EndApi } from "./end/main.js";
import type { Answer, Call } from "./end/serve.js";

const program = new URL("./end/main.ts", import.meta.url);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A process that runs `end/main.ts` on the sources. */
export class EndProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #exited: Promise<unknown>;
  #ending: string | undefined;
  #calls = 0;

  constructor() {
    this.#child = fork(program, { cwd: root, execArgv: ["--expose-gc", "--import", "tsx"] });
    this.#child.on("message", (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    this.#exited = once(this.#child, "exit").then(([code, signal]) => {
      this.#ending = `a process of the run has ended (${String(code ?? signal)})`;
      for (const [id, settle] of this.#waiting) settle({ id, error: this.#ending });
    });
  }

  /** @throws Error what the function threw, or that the process has ended. */
  async call<K extends keyof EndApi>(
    method: K,
    ...[argument]: Parameters<EndApi[K]>
  ): Promise<Awaited<ReturnType<EndApi[K]>>> {
    if (this.#ending !== undefined) throw new Error(`${method}: ${this.#ending}`);
    const id = ++this.#calls;
    const { result, error } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.send({ id, method, argument } satisfies Call);
    });
    this.#waiting.delete(id);
    if (error !== undefined) throw new Error(`${method}: ${error}`);
    return result as Awaited<ReturnType<EndApi[K]>>;
  }

  /** Ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }
}
