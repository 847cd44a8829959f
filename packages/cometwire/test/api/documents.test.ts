import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tables, withTables } from "./documents.js";

const files = ["API.md", "METRICS.md"].map((name) => new URL(`../../../../docs/${name}`, import.meta.url));

describe("docs/API.md and docs/METRICS.md", () => {
  it("say what the code says; UPDATE_DOCS=1 writes it", () => {
    for (const file of files) {
      const text = readFileSync(file, "utf8");
      const current = withTables(text);
      if ((process.env["UPDATE_DOCS"] ?? "") !== "") writeFileSync(file, current);
      else expect(text).toBe(current);
    }
  });

  it("have every table once", () => {
    const text = files.map((file) => readFileSync(file, "utf8")).join("");
    const names = Array.from(text.matchAll(/<!-- table: (\w+) -->/g), ([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(tables).sort());
  });

  it("would notice a change", () => {
    const text = withTables("<!-- table: process -->\n\n| old |\n\nafter\n");
    expect(text).toContain("process_cpu_seconds_total");
    expect(text).not.toContain("| old |");
    expect(text.endsWith("|\n\nafter\n")).toBe(true);
    expect(withTables(text)).toBe(text);
  });
});
