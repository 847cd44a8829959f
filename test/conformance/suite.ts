import type { Check } from "./check.js";
import type { Vector } from "./vector.js";

/** Compares one vector with the library. What it throws counts as a failure of the case. */
export type KindCheck = (vector: Vector, check: Check, context: FileContext) => void | Promise<void>;

/** What a check may need beside its own vector. */
export interface FileContext {
  /** All vectors of the file. */
  readonly vectors: readonly Vector[];
}

/** How one file (or family of files) is run. */
export interface Suite {
  /** Path relative to the folder, with `/`. */
  readonly file: string | RegExp;
  /** Takes the file apart. Default: a golden vector file, `{ vectors: [...] }` as JSON. */
  readonly load?: (content: Buffer, file: string) => Vector[];
  /** By kind. */
  readonly kinds: Readonly<Record<string, KindCheck>>;
}
