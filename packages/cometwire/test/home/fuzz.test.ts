/* Whatever a file, a flag or a variable says leads to a configuration or to a ConfigError, and to nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { editConfig } from "../../src/home/edit-config.js";
import { configKeys, p2pKeys } from "../../src/home/keys.js";
import { ConfigError } from "../../src/home/problem.js";
import { read } from "./support.js";

const names = [...configKeys.keys()];

const value = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    "0",
    "-1",
    "1e400",
    "nan",
    "inf",
    "0x7f",
    "1979-05-27",
    "[]",
    "{}",
    "''",
    '"""x"""',
  ),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  fc
    .string({ unit: fc.constantFrom(...Array.from("0123456789.hmnsu-+ ")), maxLength: 30 })
    .map((text) => JSON.stringify(text)),
  fc
    .string({ unit: fc.constantFrom(...Array.from("ab01@:.,[] /")), maxLength: 90 })
    .map((text) => JSON.stringify(text)),
  fc.array(fc.string(), { maxLength: 3 }).map((texts) => JSON.stringify(texts)),
);
const line = fc.tuple(fc.constantFrom(...names), value).map(([key, text]) => `${key} = ${text}`);
const soup = fc.string({
  unit: fc.constantFrom(...Array.from("[]{}=\"'\\#.,_-+ \n\tp2seedx0:")),
  maxLength: 80,
});

function isHarmless(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toMatch(/^[\n\x20-\x7e…]*$/);
  }
}

test("any text of keys and values, in a file", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(line, soup), { maxLength: 8 }), (lines) => {
      isHarmless(() => {
        const { problems, warnings } = read(lines.join("\n"));
        for (const each of [...problems, ...warnings]) expect(each).toMatch(/^[\x20-\x7e…]*$/);
      });
    }),
    { numRuns: 3_000 },
  );
});

test("any flag and any variable", () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string({ unit: "binary" }), (key, text) => {
      isHarmless(() => read("", { flags: { [key]: text } }));
      isHarmless(() => read("", { env: { [`CMT_${key.toUpperCase().replaceAll(".", "_")}`]: text } }));
    }),
    { numRuns: 2_000 },
  );
});

test("a good value always comes through, beside any bad ones", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.integer({ min: 0, max: 1_000_000 }), (lines, peers) => {
      const text = [...new Map(lines.map((each) => [each.split(" ")[0], each])).values()]
        .filter((each) => !each.startsWith("p2p.max_num_inbound_peers"))
        .join("\n");
      isHarmless(() => {
        const { config } = read(`${text}\np2p.max_num_inbound_peers = ${peers}\n`);
        expect(config.maxInboundPeers).toBe(peers);
      });
    }),
    { numRuns: 1_000 },
  );
});

test("editing any text", () => {
  fc.assert(
    fc.property(
      soup,
      fc.constantFrom(...p2pKeys.map(({ key }) => key)),
      fc.string(),
      (text, key, changed) => {
        isHarmless(() => editConfig(text, { [key]: changed }));
      },
    ),
    { numRuns: 2_000 },
  );
});
