const RFC3339 = /^(\d{4}-\d\d-\d\dT)(\d\d)(:\d\d:\d\d)(?:\.(\d{1,30}))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * A time as Go's JSON writes it (RFC 3339, with an offset, up to nine digits of a second) in milliseconds since 1970;
 * what is finer is dropped. Undefined when it is none.
 *
 * @example
 * ```ts
 * parseGoTime("2024-01-02T03:04:05.123456789+02:00"); // 1704157445123
 * ```
 */
export function parseGoTime(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [
    ,
    date = "",
    hour = "",
    rest = "",
    fraction = "",
    sign = "+",
    offsetHours = "0",
    offsetMinutes = "0",
  ] = match;
  const utc = `${date}${hour}${rest}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const time = Date.parse(utc);
  // Dates that do not exist, such as 30 February, come out as another day; 24:00 would too.
  if (Number.isNaN(time) || new Date(time).toISOString() !== utc) return undefined;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === "-" ? time + offsetMs : time - offsetMs;
}

/** The earliest and the latest time that Go's JSON can write: years 0 to 9999. */
const EARLIEST = Date.parse("0000-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * A time as Go's JSON writes it in UTC: no trailing zeros in the fraction.
 *
 * @param time - milliseconds since 1970; outside the years 0 to 9999 the nearest time inside is written.
 */
export function formatGoTime(time: number): string {
  const text = new Date(Math.min(Math.max(Math.floor(time), EARLIEST), LATEST)).toISOString();
  return text.replace(/\.?0*Z$/, "Z");
}
