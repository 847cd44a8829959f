import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conformance } from "./conformance/command.js";
import { type Deviation, deviationFault, loadDeviations } from "./conformance/deviations.js";
import { exitCode, report } from "./conformance/reporter.js";
import { runConformance } from "./conformance/runner.js";

const fixture = (path: string) => new URL(`fixtures/${path}`, import.meta.url).pathname;
const deviations = loadDeviations(fixture("deviations.json"));

async function run(...args: string[]): Promise<{ code: number; output: string }> {
  let output = "";
  const code = await conformance(args, (text) => {
    output += text;
  });
  return { code, output };
}

describe("the library against Go", () => {
  test.each([
    ["vectors", ""],
    ["corpus", "corpus/"],
  ])("everything implemented in %s passes", async (folder, prefix) => {
    const results = await runConformance([{ path: fixture(folder), prefix }], deviations);
    expect(results.flatMap(({ file, failures }) => failures.map((each) => [file, each]))).toEqual([]);
    expect(results.reduce((sum, { passed }) => sum + passed, 0)).toBeGreaterThan(30);
    expect(exitCode(results)).toBe(0);
  });

  const differences = new URL("../docs/DIFFERENCES.md", import.meta.url);
  test.skipIf(!existsSync(differences))("every deviation is explained in docs/DIFFERENCES.md", () => {
    const text = readFileSync(differences, "utf8");
    expect(deviations.filter(({ differencesLine }) => !text.includes(differencesLine))).toEqual([]);
  });
});

describe("the runner", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "conformance-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A copy of a vector file in the folder, with `from` replaced by `to` once. */
  function copy(file: string, from = "", to = ""): void {
    const text = readFileSync(fixture(`vectors/${file}`), "utf8");
    expect(text.includes(from)).toBe(true);
    writeFileSync(join(folder, file), text.replace(from, to));
  }

  test("an unchanged copy gives 0", async () => {
    copy("pex.json");
    expect(await run("--vectors", folder)).toEqual({ code: 0, output: expect.stringContaining("pex.json") });
  });

  test("a corrupted expectation gives 1, the case's name and the first byte that differs", async () => {
    copy("merlin.json", "d5a21972d0d5fe32", "d5a21972d0d6fe32");
    const { code, output } = await run("--vectors", folder);
    expect(code).toBe(1);
    expect(output).toContain("standard merlin test vector (equivalence_simple)");
    expect(output).toContain("byte 5: expected d6, got d5 (32 and 32 bytes)");
  });

  test("an unknown file gives 1", async () => {
    copy("pex.json");
    writeFileSync(join(folder, "pexx.json"), "{}");
    const { code, output } = await run("--vectors", folder);
    expect(code).toBe(1);
    expect(output).toContain("pexx.json · pexx.json\n    unknown file");
  });

  test.each(["receives", "toString", "__proto__"])("the unknown kind %s gives 1", async (kind) => {
    copy("pex.json", '"kind":"receive"', `"kind":"${kind}"`);
    const { code, output } = await run("--vectors", folder);
    expect(code).toBe(1);
    expect(output).toContain(`unknown kind "${kind}"`);
  });

  test("a file that is not JSON gives 1", async () => {
    writeFileSync(join(folder, "pex.json"), "{");
    expect((await run("--vectors", folder)).code).toBe(1);
  });

  test("nothing to run gives 1", async () => {
    expect((await run("--vectors", folder)).code).toBe(1);
  });

  test.each([[["--vectors"]], [["--vector", "x"]], [["x"]], [["--corpus", "/no/such/folder"]]])(
    "wrong usage %j gives 2",
    async (args) => {
      expect((await run(...args)).code).toBe(2);
    },
  );

  test("a deviation that no longer differs gives 1", async () => {
    copy("pex.json");
    const stale: Deviation = { ...firstDeviation(), kind: "pex/receive", cases: ["request"] };
    const results = await runConformance([{ path: folder, prefix: "" }], [stale]);
    expect(exitCode(results)).toBe(1);
    expect(report(results)).toContain("stale deviation: this case no longer differs");
  });

  test("a deviation whose case does not exist gives 1", async () => {
    copy("pex.json");
    const stale: Deviation = { ...firstDeviation(), kind: "pex/receive", cases: ["no such case"] };
    const results = await runConformance([{ path: folder, prefix: "" }], [stale]);
    expect(report(results)).toContain('stale deviation: there is no case "no such case"');
  });

  test("a deviation covers its own fields and its own verdict only", () => {
    const deviation: Deviation = { ...firstDeviation(), verdict: "stricter", fields: ["verdict"] };
    const verdict = { field: "verdict", text: "…", verdict: "stricter" } as const;
    expect(deviationFault(deviation, [verdict])).toBeUndefined();
    expect(deviationFault(deviation, [{ ...verdict, verdict: "kinder" }])).toContain("listed as stricter");
    expect(deviationFault(deviation, [verdict, { field: "port", text: "expected 1" }])).toBe(
      "port: expected 1",
    );
  });
});

function firstDeviation(): Deviation {
  const [first] = deviations;
  if (first === undefined) throw new Error("there are no deviations");
  return first;
}
