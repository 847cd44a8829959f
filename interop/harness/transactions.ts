/** Transactions for the key-value store that real nodes run. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { GoNode } from "./go-node.js";
import { waitFor } from "./wait-for.js";

/**
 * Gives a node a transaction and returns its hash, 64 hex digits in upper case, once the node's mempool has taken it.
 *
 * @param bytes - `key=value`; from v0.38 on the application refuses anything else
 * @throws Error when the application or the mempool refuses it, or the node has not caught up yet
 */
export async function sendTx(node: GoNode, bytes: Uint8Array | string): Promise<string> {
  const tx = Buffer.from(bytes).toString("base64");
  const answer = (await node.rpc("broadcast_tx_sync", { tx })) as { code: number; log: string; hash: string };
  if (answer.code !== 0) throw new Error(`transaction refused: code ${String(answer.code)} ${answer.log}`);
  return answer.hash;
}

/** What may be chosen about a {@link TxLoop}. */
export interface TxLoopOptions {
  /** The pause between two transactions, in milliseconds. */
  readonly everyMs: number;
  /** The length of each, in bytes; default 64, at least 32. */
  readonly size?: number;
}

/** A steady stream of transactions. */
export interface TxLoop {
  /** Hashes of the transactions that were taken, in order. */
  readonly sent: readonly string[];
  /** Why a transaction was not taken, in order. */
  readonly failures: readonly Error[];
  /** Ends the loop and waits for its last answer. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Gives a node one new transaction after the other, from when it has caught up. Stops by itself when the node is stopped or
 * killed; a node that is started again needs a new loop.
 */
export function txLoop(node: GoNode, { everyMs, size = 64 }: TxLoopOptions): TxLoop {
  const sent: string[] = [];
  const failures: Error[] = [];
  const stopped = new AbortController();
  const run = `tx${randomBytes(6).toString("hex")}`;
  const { starts } = node;
  const goesOn = (): boolean => node.running && node.starts === starts && !stopped.signal.aborted;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (goesOn()) failures.push(error as Error); // a node that was stopped meanwhile has not refused anything
    }
  };
  const ready = async (): Promise<boolean> => !goesOn() || (await node.caughtUp());
  const loop = async (): Promise<void> => {
    await attempt(() => waitFor(ready, { deadlineMs: 60_000, what: `${node.name} to catch up` }));
    for (let number = 0; goesOn(); number++) {
      const tx = `${run}-${String(number)}=`.padEnd(size, "v");
      await attempt(async () => sent.push(await sendTx(node, tx)));
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const ended = loop();
  const stop = async (): Promise<void> => {
    stopped.abort();
    await ended;
  };
  return { sent, failures, stop, [Symbol.asyncDispose]: stop };
}
