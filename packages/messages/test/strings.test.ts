import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeNetAddress, encodeNetAddress, goStringFromBytes, goStringToBytes } from "../src/index.js";
import { fromHex, toHex } from "./support/hex.js";

describe("strings", () => {
  test.each([
    ["text", "6d6f6e696b6572", "moniker"],
    ["two, three and four bytes", "c3a9e38389f09f9a80", "éド🚀"],
    ["a byte order mark", "efbbbf61", "\ufeff" + "a"],
    ["U+FFFD that was sent as such", "efbfbd", "\ufffd"],
    ["the last character", "f48fbfbf", "\u{10ffff}"],
    ["NUL and ESC", "001b", "\0\x1b"],
    ["single invalid bytes", "fffe61", "\udcff\udcfea"],
    ["a continuation on its own", "80bf", "\udc80\udcbf"],
    ["a cut sequence", "e282", "\udce2\udc82"],
    ["a cut sequence, then text", "f09f9a41", "\udcf0\udc9f\udc9aA"],
    ["an overlong form", "c080", "\udcc0\udc80"],
    ["an overlong form of three bytes", "e09f80", "\udce0\udc9f\udc80"],
    ["an overlong form of four bytes", "f08f8080", "\udcf0\udc8f\udc80\udc80"],
    ["a surrogate", "edb280", "\udced\udcb2\udc80"],
    ["beyond U+10FFFF", "f4908080", "\udcf4\udc90\udc80\udc80"],
    ["five bytes of an old scheme", "f888808080", "\udcf8\udc88\udc80\udc80\udc80"],
    ["an invalid byte after an astral character", "f09f9a8080", "🚀\udc80"],
    ["an invalid byte before an astral character", "f0f09f9a80", "\udcf0🚀"],
  ])("%s", (_, hex, text) => {
    expect(goStringFromBytes(fromHex(hex))).toBe(text);
    expect(toHex(goStringToBytes(text))).toBe(hex);
    expect(toHex(encodeNetAddress(decodeNetAddress(encodeNetAddress({ id: text, ip: "", port: 0 }))))).toBe(
      `0a${(hex.length / 2).toString(16).padStart(2, "0")}${hex}`,
    );
  });

  test.each([
    ["a lone high surrogate", "a\ud83d", "61efbfbd"],
    ["a high surrogate before text", "\ud83da", "efbfbd61"],
    ["a low surrogate that stands for no byte", "\udc7f\udd00", "efbfbdefbfbd"],
    ["two high surrogates and a low one", "\ud83d\ud83d\ude80", "efbfbdf09f9a80"],
  ])("%s is written as U+FFFD", (_, text, hex) => expect(toHex(goStringToBytes(text))).toBe(hex));

  test("any bytes come back, and are well-formed text exactly when they are UTF-8", () => {
    const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    // Bytes around the borders of UTF-8 make sequences that are nearly or just valid.
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xe0, 0xed, 0xf0, 0xf4),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), (values) => {
        const bytes = Uint8Array.from(values);
        const text = goStringFromBytes(bytes);
        expect(toHex(goStringToBytes(text))).toBe(toHex(bytes));
        let expected: string | undefined;
        try {
          expected = strict.decode(bytes);
        } catch {
          expected = undefined;
        }
        if (expected === undefined) expect(text).toMatch(/[\udc80-\udcff]/);
        else expect(text).toBe(expected);
      }),
      { numRuns: 5_000, seed: 3 },
    );
  });

  test("writes text as TextEncoder does", () => {
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(toHex(goStringToBytes(text))).toBe(toHex(encoder.encode(text)));
      }),
      { numRuns: 2_000, seed: 4 },
    );
  });

  test("long strings", () => {
    for (const part of ["a", "é", "ド", "🚀", "\udcff"]) {
      const text = part.repeat(50_000);
      expect(goStringFromBytes(goStringToBytes(text)) === text).toBe(true);
    }
  });
});
