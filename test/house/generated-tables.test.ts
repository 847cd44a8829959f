import { decodeErrorCodes, encodeErrorCodes, messageLimits, validationErrorCodes } from "@cometwire/messages";
import { errorCodes, limits } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { generatedDocuments, withParts } from "../../scripts/docs-tables.js";
import { documents, textOf } from "./repository.js";

describe("generated tables are current (npm run docs)", () => {
  it.each(generatedDocuments)("$path", ({ path, parts }) => {
    const text = textOf(path);
    expect(text).toBe(withParts(text, parts()));
  });
});

describe("a document's generated parts", () => {
  const text = "before\n<!-- generated: a -->\nold\n<!-- end -->\nafter\n";

  it("are replaced, and nothing else is", () => {
    const replaced = withParts(text, { a: "| new |\n" });
    expect(replaced).toBe("before\n<!-- generated: a -->\n\n| new |\n\n<!-- end -->\nafter\n");
    expect(withParts(replaced, { a: "| new |\n" })).toBe(replaced);
  });

  it("have a place each, and a place has a part", () => {
    expect(() => withParts(text, {})).toThrow('nothing generates the part "a"');
    expect(() => withParts(text, { a: "", b: "" })).toThrow("no place for b");
  });

  it("are in no document that nobody generates", () => {
    const generated = documents().filter((path) => textOf(path).includes("<!-- generated: "));
    expect(generated).toEqual(generatedDocuments.map(({ path }) => path).sort());
  });
});

/** The rows of a document's tables by their first cell, which is code. */
function rowsOf(path: string): Map<string, string[]> {
  const rows = textOf(path).matchAll(/^\| `(\w+)` \|(.*)\|$/gm);
  return new Map(
    Array.from(rows, ([, name = "", cells = ""]) => [name, cells.split(" | ").map((cell) => cell.trim())]),
  );
}

describe("docs/ERRORS.md", () => {
  const registries = { ...errorCodes, ...decodeErrorCodes, ...validationErrorCodes, ...encodeErrorCodes };
  const rows = rowsOf("docs/ERRORS.md");

  it("lists exactly the codes there are", () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(registries).sort());
  });

  it("says of each what its registry says", () => {
    for (const [code, { what, cause, remedy, fault }] of Object.entries(registries)) {
      expect(rows.get(code)?.slice(0, 4)).toEqual([what, cause, remedy, fault]);
    }
  });
});

describe("docs/LIMITS.md", () => {
  const rows = rowsOf("docs/LIMITS.md");
  const all = { ...limits, ...messageLimits };

  it("lists exactly the limits there are", () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(all).sort());
  });

  it("gives each with value, unit and reason", () => {
    for (const [name, limit] of Object.entries(all)) {
      const [value = "", unit, , reason] = rows.get(name) ?? [];
      expect([name, Number(value.replaceAll(",", "")), unit !== "", reason !== ""]).toEqual([
        name,
        limit,
        true,
        true,
      ]);
    }
  });
});
