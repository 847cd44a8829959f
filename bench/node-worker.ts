/** Starts a worker process of ours and calls it. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buildWorkers } from "./build-workers.js";
import type { Api, Reply, Request } from "./workers/serve.js";

/** How long a call may take when its caller does not say. */
const defaultDeadlineMs = 15_000;

/** What the workers are like. */
export interface WorkerSettings {
  /** The cipher of everything that they do, by its name in `workers/library.ts`. */
  readonly cipher: string;
  /** The program of Node. */
  readonly node?: string | undefined;
  /** Where each writes a CPU profile when it ends, if anywhere. */
  readonly profile?: string | undefined;
}

let programs: URL | undefined;
let settings: WorkerSettings = { cipher: "default" };

/** Says what workers are like that start from now on. */
export function setWorkers(wanted: WorkerSettings): void {
  settings = wanted;
}

function profilerFlags(role: string): string[] {
  if (settings.profile === undefined) return [];
  return ["--cpu-prof", `--cpu-prof-dir=${join(settings.profile, role)}`];
}

/** The functions of a worker program (`workers/ROLE.ts`), as its process serves them. */
export class NodeWorker<A extends Api> {
  readonly #role: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #failure: string | undefined;
  #calls = 0;

  /**
   * @param role - the program's file name without its end
   * @param flags - further flags for Node
   */
  constructor(role: string, flags: readonly string[] = []) {
    this.#role = role;
    programs ??= buildWorkers();
    this.#child = fork(new URL(`${role}.js`, programs), [settings.cipher], {
      execPath: settings.node,
      execArgv: ["--expose-gc", ...flags, ...profilerFlags(role)],
    });
    this.#child.on("message", (reply: Reply) => {
      if (reply.id === undefined) this.#fail(reply.error ?? "it has failed");
      else this.#waiting.get(reply.id)?.(reply);
    });
    this.#exited = once(this.#child, "exit").then(([code, signal]) => {
      this.#fail(`the process ended (${String(code ?? signal)})`);
    });
  }

  /**
   * Calls one of the worker's functions.
   *
   * @throws Error what the function threw, or that the worker has failed or ended, or that it took too long
   */
  async call<K extends keyof A & string>(
    method: K,
    ...rest: undefined extends Parameters<A[K]>[0] ? [] : [Parameters<A[K]>[0], number?]
  ): Promise<Awaited<ReturnType<A[K]>>> {
    const [params, deadlineMs = defaultDeadlineMs] = rest;
    this.check();
    const id = ++this.#calls;
    const reply = await new Promise<Reply>((resolve) => {
      const timer = setTimeout(() => {
        resolve({ id, error: `no answer within ${deadlineMs} ms` });
      }, deadlineMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      this.#child.send({ id, method, params } satisfies Request);
    });
    this.#waiting.delete(id);
    if (reply.error !== undefined) throw new Error(`worker ${this.#role}, ${method}: ${reply.error}`);
    return reply.result as Awaited<ReturnType<A[K]>>;
  }

  /** @throws Error when the worker has reported a failure or has ended */
  check(): void {
    if (this.#failure !== undefined) throw new Error(`worker ${this.#role}: ${this.#failure}`);
  }

  /** Ends the process and waits for it. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const kill = setTimeout(() => this.#child.kill("SIGKILL"), 5_000);
    await this.#exited;
    clearTimeout(kill);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #fail(reason: string): void {
    this.#failure ??= reason;
    for (const [id, settle] of this.#waiting) settle({ id, error: reason });
  }
}
