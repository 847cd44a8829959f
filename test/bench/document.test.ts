import { describe, expect, it } from "vitest";
import { measuredBy, replaceBlock } from "../../bench/document.js";
import { textOf } from "../house/repository.js";

const text = "# Title\n\n<!-- bench:begin -->\nold\n<!-- bench:end -->\n\nby hand\n";

describe("replaceBlock", () => {
  it("leaves what is outside as it is", () => {
    const written = "# Title\n\n<!-- bench:begin -->\n\nnew\n\n<!-- bench:end -->\n\nby hand\n";
    expect(replaceBlock(text, "bench", "new\n")).toBe(written);
    expect(replaceBlock(written, "bench", "new")).toBe(written);
  });

  it.each(["", "<!-- bench:begin -->", "<!-- bench:end --><!-- bench:begin -->"])("refuses %j", (without) => {
    expect(() => replaceBlock(without, "bench", "new")).toThrow("<!-- bench:begin --> … <!-- bench:end -->");
  });

  it("finds its places in the document", () => {
    const document = textOf("docs/PERFORMANCE.md");
    for (const name of ["bench", "ciphers"]) expect(replaceBlock(document, name, "new")).toContain("\nnew\n");
  });
});

it("says which command measured, and when", () => {
  const block = "```sh\nnpm run bench -- --rounds 3\n```\n\n2026-12-01";
  expect(measuredBy("bench", ["--rounds", "3"], "2026-12-01T10:00:00.000Z")).toBe(block);
  expect(measuredBy("bench", [], "2026-12-01T10:00:00.000Z")).toContain("npm run bench\n");
});
