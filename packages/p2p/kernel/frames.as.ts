/**
 * ChaCha20-Poly1305 (RFC 8439, §2.8) over batches of secret-connection frames, without associated data. AssemblyScript,
 * compiled to WebAssembly by `build.ts`; why it is safe is in `docs/adr/0012-a-cipher-in-webassembly.md`.
 *
 * Frames are sealed and opened in place, in two arenas where they lie as they do on the wire: 1028 bytes, then the tag.
 * A frame takes 18 blocks of keystream: block 0 is the one-time key of Poly1305, blocks 1 to 16 and four bytes of block 17
 * hide the plaintext. Four blocks are computed at a time, one in each lane of sixteen vectors ("a quad"): four quads for
 * the data of a frame, and one in two frames for their blocks 0 and 17 ("the ends").
 *
 * Lines that begin with `$` are macros (`macros.ts`): a function returns one value, and a quarter round changes four.
 */

const BATCH: i32 = 64;
const PLAIN: i32 = 1028;
const SEALED: i32 = 1044;
const QUAD: i32 = 256;
const SECRETS_BYTES: i32 = 544;

const SEAL_ARENA: usize = memory.data(BATCH * SEALED, 64);
const OPEN_ARENA: usize = memory.data(BATCH * SEALED, 64);
/** What depends on keys; all of it is zero between calls. */
const SECRETS: usize = memory.data(SECRETS_BYTES, 64);
/** The key of the call at work: 32 bytes. */
const KEY: usize = SECRETS;
/** Rows 8 to 11 of the quad at work: sixteen rows and what is computed from them do not fit into sixteen registers. */
const ROWS: usize = SECRETS + 64;
/** Blocks 0 and 17 of a frame, and of the next one. */
const ENDS: usize = SECRETS + 128;
/** Poly1305: the accumulator, five limbs of 32 bits and a little more, each in 64. */
const H: usize = SECRETS + 384;
/** Poly1305: r in four limbs, then r times 5/4 in four (r is clamped), then the two low bits of r that 5/4 leaves out. */
const R: usize = SECRETS + 424;
/** Poly1305: s, the second half of the one-time key. */
const S: usize = SECRETS + 496;
/** The last two blocks that are authenticated: four bytes of ciphertext with padding, and the lengths, 0 and 1028. */
const TAIL: usize = SECRETS + 512;

/** Where JavaScript finds the arenas and puts the key. */
export function sealArena(): usize {
  return SEAL_ARENA;
}
export function openArena(): usize {
  return OPEN_ARENA;
}
export function keyPlace(): usize {
  return KEY;
}

/** Seals the first frames of the seal arena, with `nonce` and those that follow it. */
export function seal(frames: i32, nonce: u64): void {
  let frame = SEAL_ARENA;
  for (let i = 0; i < frames; i++, nonce++, frame += SEALED) {
    const previous = frame - SEALED;
    const second = i & 1;
    // Poly1305 is a quad behind, across frames too. It runs together with the next quad of keystream: a third faster
    // on processors whose scalar and vector units are apart (AMD), as fast as one after the other where they are not.
    if (second) {
      quadAndTag(frame, FIRST_COUNTERS, nonce, nonce, previous + 3 * QUAD);
      finishTag(previous);
      startTag(ENDS + 128);
    } else {
      memory.fill(ENDS, 0, QUAD);
      if (i > 0) {
        quadAndTag(ENDS, ENDS_COUNTERS, nonce, nonce + 1, previous + 3 * QUAD);
        finishTag(previous);
      } else {
        quad(ENDS, ENDS_COUNTERS, nonce, nonce + 1);
      }
      startTag(ENDS);
      quad(frame, FIRST_COUNTERS, nonce, nonce);
    }
    for (let q = 1; q < 4; q++) {
      const at = frame + q * QUAD;
      quadAndTag(at, i32x4.add(FIRST_COUNTERS, i32x4.splat(4 * q)), nonce, nonce, at - QUAD);
    }
    hideLastBytes(frame, second);
  }
  if (frames > 0) {
    tagQuad(frame - SEALED + 3 * QUAD);
    finishTag(frame - SEALED);
  }
  wipe();
}

/** Opens frames of the open arena; returns how many are authentic. From the first that is not, the arena is zero. */
export function open(frames: i32, nonce: u64): i32 {
  let frame = OPEN_ARENA;
  let i = 0;
  for (; i < frames; i++, nonce++, frame += SEALED) {
    const second = i & 1;
    if (!second) {
      memory.fill(ENDS, 0, QUAD);
      quad(ENDS, ENDS_COUNTERS, nonce, nonce + 1);
    }
    startTag(ENDS + second * 128);
    for (let q = 0; q < 4; q++) {
      const at = frame + q * QUAD;
      quadAndTag(at, i32x4.add(FIRST_COUNTERS, i32x4.splat(4 * q)), nonce, nonce, at);
    }
    const tag = load<v128>(frame, PLAIN);
    finishTag(frame);
    if (v128.any_true(v128.xor(tag, load<v128>(frame, PLAIN)))) break;
    hideLastBytes(frame, second);
  }
  if (i < frames) memory.fill(frame, 0, OPEN_ARENA + BATCH * SEALED - frame);
  wipe();
  return i;
}

const FIRST_COUNTERS: v128 = i32x4(1, 2, 3, 4);
/** Blocks 0 and 17 of one frame, then of the next. */
const ENDS_COUNTERS: v128 = i32x4(0, 17, 0, 17);

/** Rotations by 16 and 8 bits move whole bytes: one instruction each. */
const LEFT16: v128 = i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
const LEFT8: v128 = i8x16(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);

/** Exclusive-ors four blocks of keystream to `at`: lanes 0 and 1 are of nonce `a`, lanes 2 and 3 of nonce `b`. */
function quad(at: usize, counters: v128, a: u64, b: u64): void {
  $openQuad();
  for (let i = 0; i < 5; i++) {
    $columns();
    $diagonals();
    $columns();
    $diagonals();
  }
  $closeQuad();
}

/** `quad`, while Poly1305 takes in the 256 bytes at `tagged`, which may be those at `at`: the ciphertext is read first. */
function quadAndTag(at: usize, counters: v128, a: u64, b: u64, tagged: usize): void {
  $openTag();
  $openQuad();
  for (let i = 0; i < 5; i++) {
    $columns();
    $absorb(tagged, 0);
    $diagonals();
    $absorb(tagged, 16);
    $columns();
    $absorb(tagged, 32);
    $diagonals();
    tagged += 48;
  }
  $absorb(tagged, 0);
  $closeTag();
  $closeQuad();
}

/** Poly1305 takes in 256 bytes. */
export function tagQuad(tagged: usize): void {
  $openTag();
  for (let i = 0; i < 16; i++) {
    $absorb(tagged, 0);
    tagged += 16;
  }
  $closeTag();
}

/** Begins a tag with a one-time key of 32 bytes. */
export function startTag(oneTimeKey: usize): void {
  const r0 = (load<u32>(oneTimeKey) & 0x0fffffff) as u64;
  const r1 = (load<u32>(oneTimeKey, 4) & 0x0ffffffc) as u64;
  const r2 = (load<u32>(oneTimeKey, 8) & 0x0ffffffc) as u64;
  const r3 = (load<u32>(oneTimeKey, 12) & 0x0ffffffc) as u64;
  store<u64>(R, r0);
  store<u64>(R, r1, 8);
  store<u64>(R, r2, 16);
  store<u64>(R, r3, 24);
  // What is worth 2^130 counts 5: so 2^128 times r1, r2 or r3, which are multiples of 4, counts 5/4 of them.
  store<u64>(R, (r0 >> 2) * 5, 32);
  store<u64>(R, r1 + (r1 >> 2), 40);
  store<u64>(R, r2 + (r2 >> 2), 48);
  store<u64>(R, r3 + (r3 >> 2), 56);
  store<u64>(R, r0 & 3, 64);
  store<v128>(S, load<v128>(oneTimeKey, 16));
  memory.fill(H, 0, 40);
}

/** Takes in what lies behind the last quad of a frame, and writes the tag. */
export function finishTag(frame: usize): void {
  store<v128>(TAIL, v128.load32_zero(frame + 4 * QUAD));
  store<v128>(TAIL, i64x2(0, PLAIN), 16);
  $openTag();
  $absorb(TAIL, 0);
  $absorb(TAIL, 16);
  $reduce();
  // h + s modulo 2^128
  store<u32>(frame, (carry = h0 + load<u32>(S)) as u32, PLAIN);
  store<u32>(frame, (carry = h1 + load<u32>(S, 4) + (carry >> 32)) as u32, PLAIN + 4);
  store<u32>(frame, (carry = h2 + load<u32>(S, 8) + (carry >> 32)) as u32, PLAIN + 8);
  store<u32>(frame, (carry = h3 + load<u32>(S, 12) + (carry >> 32)) as u32, PLAIN + 12);
}

/** The four bytes behind the quads, with the first four of block 17. */
function hideLastBytes(frame: usize, second: i32): void {
  const keystream = load<u32>(ENDS + second * 128, 64);
  store<u32>(frame, load<u32>(frame, 4 * QUAD) ^ keystream, 4 * QUAD);
}

/** Leaves nothing of a key in this memory. */
function wipe(): void {
  memory.fill(SECRETS, 0, SECRETS_BYTES);
}
