import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Screen } from "../../src/localnet/view/screen.js";
import { recorder } from "../support/cli.js";
import { FakeTerminal } from "./support.js";

const CLEAR_ALL = "\x1b[2J\x1b[H";

/** A screen that shows these lines. */
function open(lines: () => readonly string[]) {
  const clock = new VirtualClock();
  const terminal = new FakeTerminal();
  const output = recorder(true);
  let pictures = 0;
  const render = () => {
    pictures++;
    return lines();
  };
  const screen = new Screen({ output, terminal, clock, render });
  return { clock, terminal, output, screen, pictures: () => pictures };
}

describe("a screen", () => {
  it("draws at once, and later in the same place", async () => {
    const { clock, output, screen } = open(() => ["one", "two"]);
    const first = "\x1b[?2026h\rone\x1b[K\ntwo\x1b[K\n\x1b[J\x1b[?2026l";
    expect(output.text()).toBe(first);
    screen.changed();
    await clock.advance(100);
    expect(output.text()).toBe(first + first.replace("\r", "\x1b[2A\r"));
  });

  it("draws once what happens at once, and no more than some twelve times a second", async () => {
    const { clock, screen, pictures } = open(() => ["picture"]);
    for (let i = 0; i < 1_000; i++) {
      screen.changed();
      await clock.advance(1);
    }
    expect(pictures()).toBeGreaterThan(10);
    expect(pictures()).toBeLessThan(15);
  });

  it("draws now and then though nothing happens: its clock goes on", async () => {
    const { clock, pictures } = open(() => ["picture"]);
    await clock.advance(5_000);
    expect(pictures()).toBe(11);
  });

  it("begins anew when the terminal has another size", () => {
    const { terminal, output, pictures } = open(() => ["picture"]);
    terminal.resize(40, 10);
    expect(pictures()).toBe(2);
    expect(output.text()).toContain(`${CLEAR_ALL}\x1b[?2026h\rpicture`);
  });

  it("leaves the last picture, gives the terminal back, and is quiet from then on", async () => {
    let text = "first";
    const { clock, terminal, output, screen, pictures } = open(() => [text]);
    expect(terminal.cursorHidden).toBe(true);
    text = "last";
    screen.close();
    screen.close();
    expect(output.text().split("\r").at(-1)).toBe("last\x1b[K\n\x1b[J\x1b[?2026l");
    screen.changed();
    terminal.resize(40, 10);
    await clock.advance(5_000);
    expect([pictures(), terminal.inUse, clock.pendingTimers]).toEqual([2, false, 0]);
  });
});
