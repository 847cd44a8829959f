/* No sum in the kernel's Poly1305 can leave its 64 bits: interval arithmetic over the lines that are compiled. */
import { describe, expect, it } from "vitest";
import { expandMacros } from "../../kernel/macros.js";
import { OpenKernel } from "./kernel-memory.js";
import { largestAfter } from "./largest-values.js";

const linesOf = (macro: string) =>
  expandMacros(macro)
    .split("\n")
    .filter((line) => !line.startsWith("store"));
const absorb = linesOf("$absorb(at, 0);");

/** The largest multipliers: each grows with r, so they are those of a key of ones. */
function largestMultipliers(): Record<string, bigint> {
  const open = new OpenKernel();
  open.startTag(new Uint8Array(16).fill(0xff), new Uint8Array(16));
  const names = ["r0", "r1", "r2", "r3", "q0", "q1", "q2", "q3", "r0Low"];
  return Object.fromEntries(open.multipliers.map((value, i) => [names[i] as string, value]));
}

const limbNames = ["h0", "h1", "h2", "h3", "h4"];
const limbsIn = (values: Record<string, bigint>) => limbNames.map((name) => values[name] as bigint);

/** The largest limbs after any number of blocks: they are taken in until nothing grows any more. */
function afterAnyBlocks(): Record<string, bigint> {
  let values: Record<string, bigint> = { ...largestMultipliers(), h0: 0n, h1: 0n, h2: 0n, h3: 0n, h4: 0n };
  for (;;) {
    const after = largestAfter(absorb, values);
    if (limbsIn(after).every((limb, i) => limb <= (limbsIn(values)[i] as bigint))) return values;
    values = after;
  }
}

describe("the largest limbs", () => {
  const largest = afterAnyBlocks();

  it("are as macros.ts says, in hundredths of 2^32, and the largest sums in hundredths of 2^64", () => {
    const hundredths = limbsIn(largest).map((limb) => Number((limb * 100n) >> 32n));
    expect(hundredths).toEqual([187, 183, 178, 174, 0]);
    expect(largest["h4"]).toBe(3n);
    const sums = ["m0", "m1", "m2", "m3"].map((name) => Number(((largest[name] as bigint) * 100n) >> 64n));
    expect(sums).toEqual([83, 78, 74, 70]);
  });

  it("stay with a block that is taken in from them", () => {
    expect(limbsIn(largestAfter(absorb, largest))).toEqual(limbsIn(largest));
  });

  it("would overflow with r of 30 bits: the check does check", () => {
    const wider = Object.fromEntries(Object.entries(largest).map(([name, value]) => [name, value * 4n]));
    expect(() => largestAfter(absorb, wider)).toThrow(RangeError);
  });

  it("are reduced by p at most once: h is below 5 * 2^128, and so below 2 p", () => {
    const lines = linesOf("$reduce();");
    const end = lines.findIndex((line) => line.startsWith("const mask"));
    const { h4, carry } = largestAfter(lines.slice(0, end), largest);
    expect([h4, carry]).toEqual([4n, 1n]);
    // mask = 0 - ((h4 + carry) >> 2), which is then 0 or all ones
    expect(lines[end]).toBe("const mask = 0 - ((h4 + carry) >> 2);");
  });
});
