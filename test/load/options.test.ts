import { expect, it } from "vitest";
import { parseOptions } from "./options.js";

const defaults = {
  minutes: 1,
  connections: 100,
  slow: 10,
  rate: 1_500,
  seed: 42,
  json: undefined,
  fault: undefined,
};

it.each([
  ["", {}],
  ["--minutes 10", { minutes: 10 }],
  ["--minutes 0.1 --seed 0", { minutes: 0.1, seed: 0 }],
  ["--connections 25", { connections: 25, slow: 3 }],
  ["--connections 25 --slow 0", { connections: 25, slow: 0 }],
  ["--rate 500 --json a.json --fault drop", { rate: 500, json: "a.json", fault: "drop" }],
])("takes: %s", (line, expected) => {
  expect(parseOptions(line.split(" ").filter(Boolean), 42)).toEqual({ ...defaults, ...expected });
});

it.each([
  ["--minutes 0", '--minutes: "0" is not a number from 0.1 to 1440'],
  ["--minutes x", '--minutes: "x"'],
  ["--connections 1.5", '--connections: "1.5"'],
  ["--slow 100", '--slow: "100" is not a number from 0 to 99'],
  ["--seed -1", "--seed"],
  ["--fault nothing", '--fault: there is no "nothing"'],
  ["--speed 3", "--speed"],
])("refuses: %s", (line, words) => {
  expect(() => parseOptions(line.split(" "), 42)).toThrow(words);
});
