import { describe, expect, it } from "vitest";
import { createStyle, wantsColor } from "../../src/text/style.js";

const tty = { write: () => undefined, isTTY: true };
const pipe = { write: () => undefined, isTTY: false };

describe("wantsColor", () => {
  it.each([
    ["a terminal", tty, {}, false, true],
    ["a pipe", pipe, {}, false, false],
    ["--no-color", tty, {}, true, false],
    ["NO_COLOR", tty, { NO_COLOR: "1" }, false, false],
    ["an empty NO_COLOR", tty, { NO_COLOR: "" }, false, true],
    ["a dumb terminal", tty, { TERM: "dumb" }, false, false],
  ])("%s", (_name, stdout, env, noColor, expected) => {
    expect(wantsColor({ stdout, env }, noColor)).toBe(expected);
  });
});

describe("createStyle", () => {
  it("colours whatever this process's own terminal is", () => {
    expect(createStyle(true).bad("no")).toBe("\u001b[31mno\u001b[39m");
  });

  it("leaves plain text alone", () => {
    const style = createStyle(false);
    expect([style.bad("no"), style.title("x"), style.dim("")]).toEqual(["no", "x", ""]);
  });
});
