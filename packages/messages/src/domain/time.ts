import type { Timestamp } from "../runtime/timestamp.js";

/**
 * A time as Go and block explorers write it: RFC 3339 with as many digits of a second as it needs, up to nine.
 *
 * @example
 * ```ts
 * timestampText({ seconds: 1_718_579_289n, nanos: 123_000_000 }); // 2024-06-16T23:08:09.123Z
 * ```
 */
export function timestampText({ seconds, nanos }: Timestamp): string {
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${whole}${fraction}Z`;
}
