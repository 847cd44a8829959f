const LOAD = /load<u32>\([^)]*\) as u64/g;
const TOKENS = /\w+|>>|[()+*&]/g;
const END = 1n << 64n;

/**
 * The largest values that variables can have after lines of the kernel's macros, from the largest ones before. What the
 * lines may use (`+`, `*`, `>>` by a constant, `&` with a mask of low bits) grows with its operands, so that the largest
 * operands give the largest result.
 *
 * @throws RangeError when a sum or a product could leave its 64 bits.
 */
export function largestAfter(
  lines: readonly string[],
  before: Readonly<Record<string, bigint>>,
): Record<string, bigint> {
  const values = { ...before };
  for (const line of lines) {
    const [, name, operation, expression] = /^(?:const )?(\w+) (\+|&)?= (.*);$/.exec(line) ?? [];
    if (name === undefined || expression === undefined) throw new Error(`not an assignment: ${line}`);
    const text = operation === undefined ? expression : `${name} ${operation} (${expression})`;
    values[name] = new Evaluation(text, values).result();
  }
  return values;
}

/** Recursive descent; operators bind as in JavaScript. */
class Evaluation {
  readonly #text: string;
  readonly #values: Readonly<Record<string, bigint>>;
  readonly #tokens: string[];

  constructor(text: string, values: Readonly<Record<string, bigint>>) {
    this.#text = text;
    this.#values = values;
    const compact = text.replaceAll(LOAD, "0xffffffff").replaceAll(" ", "");
    this.#tokens = compact.match(TOKENS) ?? [];
    if (this.#tokens.join("") !== compact) throw new Error(`unknown symbols in ${text}`);
  }

  result(): bigint {
    const value = this.#masked();
    if (this.#tokens.length > 0) throw new Error(`what is ${this.#tokens.join(" ")} in ${this.#text}?`);
    return value;
  }

  #masked(): bigint {
    let value = this.#shifted();
    while (this.#take("&")) {
      const mask = this.#shifted();
      if ((mask & (mask + 1n)) !== 0n) throw new Error(`not a mask of low bits in ${this.#text}`);
      value = value < mask ? value : mask;
    }
    return value;
  }

  #shifted(): bigint {
    let value = this.#sum();
    while (this.#take(">>")) value >>= this.#sum();
    return value;
  }

  #sum(): bigint {
    let value = this.#product();
    while (this.#take("+")) value = this.#within(value + this.#product());
    return value;
  }

  #product(): bigint {
    let value = this.#atom();
    while (this.#take("*")) value = this.#within(value * this.#atom());
    return value;
  }

  #atom(): bigint {
    if (this.#take("(")) {
      const value = this.#masked();
      if (!this.#take(")")) throw new Error(`no closing parenthesis in ${this.#text}`);
      return value;
    }
    const token = this.#tokens.shift() ?? "";
    if (/^\d/.test(token)) return BigInt(token);
    const value = this.#values[token];
    if (value === undefined) throw new Error(`nothing is known of "${token}" in ${this.#text}`);
    return value;
  }

  #take(symbol: string): boolean {
    if (this.#tokens[0] !== symbol) return false;
    this.#tokens.shift();
    return true;
  }

  #within(value: bigint): bigint {
    if (value >= END) throw new RangeError(`${this.#text} may be ${value / (1n << 32n)} * 2^32`);
    return value;
  }
}
