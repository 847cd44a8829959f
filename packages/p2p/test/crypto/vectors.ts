import { readFileSync } from "node:fs";

const directory = new URL("../../../../test/fixtures/vectors/", import.meta.url);

/** The vectors of one kind in a file of Go's. */
export function vectors<T>(file: string, kind: string): (T & { name: string; source: string })[] {
  const text = readFileSync(new URL(file, directory), "utf8");
  const all = (JSON.parse(text) as { vectors: { kind: string }[] }).vectors;
  return all.filter((vector) => vector.kind === kind) as unknown as (T & { name: string; source: string })[];
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

/** A time that only the test moves. */
export function manualClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    wallTime: () => nowMs,
    setTimer: () => ({ cancel: () => undefined }),
    defer: () => undefined,
    advance(ms: number) {
      nowMs += ms;
    },
  };
}
