import { createHash } from "node:crypto";
import { inspect } from "node:util";
import { CometwireError } from "@cometwire/messages";

/** One point in which our result is not Go's. */
export interface Difference {
  /** Which part of the result, for example `verdict` or `wire`. */
  readonly field: string;
  /** What differs, in words. */
  readonly text: string;
  /** For verdicts: whether we refuse what Go accepts, or accept what Go refuses. */
  readonly verdict?: "stricter" | "kinder";
}

/** Collects what one case compares, so that one difference does not hide the next. */
export class Check {
  readonly differences: Difference[] = [];

  /** Compares bytes; a difference names the first offset. */
  bytes(field: string, expected: Uint8Array, got: Uint8Array): void {
    const text = describeBytes(expected, got);
    if (text !== undefined) this.differences.push({ field, text });
  }

  /** Compares the SHA-256 of bytes that a vector gives by hash only. */
  sha256(field: string, expected: string, got: Uint8Array): void {
    const hash = createHash("sha256").update(got).digest("hex");
    if (hash !== expected) {
      this.differences.push({
        field,
        text: `sha256 expected ${expected}, got ${hash} (${got.length} bytes)`,
      });
    }
  }

  /** Compares plain values. */
  equal(field: string, expected: unknown, got: unknown): void {
    if (Object.is(expected, got)) return;
    this.differences.push({ field, text: `expected ${print(expected)}, got ${print(got)}` });
  }

  /**
   * Compares verdicts: both accept, or both refuse. Texts are not compared.
   *
   * @param goError - Go's error, null or undefined when it accepted.
   * @param ourError - ours, undefined when we accept.
   */
  verdict(field: string, goError: unknown, ourError: Error | string | undefined): void {
    const goRefuses = goError !== null && goError !== undefined;
    const weRefuse = ourError !== undefined;
    if (goRefuses === weRefuse) return;
    const text = goRefuses
      ? `Go refuses (${print(goError)}), we accept`
      : `Go accepts, we refuse (${String(ourError)})`;
    this.differences.push({ field, text, verdict: goRefuses ? "kinder" : "stricter" });
  }

  /** Notes a difference that no comparison expresses. */
  fail(field: string, text: string): void {
    this.differences.push({ field, text });
  }
}

/** What a function returned or threw. */
export type Outcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: CometwireError };

/** Calls `run` and keeps what it threw, provided that it is an error of the library. */
export function attempt<T>(run: () => T): Outcome<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error: ours(error) };
  }
}

/** {@link attempt} for a promise. */
export async function attemptAsync<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error: ours(error) };
  }
}

/** Remote input must lead to the library's own errors only: anything else is a bug and goes on as it is. */
function ours(error: unknown): CometwireError {
  if (error instanceof CometwireError) return error;
  throw error;
}

function describeBytes(expected: Uint8Array, got: Uint8Array): string | undefined {
  const length = Math.max(expected.length, got.length);
  for (let at = 0; at < length; at++) {
    if (expected[at] === got[at]) continue;
    return `byte ${at}: expected ${hex(expected[at])}, got ${hex(got[at])} (${expected.length} and ${got.length} bytes)`;
  }
  return undefined;
}

function hex(byte: number | undefined): string {
  return byte === undefined ? "the end" : byte.toString(16).padStart(2, "0");
}

function print(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : inspect(value);
}
