/* Finding the network's name in a genesis file of any size. */
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { once } from "node:events";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChainIdScanner, GenesisFault, readChainId } from "../../src/home/genesis.js";
import { directoryWith } from "./support.js";

/** What the scanner finds in a text that comes in pieces of `size` bytes. */
function scan(text: string, size = 1_000): string | undefined {
  const scanner = new ChainIdScanner();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    const found = scanner.push(bytes.subarray(at, at + size));
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("ChainIdScanner", () => {
  test.each([
    ['{"chain_id":"net"}', "net"],
    [' \n{ "genesis_time" : "x" , "chain_id" : "net" , "app_state" : {} }', "net"],
    ['{"app_state":{"chain_id":"wrong","x":[{"chain_id":"wrong"}]},"chain_id":"right"}', "right"],
    ['{"a":"chain_id","b":["chain_id","x"],"chain_id":"right"}', "right"],
    ['{"a":"\\"chain_id\\":\\"wrong\\"","chain_id":"right"}', "right"],
    ['{"a":"\\\\","chain_id":"right"}', "right"],
    ['{"a":"{[","chain_id":"right"}', "right"],
    ['{"\\u0063hain_id":"escaped"}', "escaped"],
    ['{"chain_id":"\\u0061-\\"1"}', 'a-"1'],
    ['{"initial_height":"1","n":-1.5e3,"t":true,"z":null,"chain_id":"net"}', "net"],
    ['{"chain_ids":"x","Chain_ID":"y","chain_id":"ünï"}', "ünï"],
    ['{"a":{"chain_id":"x"}}', undefined],
    ["{}", undefined],
    [`{"${"k".repeat(5_000)}":"${"v".repeat(5_000)}","chain_id":"net"}`, "net"],
  ])("%.60s: %s, whatever the pieces", (text, expected) => {
    for (const size of [1, 2, 3, 7, 10_000]) expect(scan(text, size)).toBe(expected);
  });

  test.each([
    "[]",
    '"chain_id"',
    "x",
    '{"chain_id":5}',
    '{"chain_id":null}',
    '{"chain_id":{}}',
    '{"chain_id":["x"]}',
    `{"chain_id":"${"x".repeat(2_000)}"}`,
    '{"chain_id":"\\x"}',
    '{"a" "b"}',
    "{} {}",
    '{{"chain_id":"x"}}',
  ])("%.40s is refused in words", (text) => {
    for (const size of [1, 10_000]) expect(() => scan(text, size)).toThrow(GenesisFault);
  });

  test("finds what JSON.parse finds, and throws nothing but its own error on anything", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }),
        fc.string({ maxLength: 40 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        (others, chainId, first, size) => {
          const rest = Object.fromEntries(Object.entries(others).filter(([key]) => key !== "chain_id"));
          const value = first ? { chain_id: chainId, ...rest } : { ...rest, chain_id: chainId };
          expect(scan(JSON.stringify(value, undefined, size % 3), size)).toBe(chainId);
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('{}[]":,\\ \nchain_id0')), maxLength: 60 }),
        (text) => {
          try {
            scan(text, 3);
          } catch (error) {
            expect(error).toBeInstanceOf(GenesisFault);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("readChainId", () => {
  const account = '{"address":"cosmos1qqq","coins":[{"denom":"uatom","amount":"1"}]}';

  test("takes 300 MB before the chain id in a few megabytes of memory", { timeout: 120_000 }, async () => {
    const dir = await directoryWith();
    const path = join(dir, "genesis.json");
    const file = createWriteStream(path);
    const piece = `${account},`.repeat(15_000);
    file.write('{"app_state":{"accounts":[');
    for (let written = 0; written < 300_000_000; written += piece.length) {
      if (!file.write(piece)) await once(file, "drain");
    }
    file.end(`${account}]},"chain_id":"big-1"}`);
    await once(file, "close");
    const before = process.memoryUsage();
    expect(await readChainId(path)).toBe("big-1");
    const after = process.memoryUsage();
    const grown = after.external + after.heapUsed - before.external - before.heapUsed;
    expect(grown).toBeLessThan(50_000_000);
  });

  test.each([
    ['{"chain_id":"net","app_state":{', "net"],
    ['{"chain_id":"net"', "net"],
  ])("reads no further than it must: %s", async (text, expected) => {
    const dir = await directoryWith({ "genesis.json": text });
    expect(await readChainId(join(dir, "genesis.json"))).toBe(expected);
  });

  test.each([
    ["", "it is empty"],
    ["  \n", "it is empty"],
    ['{"app_state":{', "it is cut off, and has no chain_id so far"],
    ['{"app_state":"x', "it is cut off, and has no chain_id so far"],
    ['{"a":1}', "it has no chain_id"],
    [`{"chain_id":"${"x".repeat(51)}"}`, "chain_id: a network's name has at most 50 bytes, not 51"],
  ])("%.30j: %s", async (text, message) => {
    const dir = await directoryWith();
    await writeFile(join(dir, "genesis.json"), text);
    await expect(readChainId(join(dir, "genesis.json"))).rejects.toThrow(new GenesisFault(message));
  });

  test("a directory is none", async () => {
    await expect(readChainId(await directoryWith())).rejects.toThrow(/it is not a regular file|EISDIR/);
  });
});
