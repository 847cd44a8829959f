/* Random bytes that look like messages: most readers get far into them before something is wrong, if anything is. */
import type { SeededRandom } from "./random.js";

const interesting = [
  0n,
  1n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n + 80n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Timestamps at and beyond both ends of what is allowed. */
const interestingSeconds = [-62135596800n, -62135596801n, 253402300799n, 253402300800n];

/** A varint; seldom one of more bytes than needed, with dropped bits, or without an end. */
function randomVarint(random: SeededRandom, value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  if (random.oneIn(40)) {
    const longer = 1 + random.below(11);
    while (bytes.length < longer) {
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
      bytes.push(0);
    }
    if (bytes.length >= 10) bytes[9] = (bytes[9] ?? 0) | (random.below(64) << 1);
  }
  if (random.oneIn(200)) bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80;
  return bytes;
}

function randomNumber(random: SeededRandom): bigint {
  const choice = random.below(4);
  if (choice === 0) return BigInt(random.below(3));
  if (choice === 1) return interesting[random.below(interesting.length)] ?? 0n;
  if (choice === 2) return interestingSeconds[random.below(interestingSeconds.length)] ?? 0n;
  return BigInt(random.below(1 << 30));
}

function randomField(random: SeededRandom): bigint {
  if (random.oneIn(60)) return BigInt(random.below(2 ** 31)) * BigInt(1 + random.below(40));
  if (random.oneIn(60)) return 2n ** 32n + BigInt(random.below(5));
  return random.oneIn(20) ? BigInt(random.below(20)) : BigInt(1 + random.below(6));
}

function randomValue(random: SeededRandom, wireType: number, depth: number): number[] {
  if (wireType === 0) return randomVarint(random, randomNumber(random));
  if (wireType === 1) return random.bytes(8);
  if (wireType === 5) return random.bytes(4);
  if (wireType === 3) {
    const content = depth > 0 ? randomMessage(random, depth - 1) : [];
    return random.oneIn(8) ? content : [...content, ...randomVarint(random, randomField(random) * 8n + 4n)];
  }
  if (wireType !== 2) return [];
  const content =
    depth > 0 && !random.oneIn(4) ? randomMessage(random, depth - 1) : random.bytes(random.below(12));
  const length = random.oneIn(100) ? randomNumber(random) : BigInt(content.length);
  return [...randomVarint(random, length), ...content];
}

/** A message of a few fields with small numbers, and with nested messages down to `depth`. */
export function randomMessage(random: SeededRandom, depth: number): number[] {
  const bytes: number[] = [];
  for (let fields = random.below(5); fields > 0; fields--) {
    const wireType = random.oneIn(30)
      ? random.below(8)
      : random.oneIn(12)
        ? 1 + random.below(5)
        : 2 * random.below(2);
    bytes.push(...randomVarint(random, randomField(random) * 8n + BigInt(wireType)));
    bytes.push(...randomValue(random, wireType, depth));
  }
  return bytes;
}

/** A copy of `bytes` with a few bits, bytes or ranges changed. */
export function mutated(random: SeededRandom, bytes: readonly number[]): number[] {
  const copy = [...bytes];
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const at = random.below(copy.length + 1);
    const kind = random.below(5);
    if (kind === 0 && at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    else if (kind === 1) copy.splice(at, random.below(4));
    else if (kind === 2) copy.splice(at, 0, ...random.bytes(1 + random.below(3)));
    else if (kind === 3) copy.length = at;
    else copy.splice(at, 0, ...copy.slice(random.below(copy.length + 1), at));
  }
  return copy;
}
