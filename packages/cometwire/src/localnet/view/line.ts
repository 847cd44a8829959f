/** A piece of a line and how it looks. Plain text, each character one column wide. */
export interface Segment {
  readonly text: string;
  readonly as?: ((text: string) => string) | undefined;
}

/** The pieces as one line of at most `width` columns, cut off at its end. */
export function fit(segments: readonly Segment[], width: number): string {
  let left = width;
  let line = "";
  for (const { text, as } of segments) {
    const shown = text.slice(0, Math.max(0, left));
    left -= shown.length;
    if (shown !== "") line += as === undefined ? shown : as(shown);
  }
  return line;
}

/** Columns that the pieces take. */
export function widthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + text.length, 0);
}
