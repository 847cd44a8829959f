/** Indents lines by one step. */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? line : `  ${line}`));
}

/** A block of lines between `{` after `head` and `}`. */
export function block(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${head} {}`];
  return [`${head} {`, ...indent(lines), "}"];
}

/** A doc comment, or nothing. */
export function docComment(lines: readonly string[]): string[] {
  const [first] = lines;
  if (first === undefined) return [];
  if (lines.length === 1) return [`/** ${first} */`];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

export function hexByte(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}
