/* The package runs in browsers, and who uses little of it loads little of it. */
import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { readGossip } from "./support/corpus.js";
import type * as messages from "../src/index.js";
import { encodeMessage, headerHash } from "../src/index.js";
import { toHex } from "./support/hex.js";

/** Bundles a page's script; built-in modules of Node cannot be resolved and would fail the build. */
async function bundle(
  script: string,
): Promise<{ readonly text: string; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: script, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "page",
    minify: true,
    metafile: true,
    logLevel: "silent",
  });
  // Of a module of which nothing is left, nothing is loaded.
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { text: outputFiles[0]?.text ?? "", inputs };
}

const all = [
  "decodeMessage",
  "encodeMessage",
  "validateMessage",
  "headerHash",
  "verifyCommit",
  "BlockAssembler",
];

describe("a bundle for a browser", () => {
  test("decodes, validates and hashes where there is nothing but the language", async () => {
    const { text } = await bundle(`export { ${all.join(", ")} } from "../src/index.js";`);
    expect(text).not.toMatch(/\brequire\(|node:/);
    const page = runInNewContext(`${text}; page`, {
      Uint8Array,
      TextEncoder,
      TextDecoder,
    }) as typeof messages;
    const response = readGossip("v0.38.25", "v0.38").find(({ type }) => type === "BlockResponse");
    if (response?.type !== "BlockResponse" || response.value.block === undefined) throw new Error("no block");
    const bytes = encodeMessage(response);
    const message = page.decodeMessage({ version: "v0.38", channel: 0x40, bytes });
    page.validateMessage(message, { version: "v0.38" });
    expect(toHex(page.encodeMessage(message))).toBe(toHex(bytes));
    if (message.type !== "BlockResponse" || message.value.block === undefined) throw new Error("no block");
    const hash = (block: typeof response.value.block) => toHex(headerHash(block.header) ?? new Uint8Array(0));
    expect(hash(message.value.block)).toBe(hash(response.value.block));
  });

  test.each([
    ["one decoder", 'export { decodePexMessage } from "../src/index.js";', 12_000],
    ["all messages", 'export { decodeMessage, encodeMessage } from "../src/index.js";', 60_000],
  ])("of %s has no hashes, no curves and few bytes", async (_, script, most) => {
    const { text, inputs } = await bundle(script);
    expect(inputs.filter((path) => /noble|\/(domain|validate)\//.test(path))).toEqual([]);
    expect(text.length).toBeLessThan(most);
    expect(text.length).toBeGreaterThan(1_000);
  });

  test("of one decoder has none of the other messages", async () => {
    const { text, inputs } = await bundle('export { decodePexMessage } from "../src/index.js";');
    expect(inputs.filter((path) => /consensus|blocksync|statesync/.test(path))).toEqual([]);
    expect(text).not.toMatch(/partSetHeader|lastCommit/);
  });
});
