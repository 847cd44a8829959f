import { describe, expect, it } from "vitest";
import { measurementNames } from "../../bench/measurements/names.js";
import { parseOptions, usage } from "../../bench/options.js";

describe("parseOptions", () => {
  it("measures everything by default", () => {
    expect(parseOptions([])).toEqual({
      only: new Set(measurementNames),
      sizes: [100, 1_024, 16_384, 262_144],
      rounds: 5,
      seconds: 2,
      warmUpSeconds: 1,
      cipher: "default",
      json: undefined,
      write: undefined,
      profile: undefined,
    });
  });

  it("takes what it is told", () => {
    const line =
      "--only latency,fan-out --sizes 100 --rounds 2 --seconds 3 --cipher node:crypto --write a.md";
    expect(parseOptions(line.split(" "))).toMatchObject({
      only: new Set(["latency", "fan-out"]),
      sizes: [100],
      rounds: 2,
      seconds: 3,
      cipher: "node:crypto",
      write: "a.md",
    });
  });

  it("knows groups of measurements", () => {
    const { only } = parseOptions(["--only", "byte-path,messages"]);
    expect(only).toContain("latency");
    expect(only).toContain("messages");
    expect(only).not.toContain("discovery");
  });

  it.each([
    ["--only=speed", '--only: there is no "speed"'],
    ["--rounds=0", '--rounds: "0" is not a positive integer'],
    ["--sizes=100,x", '--sizes: "x" is not a positive integer'],
    ["--faster", "--faster"],
  ])("refuses %s", (argument, message) => {
    expect(() => parseOptions([argument])).toThrow(message);
  });
});

it("the usage names all measurements", () => {
  for (const name of measurementNames) expect(usage).toContain(name);
});
