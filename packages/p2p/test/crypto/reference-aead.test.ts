import { createCipheriv, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { chacha20Block, poly1305, sealFrame } from "./reference-aead.js";
import { fromHex, toHex } from "./vectors.js";

const bytes = (text: string) => fromHex(text.replaceAll(" ", ""));

it("computes the block of RFC 8439, §2.3.2", () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  expect(toHex(chacha20Block(key, 1, fromHex("000000090000004a00000000")))).toBe(
    "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e" +
      "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e",
  );
});

const zeros = "00".repeat(15);
const ones = "ff".repeat(16);
const one = `01${zeros} 00${zeros}`;
const longKey = `0100000000000000 0400000000000000 00${zeros}`;
const longMessage =
  "e33594d7505e43b9 0000000000000000 3394d7505e4379cd 0100000000000000 0000000000000000 0000000000000000";

it.each([
  [
    "§2.5.2",
    "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
    Buffer.from("Cryptographic Forum Research Group").toString("hex"),
    "a8061dc1305136c6c22b8baf0c0127a9",
  ],
  ["A.3 #7: h above p", `02${zeros} 00${zeros}`, ones, `03${zeros}`],
  ["A.3 #8: s overflows", `02${zeros} ${ones}`, `02${zeros}`, `03${zeros}`],
  ["A.3 #9: a carry into a limb of ones", one, `${ones} f0${"ff".repeat(15)} 11${zeros}`, `05${zeros}`],
  ["A.3 #10: h is p", one, `${ones} fb${"fe".repeat(15)} ${"01".repeat(16)}`, `00${zeros}`],
  ["A.3 #11: h is p - 1", `02${zeros} 00${zeros}`, `fd${"ff".repeat(15)}`, `fa${"ff".repeat(15)}`],
  [
    "A.3 #12: h above 2^130 in between",
    longKey,
    `${longMessage} 01${zeros}`,
    "1400000000000000 5500000000000000",
  ],
  ["A.3 #13: h above 2^130 at last", longKey, longMessage, `13${zeros}`],
])("computes the tag of RFC 8439, %s", (_name, key, message, tag) => {
  expect(toHex(poly1305(bytes(key), bytes(message)))).toBe(toHex(bytes(tag)));
});

it("seals frames as node:crypto does", () => {
  const [key, plain] = [randomBytes(32), randomBytes(1028)];
  const cipher = createCipheriv("chacha20-poly1305", key, fromHex("000000000807060504030201"), {
    authTagLength: 16,
  });
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  expect(toHex(sealFrame(key, 0x0102_0304_0506_0708n, plain))).toBe(toHex(sealed));
});
