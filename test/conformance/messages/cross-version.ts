import { encodeMessage, type Release } from "@cometwire/messages";
import type { Check } from "../check.js";
import type { Vector } from "../vector.js";
import { asBuiltBy } from "./go-validators.js";
import { judge } from "./judge.js";
import { bytesOf } from "./long-messages.js";
import { messageOf, releaseOfSource } from "./wire-message.js";

/** Where another release's verdict on a vector is in the summary: null or "<nil>" when it accepts. */
interface OtherError {
  readonly name: string;
  readonly [error: `error_${string}`]: string | null;
}

/** Go's comparison of a file's messages with another release's: which bytes and which verdicts are not the same. */
export function checkCrossVersion(summary: Vector, check: Check, vectors: readonly Vector[]): void {
  const compared = vectors.filter((each) => each.has("channel") && each.source === "cometbft v0.38.25");
  const other = releaseOfSource(summary.source);
  checkBytes(summary, check, compared, vectors, other);
  for (const vector of compared) {
    const variant = variantOf(vector, summary, vectors) ?? vector;
    checkOtherVerdict(summary, check, vector, bytesOf(variant, vectors), other);
  }
}

/** The vector that has what another release writes for the same message. */
export function variantOf(vector: Vector, summary: Vector, vectors: readonly Vector[]): Vector | undefined {
  const name = `${vector.name} [${summary.source.replace("cometbft ", "")}]`;
  return vectors.find((each) => each.name === name);
}

/** Built by the other release, the named messages have other bytes (those of their variants), and all others the same. */
function checkBytes(
  summary: Vector,
  check: Check,
  compared: readonly Vector[],
  vectors: readonly Vector[],
  other: Release,
): void {
  const different: string[] = [];
  for (const vector of compared) {
    if (!vector.has("json")) continue;
    const bytes = encodeMessage(asBuiltBy(other, messageOf(vector)));
    const variant = variantOf(vector, summary, vectors);
    if (variant !== undefined) check.bytes(variant.name, variant.bytes("encoded"), bytes);
    if (Buffer.compare(bytes, vector.bytes("encoded")) !== 0) different.push(vector.name);
  }
  checkDifferent(summary, check, compared.length, different);
}

/** That these, of so many, are the ones that Go names. */
export function checkDifferent(
  summary: Vector,
  check: Check,
  compared: number,
  different: readonly string[],
): void {
  const names = JSON.stringify(summary.fields["different_bytes"]);
  check.equal("different_bytes", names, JSON.stringify(different));
  check.equal("compared", summary.number("compared"), compared);
  check.equal("identical_bytes", summary.number("identical_bytes"), compared - different.length);
}

function checkOtherVerdict(
  summary: Vector,
  check: Check,
  vector: Vector,
  bytes: Uint8Array | undefined,
  other: Release,
): void {
  // What cannot be built again was judged as far as possible under its own release.
  if (bytes === undefined) return;
  const errors = summary.fields["different_go_error"] as readonly OtherError[];
  const entry = errors.find(({ name }) => name === vector.name);
  const named = entry?.[`error_${summary.source.replace("cometbft ", "")}`];
  const goError = entry === undefined ? vector.fields["go_error"] : named;
  const { refused } = judge(other, vector.number("channel"), bytes);
  check.verdict(`verdict of "${vector.name}"`, goError === "<nil>" ? null : goError, refused?.error);
}
