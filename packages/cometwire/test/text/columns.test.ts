import { expect, it } from "vitest";
import { table } from "../../src/text/columns.js";

it("aligns a table", () => {
  const columns = [{ head: "name" }, { head: "count", align: "right" }, { head: "note" }] as const;
  const rows = [
    ["a", "1", "first"],
    ["longer", "1234567"],
  ];
  expect(table(columns, rows)).toBe(
    ["name      count  note", "a             1  first", "longer  1234567", ""].join("\n"),
  );
});
