import { expect, it } from "vitest";
import { loadDeviations } from "../conformance/deviations.js";
import { pathOf, textOf } from "./repository.js";

const deviations = loadDeviations(pathOf("test/fixtures/deviations.json"));

it.each(deviations)("docs/DIFFERENCES.md explains: $rule", ({ differencesLine }) => {
  expect(textOf("docs/DIFFERENCES.md")).toContain(differencesLine);
});
