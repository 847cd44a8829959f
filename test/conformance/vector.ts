/** One vector of a golden file, with typed access to its fields. Bytes are lower-case hex, `null` means absent. */
export class Vector {
  /** Unique within kind and source. */
  readonly name: string;
  readonly kind: string;
  /** The Go release that produced it. */
  readonly source: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
    this.name = this.text("name");
    this.kind = typeof fields["kind"] === "string" ? fields["kind"] : "";
    this.source = typeof fields["source"] === "string" ? fields["source"] : "";
  }

  /** Whether the field is there and not null. */
  has(field: string): boolean {
    return this.fields[field] !== undefined && this.fields[field] !== null;
  }

  text(field: string): string {
    const value = this.fields[field];
    if (typeof value !== "string") throw new TypeError(`field ${field} is not a string`);
    return value;
  }

  /** A field that may be absent or null. */
  optionalText(field: string): string | undefined {
    return this.has(field) ? this.text(field) : undefined;
  }

  number(field: string): number {
    const value = this.fields[field];
    if (typeof value !== "number") throw new TypeError(`field ${field} is not a number`);
    return value;
  }

  flag(field: string): boolean {
    const value = this.fields[field];
    if (typeof value !== "boolean") throw new TypeError(`field ${field} is not a boolean`);
    return value;
  }

  bytes(field: string): Uint8Array {
    return fromHex(this.text(field));
  }

  /** A nested object, with the same access. */
  record(field: string): Vector {
    const value = this.fields[field];
    if (typeof value !== "object" || value === null) throw new TypeError(`field ${field} is not an object`);
    return new Vector({ name: `${this.name}.${field}`, ...value });
  }

  /** A list of nested objects. */
  records(field: string): Vector[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) throw new TypeError(`field ${field} is not a list`);
    return value.map(
      (each: object, index) => new Vector({ name: `${this.name}.${field}[${index}]`, ...each }),
    );
  }

  numbers(field: string): number[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) throw new TypeError(`field ${field} is not a list`);
    return value.map(Number);
  }
}

/** Bytes of a hex string; anything else in it is an error, which `Buffer.from` alone would overlook. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(hex, "hex"));
  if (bytes.length * 2 !== hex.length) throw new TypeError(`not a hex string: ${hex.slice(0, 40)}`);
  return bytes;
}
