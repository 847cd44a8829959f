/** The worker's side of `NodeWorker`. */

/** Functions that a worker serves: of one value that fits into JSON, or of none. */
export type Api = Readonly<Record<string, (params: never) => unknown>>;

/** A call. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Its answer; without `id`, a failure that no call has caused. */
export interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Answers calls until the parent process disconnects or ends; then this process ends, too. */
export function serve(api: Api): void {
  process.on("message", (request: Request) => {
    void answer(api, request);
  });
  process.on("disconnect", () => process.exit());
}

/** Tells the parent that what it measures is broken. */
export function fail(error: unknown): void {
  send({ error: textOf(error) });
}

async function answer(api: Api, { id, method, params }: Request): Promise<void> {
  try {
    const result = await api[method]?.(params as never);
    send({ id, result });
  } catch (error) {
    send({ id, error: textOf(error) });
  }
}

function send(reply: Reply): void {
  // A parent that has gone meanwhile wants no answer.
  if (process.connected) process.send?.(reply, undefined, undefined, () => {});
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
