const MAPPED_PREFIX = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
const IPV4_OCTET = /^(?:0|[1-9][0-9]{0,2})$/;
const IPV6_GROUP = /^[0-9a-fA-F]{1,4}$/;

/**
 * An IP address as Go keeps it: 16 bytes, IPv4 as `::ffff:a.b.c.d`. Immutable.
 *
 * It accepts exactly the texts of Go's `net.ParseIP` (no zone, no leading zeros in IPv4) and prints as `net.IP.String`
 * does: an IPv4-mapped address as dotted quad, everything else as RFC 5952 says.
 *
 * @example
 * ```ts
 * IpAddress.parse("2001:DB8:0:0::1")?.toString(); // "2001:db8::1"
 * IpAddress.parse("::ffff:1.2.3.4")?.toString(); // "1.2.3.4"
 * IpAddress.parse("01.2.3.4"); // undefined
 * ```
 */
export class IpAddress {
  /** The 16 bytes, in network order. Not to be changed. */
  readonly bytes: Uint8Array;
  #text: string | undefined;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The address that `text` writes, or undefined when it is none. */
  static parse(text: string): IpAddress | undefined {
    const bytes = text.includes(":") ? parseIPv6(text) : mapped(parseIPv4(text));
    return bytes && new IpAddress(bytes);
  }

  /**
   * An address from its 4 or 16 bytes, which are copied.
   *
   * @throws RangeError for any other length.
   */
  static fromBytes(bytes: Uint8Array): IpAddress {
    if (bytes.length !== 4 && bytes.length !== 16) throw new RangeError("an IP address has 4 or 16 bytes");
    return new IpAddress(bytes.length === 4 ? mapped(bytes) : bytes.slice());
  }

  /** Whether this is an IPv4 address, written dotted or as `::ffff:a.b.c.d` (Go's `To4() != nil`). */
  get isIPv4(): boolean {
    return hasPrefix(this.bytes, MAPPED_PREFIX, 96);
  }

  /** Whether the first `bits` (0 to 128) bits are those of `prefix`. For IPv4, add 96 to the usual length. */
  isWithin(prefix: IpAddress, bits: number): boolean {
    return hasPrefix(this.bytes, prefix.bytes, bits);
  }

  /** This address with everything after its first `bits` (0 to 128) bits cleared. For IPv4, add 96. */
  masked(bits: number): IpAddress {
    const keep = (index: number) => Math.min(8, Math.max(0, bits - 8 * index));
    return new IpAddress(this.bytes.map((byte, index) => byte & (0xff00 >> keep(index))));
  }

  /** Whether both are one address; `1.2.3.4` and `::ffff:1.2.3.4` are. */
  equals(other: IpAddress): boolean {
    return hasPrefix(this.bytes, other.bytes, 128);
  }

  /** The text that Go's `net.IP.String` gives. */
  toString(): string {
    this.#text ??= this.isIPv4 ? this.bytes.subarray(12).join(".") : formatIPv6(this.bytes);
    return this.#text;
  }
}

function mapped(ipv4: Uint8Array): Uint8Array;
function mapped(ipv4: Uint8Array | undefined): Uint8Array | undefined;
function mapped(ipv4: Uint8Array | undefined): Uint8Array | undefined {
  if (ipv4 === undefined) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(MAPPED_PREFIX);
  bytes.set(ipv4, 12);
  return bytes;
}

function hasPrefix(bytes: Uint8Array, prefix: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let i = 0; i < whole; i++) if (bytes[i] !== prefix[i]) return false;
  const rest = bits & 7;
  return rest === 0 || (((bytes[whole] ?? 0) ^ (prefix[whole] ?? 0)) & (0xff00 >> rest) & 0xff) === 0;
}

function parseIPv4(text: string): Uint8Array | undefined {
  const octets = text.split(".", 5);
  if (octets.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [index, octet] of octets.entries()) {
    const value = Number(octet);
    if (!IPV4_OCTET.test(octet) || value > 255) return undefined;
    bytes[index] = value;
  }
  return bytes;
}

/** Both sides of the one `::` that an address may have, each a list of groups; together they must leave it something. */
function parseIPv6(text: string): Uint8Array | undefined {
  const halves = text.split("::", 3);
  const left = parseGroups(halves[0] ?? "", halves.length === 1);
  const right = parseGroups(halves[1] ?? "", true);
  if (left === undefined || right === undefined) return undefined;
  const length = left.length + right.length;
  if (halves.length === 1 ? length !== 16 : halves.length === 3 || length > 14) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(left);
  bytes.set(right, 16 - right.length);
  return bytes;
}

/** `a:b:c` as bytes; the last group may be a dotted quad when `last` says that nothing follows. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === "") return [];
  const groups = text.split(":", 9);
  const bytes: number[] = [];
  for (const [index, group] of groups.entries()) {
    if (IPV6_GROUP.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const quad = last && index === groups.length - 1 ? parseIPv4(group) : undefined;
    if (quad === undefined) return undefined;
    bytes.push(...quad);
  }
  return bytes;
}

/** RFC 5952: lower case, no leading zeros, `::` for the first of the longest runs of two or more zero groups. */
function formatIPv6(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  let gap = { start: 8, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > gap.length) gap = { start, length };
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  if (gap.start === 8) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.start + gap.length))}`;
}
