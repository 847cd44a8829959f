/**
 * The macros of `frames.as.ts`. They share local variables: `x0` to `x15` are the rows of a quad (word i of four blocks),
 * of which rows 8 to 11 stay in memory; `h0` to `h4` are the accumulator of Poly1305, `r0` to `r3` and `q0` to `q3` its key.
 */
const macros: Readonly<Record<string, (...args: string[]) => string[]>> = {
  /** Rows at the beginning of a quad: constants, key, counters, nonces. */
  openQuad: () => [
    ...CONSTANTS.map((word, row) => `let x${row} = i32x4.splat(${word});`),
    ...KEY_ROWS.map((row) => `let x${row} = ${keyWord(row)};`),
    ...MEMORY_ROWS.map((row) => storeRow(row)),
    "let x12 = counters;",
    "let x13 = i32x4.splat(0);",
    "const x14Before = i32x4(a as i32, a as i32, b as i32, b as i32);",
    "const x15Before = i32x4((a >> 32) as i32, (a >> 32) as i32, (b >> 32) as i32, (b >> 32) as i32);",
    "let x14 = x14Before;",
    "let x15 = x15Before;",
  ],

  /** A round: a quarter round in each column. */
  columns: () => round([0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]),
  /** A round: a quarter round in each diagonal. */
  diagonals: () => round([0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]),

  /** Adds the beginning to the rows, turns them into blocks and exclusive-ors these to `at`. */
  closeQuad: () => [
    "let s0: v128, s1: v128, s2: v128, s3: v128;",
    ...CONSTANTS.map((word, row) => `x${row} = i32x4.add(x${row}, i32x4.splat(${word}));`),
    ...hide(0),
    ...KEY_ROWS.slice(0, 4).map((row) => `x${row} = i32x4.add(x${row}, ${keyWord(row)});`),
    ...hide(4),
    ...MEMORY_ROWS.map((row) => `x${row} = i32x4.add(${loadRow(row)}, ${keyWord(row)});`),
    ...hide(8),
    "x12 = i32x4.add(x12, counters);",
    "x14 = i32x4.add(x14, x14Before);",
    "x15 = i32x4.add(x15, x15Before);",
    ...hide(12),
  ],

  /** Brings the state of Poly1305 from memory. */
  openTag: () => [
    ...LIMBS.map((i) => `let h${i} = load<u64>(H, ${8 * i});`),
    "let h4 = load<u64>(H, 32);",
    ...LIMBS.map((i) => `const r${i} = load<u64>(R, ${8 * i});`),
    ...LIMBS.map((i) => `const q${i} = load<u64>(R, ${32 + 8 * i});`),
    "const r0Low = load<u64>(R, 64);",
    "let m0: u64, m1: u64, m2: u64, m3: u64, carry: u64;",
  ],

  /**
   * Takes in the 16 bytes at `at + offset`: h = (h + bytes + 2^128) * r, reduced as far as needed. The carries are taken
   * all at once instead of one after the other. Limbs stay below 1.88 * 2^32 and sums of products below 0.84 * 2^64: r
   * has limbs of 28 bits. The proof is a test, which reads these lines (`poly1305-bounds.test.ts`).
   */
  absorb: (at = "", offset = "0") => [
    ...LIMBS.map((i) => `h${i} += load<u32>(${at}, ${Number(offset) + 4 * i}) as u64;`),
    "h4 += 1;",
    "m0 = h0 * r0 + h1 * q3 + h2 * q2 + h3 * q1 + h4 * q0;",
    "m1 = h0 * r1 + h1 * r0 + h2 * q3 + h3 * q2 + h4 * q1;",
    "m2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * q3 + h4 * q2;",
    "m3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * q3;",
    "carry = (m3 >> 32) + h4 * r0Low;",
    "h0 = (m0 & 0xffffffff) + (carry >> 2) * 5;",
    "h1 = (m1 & 0xffffffff) + (m0 >> 32);",
    "h2 = (m2 & 0xffffffff) + (m1 >> 32);",
    "h3 = (m3 & 0xffffffff) + (m2 >> 32);",
    "h4 = carry & 3;",
    // Keeps V8 from moving a block's work behind the vectors that follow: the two are meant to overlap.
    "store<u64>(H, h0);",
  ],

  /** Takes the state of Poly1305 to memory. */
  closeTag: () => [
    ...LIMBS.map((i) => `store<u64>(H, h${i}, ${8 * i});`), //
    "store<u64>(H, h4, 32);",
  ],

  /** h modulo p = 2^130 - 5, its lower 128 bits in four limbs of exactly 32. It is below 5 * 2^128, so at most once p. */
  reduce: () => [
    ...propagate(["h0", "h1", "h2", "h3"]),
    "h4 += carry;",
    // h + 5 - 2^130 instead, when that is not negative: then h + 5 has bit 130.
    "m0 = h0 + 5;",
    "m1 = h1;",
    "m2 = h2;",
    "m3 = h3;",
    ...propagate(["m0", "m1", "m2", "m3"]),
    "const mask = 0 - ((h4 + carry) >> 2);",
    ...LIMBS.map((i) => `h${i} = (h${i} & ~mask) | (m${i} & mask);`),
  ],
};

const LIMBS = [0, 1, 2, 3];
/** "expand 32-byte k" */
const CONSTANTS = ["0x61707865", "0x3320646e", "0x79622d32", "0x6b206574"];
const KEY_ROWS = [4, 5, 6, 7, 8, 9, 10, 11];
const MEMORY_ROWS = [8, 9, 10, 11];

const keyWord = (row: number): string => `v128.load32_splat(KEY, ${4 * (row - 4)})`;
const loadRow = (row: number): string => `load<v128>(ROWS, ${16 * (row - 8)})`;
const storeRow = (row: number): string => `store<v128>(ROWS, x${row}, ${16 * (row - 8)});`;

type QuarterRound = readonly [a: number, b: number, c: number, d: number];

/** Four quarter rounds, step by step in turns: each has to wait for its own steps only. */
function round(...quarters: readonly QuarterRound[]): string[] {
  const half = (turnD: number, turnB: number) => [
    ...quarters.map(([a, b]) => `x${a} = i32x4.add(x${a}, x${b});`),
    ...quarters.map(([a, , , d]) => `x${d} = v128.xor(x${d}, x${a});`),
    ...quarters.map(([, , , d]) => rotate(d, turnD)),
    ...quarters.map(([, , c, d]) => `x${c} = i32x4.add(${loadRow(c)}, x${d});`),
    ...quarters.map(([, b, c]) => `x${b} = v128.xor(x${b}, x${c});`),
    ...quarters.map(([, , c]) => storeRow(c)),
    ...quarters.map(([, b]) => rotate(b, turnB)),
  ];
  return [...half(16, 12), ...half(8, 7)];
}

function rotate(row: number, bits: number): string {
  const x = `x${row}`;
  return bits % 8 === 0
    ? `${x} = i8x16.swizzle(${x}, LEFT${bits});`
    : `${x} = v128.or(i32x4.shl(${x}, ${bits}), i32x4.shr_u(${x}, ${32 - bits}));`;
}

/** Turns rows `first` to `first + 3` into 16 bytes of each of the four blocks, and exclusive-ors these to the data. */
function hide(first: number): string[] {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => `x${first + i}`);
  const place = (block: number) => 64 * block + 4 * first;
  const pairs = ["s0, s2, 0, 2", "s0, s2, 1, 3", "s1, s3, 0, 2", "s1, s3, 1, 3"];
  return [
    `s0 = v128.shuffle<u32>(${a}, ${b}, 0, 4, 1, 5);`,
    `s1 = v128.shuffle<u32>(${a}, ${b}, 2, 6, 3, 7);`,
    `s2 = v128.shuffle<u32>(${c}, ${d}, 0, 4, 1, 5);`,
    `s3 = v128.shuffle<u32>(${c}, ${d}, 2, 6, 3, 7);`,
    ...pairs.map((pair, block) => {
      const hidden = `v128.xor(load<v128>(at, ${place(block)}), v128.shuffle<u64>(${pair}))`;
      return `store<v128>(at, ${hidden}, ${place(block)});`;
    }),
  ];
}

/** Carries from limb to limb; what leaves the last one is in `carry`. */
function propagate(limbs: readonly string[]): string[] {
  return limbs.flatMap((limb, i) => [
    ...(i > 0 ? [`${limb} += carry;`] : []),
    `carry = ${limb} >> 32;`,
    `${limb} &= 0xffffffff;`,
  ]);
}

/** Replaces each line `$name(arguments);` by what the macro says. */
export function expandMacros(source: string): string {
  return source.replace(/^ *\$(\w+)\((.*)\);$/gm, (_line, name: string, args: string) => {
    const macro = macros[name];
    if (macro === undefined) throw new Error(`there is no macro ${name}`);
    return macro(...args.split(",").map((argument) => argument.trim())).join("\n");
  });
}
