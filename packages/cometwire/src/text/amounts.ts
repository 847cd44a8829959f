const BYTE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes for people: `512 B`, `1.2 kB`, `34 MB`; thousands, not 1024s. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
    amount /= 1_000;
    unit++;
  }
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${BYTE_UNITS[unit] ?? ""}`;
}

const SPANS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** A long time for people, in its two largest units: `3 d 4 h`, `5 min 2 s`, `12 s`. */
export function formatSpan(milliseconds: number): string {
  const first = SPANS.findIndex(([, ms]) => milliseconds >= ms);
  if (first < 0) return "0 s";
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [unit, ms] of SPANS.slice(first, first + 2)) {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.join(" ");
}

/** `1 address`, `2 addresses`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
