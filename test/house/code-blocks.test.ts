import { describe, expect, it } from "vitest";
import { codeBlocks, typeErrors } from "./code-blocks.js";
import { documents, textOf } from "./repository.js";

describe("code in the documents", () => {
  const blocks = documents().flatMap((document) => codeBlocks(document));

  it("is there", () => {
    const found = new Set(blocks.map(({ document }) => document));
    expect([...found]).toEqual(expect.arrayContaining(["README.md", "docs/REACTORS.md"]));
  });

  it("type-checks", () => {
    expect(typeErrors(blocks)).toEqual([]);
  });

  it("would not if it were wrong", () => {
    const text = "a\n\n<!-- given: declare const a: number; -->\n```ts\nconst b = a;\nb.foo();\n```\n";
    const [block] = codeBlocks("X.md", text);
    expect(block).toEqual({
      document: "X.md",
      line: 5,
      given: "declare const a: number;",
      code: "const b = a;\nb.foo();\n",
    });
    expect(typeErrors(codeBlocks("X.md", text))).toEqual([
      "X.md:6: Property 'foo' does not exist on type 'number'.",
    ]);
  });
});

it("the mempool watcher has 30 lines at most", () => {
  expect(textOf("examples/mempool-watcher.ts").trimEnd().split("\n").length).toBeLessThanOrEqual(30);
});
