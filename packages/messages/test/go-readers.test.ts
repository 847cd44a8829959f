/* Every rule by which Go's generated readers differ from other readers, as recorded from Go. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DecodeErrorCode, Release } from "../src/index.js";
import { allCodecs } from "./support/codecs.js";
import { fromHex, toHex } from "./support/hex.js";

interface Vector {
  type: string;
  name: string;
  source: string;
  input: string;
  error: string | null;
  reencoded: string | null;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("./fixtures/go-readers.json", import.meta.url), "utf8"),
) as {
  vectors: Vector[];
};
const codecs = new Map(allCodecs().map((codec) => [codec.name, codec]));

/** Which of our codes says what Go's error says. Go does not tell a truncated group from a truncated value. */
const codes: readonly (readonly [RegExp, readonly DecodeErrorCode[]])[] = [
  [/wiretype end group/, ["DECODE_UNBALANCED_GROUP"]],
  [/wrong wireType/, ["DECODE_WRONG_WIRE_TYPE"]],
  [/illegal (tag|wireType)/, ["DECODE_ILLEGAL_TAG"]],
  [/integer overflow/, ["DECODE_VARINT_OVERFLOW"]],
  [/negative length/, ["DECODE_NEGATIVE_LENGTH", "DECODE_TRUNCATED"]],
  [/unexpected EOF/, ["DECODE_TRUNCATED", "DECODE_UNBALANCED_GROUP"]],
  [/timestamp:/, ["DECODE_TIMESTAMP"]],
];

describe.each([...new Set(vectors.map((vector) => vector.source))])("%s", (source) => {
  const release = (/v\d+\.\d+/.exec(source)?.[0] ?? "") as Release;
  const cases = vectors
    .filter((vector) => vector.source === source)
    .map((v) => ({ ...v, title: `${v.type}: ${v.name}` }));

  test.each(cases)("$title", ({ type, input, error, reencoded }) => {
    const { decode, encode } = codecs.get(type) ?? expect.unreachable();
    let result: string;
    try {
      result = toHex(encode(decode(fromHex(input), { release })));
    } catch (thrown) {
      const { code } = thrown as { code: DecodeErrorCode };
      const expected = codes.find(([text]) => text.test(error ?? ""))?.[1] ?? [];
      expect(expected).toContain(code);
      return;
    }
    expect(error).toBeNull();
    expect(result).toBe(reencoded);
  });
});
