import { expect, it } from "vitest";
import { completeLockfile, type Lockfile } from "../../scripts/platform-packages.js";
import { textOf } from "./repository.js";

it("package-lock.json is complete for every platform (npm run lockfile)", () => {
  expect(completeLockfile(JSON.parse(textOf("package-lock.json")) as Lockfile)).toEqual([]);
});
