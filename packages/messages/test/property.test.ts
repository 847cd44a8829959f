import { fromBinary, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { releases } from "../src/index.js";
import { allCodecs } from "./support/codecs.js";
import { comparable, messageValue } from "./support/values.js";

const runs = { numRuns: 100, seed: 20_200 };

describe.each(allCodecs())("$name", ({ desc, encode, decode, empty }) => {
  test("writes what @bufbuild/protobuf reads, and the same bytes as it", () => {
    fc.assert(
      fc.property(messageValue(desc, 3, { texts: "utf8" }), (value) => {
        const bytes = encode(value);
        const theirs = fromBinary(desc, bytes);
        expect(comparable(theirs)).toEqual(comparable(value));
        expect(toBinary(desc, theirs)).toEqual(bytes);
      }),
      runs,
    );
  });

  test.each(releases)("reads what it wrote, for %s", (release) => {
    fc.assert(
      fc.property(messageValue(desc, 3, { texts: "any", release }), (value) => {
        const bytes = encode(value);
        const back = decode(bytes, { release });
        expect(back).toEqual(value);
        expect(encode(back)).toEqual(bytes);
      }),
      { ...runs, numRuns: 30 },
    );
  });

  test("an empty message is what no bytes mean", () => {
    expect(decode(new Uint8Array(0), { release: "v1.0" })).toEqual(empty());
  });

  test("every cut of a message is read or refused with a DecodeError", () => {
    fc.assert(
      fc.property(messageValue(desc, 2, { texts: "any" }), (value) => {
        const bytes = encode(value);
        for (let end = 0; end < bytes.length; end++) {
          try {
            decode(bytes.subarray(0, end));
          } catch (error) {
            expect(error).toMatchObject({ name: "DecodeError" });
          }
        }
      }),
      { numRuns: 20, seed: 20_201 },
    );
  });
});
