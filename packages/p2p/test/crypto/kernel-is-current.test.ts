/* The module in the repository is what the compiler makes of the kernel's source now; what that may do. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileKernel, kernelModule, kernelModulePath } from "../../kernel/compile.js";
import { secretFlows } from "./secret-flow.js";

const { binary, text } = await compileKernel();

it("is made of the source as it is", () => {
  expect(readFileSync(kernelModulePath, "utf8"), 'run "npm run generate"').toBe(kernelModule(binary));
});

describe("the compiled kernel", () => {
  it("imports nothing, and its memory cannot grow", () => {
    expect(text).not.toContain("(import");
    expect(text).toContain("(memory $0 3 3)");
  });

  it("takes the same time whatever the memory holds, but for whether a tag is right", () => {
    expect(secretFlows(text)).toEqual(["$frames.as/open: br_if $for-break0"]);
    expect(text.match(/v128\.any_true\s+br_if \$for-break0/g)).toHaveLength(1);
  });
});

describe("secretFlows", () => {
  const inFunction = (instructions: string) => `(module\n (func $f (param $0 i32)\n${instructions}\n )\n)`;

  it.each([
    ["a table", "local.get $0\ni32.load\ni32.load\nlocal.set $1", ["$f: i32.load"]],
    ["a branch, through a local", "local.get $0\ni32.load\nlocal.set $1\nlocal.get $1\nif\nend", ["$f: if"]],
    ["a place to store", "local.get $0\ni32.load\ni32.const 1\ni32.store", ["$f: i32.store"]],
    ["what another function is called with", "i32.const 8\ni32.load\ncall $f", ["$f: call $f"]],
    ["none", "local.get $0\nlocal.get $0\ni32.load\ni32.const 1\ni32.xor\ni32.store", []],
  ])("finds %s", (_name, instructions, flows) => {
    expect(secretFlows(inFunction(instructions))).toEqual(flows);
  });

  it("refuses a division", () => {
    expect(() => secretFlows(inFunction("i32.const 1\ni32.const 2\ni32.div_u"))).toThrow("div_u");
  });
});
