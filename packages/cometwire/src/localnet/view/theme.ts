import type { Style } from "../../text/style.js";

/** How things are drawn. */
export interface Theme {
  readonly style: Style;
  readonly glyphs: Glyphs;
}

/** The characters that pictures are made of. */
export interface Glyphs {
  readonly peer: string;
  readonly known: string;
  readonly unknown: string;
  readonly self: string;
  /** From nothing to all. */
  readonly levels: readonly string[];
  readonly full: string;
  readonly empty: string;
  readonly link: string;
}

const unicode: Glyphs = {
  peer: "●",
  known: "○",
  unknown: "·",
  self: " ",
  levels: ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
  full: "━",
  empty: "┄",
  link: "⇄",
};

const ascii: Glyphs = {
  peer: "#",
  known: "o",
  unknown: ".",
  self: " ",
  levels: [".", ":", "-", "=", "+", "*", "%", "&", "#"],
  full: "=",
  empty: "-",
  link: "<->",
};

/** ASCII for the bare Linux console and for a locale that says it is not UTF-8; the usual ones for everybody else. */
export function glyphsFor(env: Readonly<Record<string, string | undefined>>): Glyphs {
  if (env["TERM"] === "linux") return ascii;
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
  return locale === "" || /utf-?8/i.test(locale) ? unicode : ascii;
}
