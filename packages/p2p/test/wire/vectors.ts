import { readFileSync } from "node:fs";

/** One golden vector; which fields it has depends on its kind. */
export interface Vector {
  readonly name: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The vectors of one kind of a golden file. */
export function vectorsOf(file: string, kind: string): Vector[] {
  const path = new URL(`../../../../test/fixtures/vectors/${file}.json`, import.meta.url);
  const { vectors } = JSON.parse(readFileSync(path, "utf8")) as { vectors: Vector[] };
  return vectors.filter((vector) => vector.kind === kind);
}

/** Bytes of a hex string. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}
