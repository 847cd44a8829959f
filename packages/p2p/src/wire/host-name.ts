const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/**
 * Whether `text` could be a host name. Nothing is looked up.
 *
 * The rule is the one by which Go refuses a name before it asks any name server: labels of 1 to 63 letters, digits,
 * `_` and inner `-`, 253 characters in all (one dot may follow), and not digits and dots alone, so that a misspelt
 * IPv4 address is not taken for a name (`isDomainName` in Go's `net`).
 */
export function isHostName(text: string): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  if (name.length > 253 || /^[0-9.]*$/.test(name)) return false;
  return name.split(".").every((label) => LABEL.test(label));
}
