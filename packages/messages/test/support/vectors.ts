import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The vectors of one kind in a file of the repository's `test/fixtures/vectors`. */
export function readVectors<T>(file: string, kind: string): (T & { name: string; source: string })[] {
  const url = new URL(`../../../../test/fixtures/vectors/${file}.json`, import.meta.url);
  const { vectors } = JSON.parse(readFileSync(url, "utf8")) as {
    vectors: (T & { name: string; source: string; kind: string })[];
  };
  return vectors.filter((vector) => vector.kind === kind);
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The payload rule of the vectors: byte[i] = (i*31 + 7) & 0xff. */
export function payload(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + 7) & 0xff);
}
