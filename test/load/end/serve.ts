/** A process's side of `EndProcess`: answers its calls. */

/** A call. */
export interface Call {
  readonly id: number;
  readonly method: string;
  readonly argument: unknown;
}

/** Its answer. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  /** What the function has thrown. */
  readonly error?: string;
}

/** Functions of at most one argument; arguments and results fit into JSON. */
export type Api = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers calls until the process that started this one goes. */
export function serve(api: Api): void {
  process.on("message", (call: Call) => void answer(api, call));
  process.on("disconnect", () => process.exit());
}

async function answer(api: Api, { id, method, argument }: Call): Promise<void> {
  const reply = await Promise.resolve()
    .then(() => api[method]?.(argument as never))
    .then((result): Answer => ({ id, result }))
    .catch((error: unknown): Answer => ({ id, error: String(error) }));
  if (process.connected) process.send?.(reply);
}
