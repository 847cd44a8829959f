/*
 * Go puts any bytes into a string field and checks nothing, so bytes that are not UTF-8 must survive reading and writing.
 */

/** The first surrogate that stands for a byte is this plus 0x80. */
const escapeBase = 0xdc00;

/** Characters given to one call of String.fromCharCode: many more could exhaust the stack. */
const chunk = 4096;

/**
 * Bytes of a Go string as a JavaScript string.
 *
 * Well-formed UTF-8 becomes the text it is (a byte order mark is kept). A byte 0xNN that is no part of well-formed UTF-8
 * becomes the lone surrogate U+DCNN, which no text contains otherwise; {@link goStringToBytes} and all encoders turn it
 * back. So different bytes give different strings, and reading then writing gives the same bytes. `text.isWellFormed()`
 * tells whether the bytes were UTF-8. Printed as UTF-8, such a surrogate shows as U+FFFD.
 */
export function goStringFromBytes(bytes: Uint8Array): string {
  return stringFromBytes(bytes, 0, bytes.length);
}

/**
 * The bytes of a JavaScript string as Go holds them: UTF-8, with the lone surrogates U+DC80 to U+DCFF as the single
 * bytes that they stand for ({@link goStringFromBytes}). Other lone surrogates become U+FFFD.
 */
export function goStringToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(stringSize(text));
  writeString(bytes, bytes.length, text);
  return bytes;
}

/** The string for `source[start, stop)`. */
export function stringFromBytes(source: Uint8Array, start: number, stop: number): string {
  // Nearly every string on this wire is short ASCII: eight characters a step are four times as fast as one.
  let text = "";
  let at = start;
  for (; at + 8 <= stop && isAscii8(source, at); at += 8) text += ascii8(source, at);
  while (at < stop && (source[at] as number) < 0x80) text += String.fromCharCode(source[at++] as number);
  return at === stop ? text : text + decodeRest(source, at, stop);
}

function isAscii8(s: Uint8Array, at: number): boolean {
  let bits = 0;
  for (let i = at; i < at + 8; i++) bits |= s[i] as number;
  return bits < 0x80;
}

function ascii8(s: Uint8Array, at: number): string {
  return String.fromCharCode(
    s[at] as number,
    s[at + 1] as number,
    s[at + 2] as number,
    s[at + 3] as number,
    s[at + 4] as number,
    s[at + 5] as number,
    s[at + 6] as number,
    s[at + 7] as number,
  );
}

function decodeRest(source: Uint8Array, start: number, stop: number): string {
  let text = "";
  let units: number[] = [];
  for (let at = start; at < stop; ) {
    const length = sequenceLength(source, at, stop);
    const lead = source[at] as number;
    if (length === 0) units.push(escapeBase + lead);
    else if (length === 1) units.push(lead);
    else if (length === 2) units.push(((lead & 0x1f) << 6) | tail(source, at + 1));
    else if (length === 3) {
      units.push(((lead & 0x0f) << 12) | (tail(source, at + 1) << 6) | tail(source, at + 2));
    } else {
      const high = ((lead & 0x07) << 18) | (tail(source, at + 1) << 12);
      const point = (high | (tail(source, at + 2) << 6) | tail(source, at + 3)) - 0x10000;
      units.push(0xd800 + (point >>> 10), 0xdc00 + (point & 0x3ff));
    }
    at += Math.max(length, 1);
    if (units.length >= chunk) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** How many bytes the well-formed UTF-8 sequence at `at` has, 0 when there is none (Unicode, table 3-7). */
function sequenceLength(source: Uint8Array, at: number, stop: number): number {
  const lead = source[at] as number;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > stop) return 0;
  const second = source[at + 1] as number;
  // These leads narrow the second byte: no overlong forms, no surrogates, nothing above U+10FFFF.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if (((source[at + i] as number) & 0xc0) !== 0x80) return 0;
  return length;
}

function tail(source: Uint8Array, at: number): number {
  return (source[at] as number) & 0x3f;
}

/** How many bytes {@link writeString} writes for `text`. */
export function stringSize(text: string): number {
  let size = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) size += 1;
    else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
      size += 2;
      i++;
    } else if (!isEscape(unit)) size += 2;
  }
  return size;
}

/** Writes `text` so that it ends before `at`, and returns where it begins. */
export function writeString(into: Uint8Array, at: number, text: string): number {
  let pos = at;
  for (let i = text.length - 1; i >= 0; i--) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) into[--pos] = unit;
    else if (unit < 0x800) {
      into[--pos] = 0x80 | (unit & 0x3f);
      into[--pos] = 0xc0 | (unit >>> 6);
    } else if (isLow(unit) && i > 0 && isHigh(text.charCodeAt(i - 1))) {
      const point = 0x10000 + ((text.charCodeAt(--i) - 0xd800) << 10) + (unit - 0xdc00);
      into[--pos] = 0x80 | (point & 0x3f);
      into[--pos] = 0x80 | ((point >>> 6) & 0x3f);
      into[--pos] = 0x80 | ((point >>> 12) & 0x3f);
      into[--pos] = 0xf0 | (point >>> 18);
    } else if (isEscape(unit)) into[--pos] = unit - escapeBase;
    else {
      // Any other lone surrogate stands for nothing; it is replaced by U+FFFD, as TextEncoder does.
      const point = isHigh(unit) || isLow(unit) ? 0xfffd : unit;
      into[--pos] = 0x80 | (point & 0x3f);
      into[--pos] = 0x80 | ((point >>> 6) & 0x3f);
      into[--pos] = 0xe0 | (point >>> 12);
    }
  }
  return pos;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function isEscape(unit: number): boolean {
  return unit >= escapeBase + 0x80 && unit <= escapeBase + 0xff;
}
