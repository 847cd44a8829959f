import { UsageError } from "../usage-error.js";

/**
 * The whole number that an option's value is.
 *
 * @param name - the option: `--limit`.
 * @throws UsageError when it is none, or is out of range.
 */
export function parseWholeNumber(text: string, name: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${name} is a whole number from ${least} to ${most}`);
}
