/** Nanoseconds of Go's units (`time.ParseDuration`); both micro signs are known. */
const UNIT_NS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d*)(?:\.(\d*))?([^\d.]+)/y;
const LIMIT = 1n << 63n;

/**
 * Nanoseconds of a duration as Go writes and reads it: `100ms`, `1m30s`, `-1.5h`, `0`.
 *
 * The verdict and the value are those of Go's `time.ParseDuration`, its rounding of fractions and its range of about 292
 * years included.
 *
 * @returns undefined when it is none.
 *
 * @example
 * ```ts
 * parseGoDuration("1m30s"); // 90_000_000_000n
 * parseGoDuration("20"); // undefined: the unit is missing
 * ```
 */
export function parseGoDuration(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  const body = /^[+-]/.test(text) ? text.slice(1) : text;
  if (body === "0") return 0n;
  if (body === "") return undefined;
  let total = 0n;
  let at = 0;
  while (at < body.length) {
    PART.lastIndex = at;
    const match = PART.exec(body);
    if (match === null) return undefined;
    const [part, whole = "", fraction = "", unit = ""] = match;
    const unitNs = Object.hasOwn(UNIT_NS, unit) ? UNIT_NS[unit] : undefined;
    if (unitNs === undefined || whole + fraction === "") return undefined;
    // A number this long is out of range whatever its unit; taking it for a number would cost time for nothing.
    const digits = whole.replace(/^0+/, "");
    if (digits.length > 19) return undefined;
    total += BigInt(digits) * unitNs + fractionNs(fraction, unitNs);
    if (total > LIMIT) return undefined;
    at += part.length;
  }
  if (negative) return -total;
  return total === LIMIT ? undefined : total;
}

/** As Go computes it: digits beyond the range of 63 bits are dropped, the rest goes through floating point. */
function fractionNs(digits: string, unitNs: bigint): bigint {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    const next = value * 10n + BigInt(digit);
    if (value > (LIMIT - 1n) / 10n || next > LIMIT) break;
    value = next;
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(value) * (Number(unitNs) / scale)));
}

/** Whole milliseconds of nanoseconds, rounded away from zero, so that what is not zero stays so. */
export function millisecondsOf(nanoseconds: bigint): number {
  const sign = nanoseconds < 0n ? -1n : 1n;
  return Number(sign * ((nanoseconds * sign + 999_999n) / 1_000_000n));
}
