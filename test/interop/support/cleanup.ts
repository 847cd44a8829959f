/** Ends what a test has started, however the test ends. */

/** Something that runs. */
interface Running {
  stop(): Promise<void>;
}

/** Any number of things that run; they are stopped one after the other, the last one first. */
export class Cleanup {
  readonly #running: Running[] = [];

  /** Will stop it; returns it. */
  add<T extends Running>(running: T): T {
    this.#running.push(running);
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const each of this.#running.reverse()) await each.stop();
  }
}
