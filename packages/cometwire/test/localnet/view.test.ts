import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { LocalnetHappening } from "../../src/localnet/events.js";
import { type Picture, renderView, type Size } from "../../src/localnet/view/render.js";
import { glyphsFor } from "../../src/localnet/view/theme.js";
import { createStyle } from "../../src/text/style.js";
import { allStarted, link, mesh, started, stateAfter } from "./support.js";

const plain = { style: createStyle(false), glyphs: glyphsFor({}) };
const usual = { columns: 80, rows: 24 };

function draw(
  nodes: number,
  happenings: readonly LocalnetHappening[],
  size: Size = usual,
  changes: Partial<Picture> = {},
  theme = plain,
): string[] {
  const picture = { state: stateAfter(nodes, happenings), elapsedMs: 1_234, log: [], hint: "q ends it" };
  return renderView({ ...picture, ...changes }, size, theme);
}

/** The line that begins with this, apart from the indent. */
function lineOf(lines: readonly string[], beginning: string): string | undefined {
  return lines.find((line) => line.trimStart().startsWith(beginning));
}

describe("the picture of a small network", () => {
  const happenings = [
    ...allStarted(5).slice(0, 4),
    { event: "heard", node: "node-1", of: ["node-3"], from: "seed" } as const,
    ...link("node-1", "node-2"),
    ...link("node-2", "seed"),
  ];

  it("has a row for each node, with a sign for each other", () => {
    const lines = draw(5, happenings);
    expect(lineOf(lines, "cometwire localnet")).toBe(
      "  cometwire localnet   5 nodes that know no address but the seed's",
    );
    expect(lineOf(lines, "●")).toBe("  ● connected   ○ knows the address   · has not heard of it");
    expect(lineOf(lines, "node ")).toBe("  node     listens at         in   out   s1234   knows    last");
    expect(lineOf(lines, "seed")).toBe(
      "  seed     127.0.0.2:26656     1     0    ·●··   1 of 4   let node-2 in",
    );
    expect(lineOf(lines, "node-1")).toBe(
      "  node-1   127.0.0.3:26656     0     1   ○ ●○·   3 of 4   dialled node-2",
    );
    expect(lineOf(lines, "node-2")).toBe(
      "  node-2   127.0.0.4:26656     1     1   ●● ··   2 of 4   dialled the seed",
    );
    expect(lineOf(lines, "node-4")).toMatch(/^ {2}node-4 {40,}starts soon$/);
  });

  it("says how far it is, and how to get out", () => {
    const lines = draw(5, happenings);
    expect(lines.slice(-2)).toEqual(["  1.23 s: not complete yet", "  q ends it"]);
    expect(lineOf(lines, "━")).toBe(
      "  ━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  connections 1 of 6   addresses known 8 of 20",
    );
  });

  it("says that it is complete", () => {
    const complete: LocalnetHappening[] = [...allStarted(4), ...mesh(4), { event: "complete" }];
    expect(draw(4, complete).at(-2)).toBe("  complete after 11.0 s: every node is connected to every other");
    expect(lineOf(draw(4, complete), "━")).toContain("━".repeat(24));
  });

  it("shows what happened last, the newest at the bottom", () => {
    const log = Array.from({ length: 20 }, (_, index) => ({ atMs: index * 1_000, text: `event ${index}` }));
    const lines = draw(5, happenings, { columns: 80, rows: 40 }, { log });
    expect(lines.filter((line) => line.includes(" s  event"))).toEqual(
      log.slice(-10).map(({ atMs, text }) => `  ${`${(atMs / 1_000).toFixed(1)} s`.padStart(7)}  ${text}`),
    );
  });

  it("fits ten nodes into the usual terminal", () => {
    const lines = draw(10, [...allStarted(10), ...mesh(10)]);
    expect(lines).toHaveLength(23);
    expect(lines.filter((line) => /^ {2}(seed|node-\d)/.test(line))).toHaveLength(10);
  });
});

describe("the picture of a large network", () => {
  const big = { columns: 100, rows: 40 };

  it("has a sign for each node, higher the more peers it has", () => {
    const star = Array.from({ length: 12 }, (_, index) => link("node-1", `node-${index + 2}`)).flat();
    const lines = draw(60, [...allStarted(60).slice(0, 55), ...star, ...link("node-2", "node-3")], big);
    expect(lineOf(lines, "Each sign")).toBe("  Each sign is a node: · has no peer, █ has 10 peers or more.");
    expect(lineOf(lines, "node-1 ")).toBe(
      `  node-1   █▁▁······· ${Array.from({ length: 4 }, () => "··········").join(" ")}`,
    );
    expect(lineOf(lines, "node-51")).toBe("  node-51  ····     ");
    expect(lineOf(lines, "┄")).toContain("connections 13   addresses known");
  });

  it("says how far apart its nodes are when it is complete", () => {
    const lines = draw(25, [...allStarted(25), ...mesh(25), { event: "complete" }], usual);
    expect(lines.at(-2)).toMatch(
      /^ {2}complete after .*: each node has 10 peers or more, at most 1 step apart$/,
    );
  });

  it("wraps in groups of ten", () => {
    const lines = draw(100, allStarted(100), { columns: 40, rows: 40 });
    expect(lines.filter((line) => /^ {2}node-\d+ /.test(line)).map((line) => line.trim())).toEqual(
      [1, 21, 41, 61, 81].map((number) =>
        `${`node-${number}`.padEnd(9)}·········· ··········`.slice(0, number === 81 ? -1 : undefined),
      ),
    );
  });

  it("stands for a small one, too, where a table has no room", () => {
    const happenings = [...allStarted(12), ...mesh(12)];
    expect(lineOf(draw(12, happenings), "node-1 ")).toBe("  node-1   ██████████ █");
    expect(lineOf(draw(12, happenings), "Each sign")).toContain("█ has 10 peers, all of them.");
    expect(lineOf(draw(12, happenings, { columns: 23, rows: 60 }), "node-1 ")).toContain("█");
  });
});

describe("the picture in little room", () => {
  it.each([
    [1, 1],
    [10, 5],
    [30, 10],
    [40, 16],
    [60, 24],
    [80, 24],
    [79, 23],
    [300, 100],
  ])("is never wider or higher than %i × %i", (columns, rows) => {
    const log = [{ atMs: 0, text: "x".repeat(400) }];
    for (const nodes of [3, 10, 20, 100]) {
      const lines = draw(nodes, [...allStarted(nodes), ...mesh(nodes)], { columns, rows }, { log });
      expect(lines.length).toBeLessThan(Math.max(rows, 11));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(Math.max(columns, 21));
      expect(lines.at(-1)).toContain("q ends it");
    }
  });

  it("leaves out first where a node listens, then the counts, and keeps the signs", () => {
    const heads = [80, 50, 34, 26].map((columns) =>
      lineOf(draw(5, allStarted(5), { columns, rows: 24 }), "node ")
        ?.trim()
        .split(/ {2,}/),
    );
    expect(heads).toEqual([
      ["node", "listens at", "in", "out", "s1234", "knows", "last"],
      ["node", "in", "out", "s1234", "knows"],
      ["node", "s1234", "knows"],
      ["node", "s1234"],
    ]);
  });
});

describe("signs and colours", () => {
  it.each([
    [{}, "●"],
    [{ LANG: "en_US.UTF-8" }, "●"],
    [{ LANG: "C" }, "#"],
    [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, "#"],
    [{ TERM: "linux", LANG: "en_US.UTF-8" }, "#"],
  ])("%j: %s", (env, peer) => {
    expect(glyphsFor(env).peer).toBe(peer);
  });

  it("needs nothing but ASCII where there is nothing else", () => {
    const theme = { style: createStyle(false), glyphs: glyphsFor({ LANG: "C" }) };
    for (const nodes of [5, 50]) {
      const text = draw(nodes, [...allStarted(nodes), ...mesh(nodes)], usual, {}, theme).join("");
      expect(text).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  it("colours change no width", () => {
    const theme = { style: createStyle(true), glyphs: glyphsFor({}) };
    for (const nodes of [5, 50]) {
      const happenings = [started("seed"), ...link("node-1", "node-2")];
      const colored = draw(nodes, happenings, usual, {}, theme);
      expect(colored.join("\n")).toContain("\x1b[");
      expect(colored.map((line) => stripVTControlCharacters(line))).toEqual(draw(nodes, happenings));
    }
  });
});
