import { type ErrorCode, P2PError } from "../base/index.js";

/** Something bytes can be asked of. */
export interface ByteSource {
  /** The next `length` bytes exactly. */
  read(length: number): Promise<Uint8Array>;
}

/** Codes for the two ways in which a delimited message can be refused before it is read. */
export interface DelimitedCodes {
  /** Its length is above the limit. */
  readonly tooLarge: ErrorCode;
  /** Its length is no varint, or one of more than 64 bits. */
  readonly malformed: ErrorCode;
}

const MAX_VARINT_BYTES = 10;

/**
 * Reads one message with its varint length in front. The length is checked against `maxLength` before a byte of the body
 * is waited for; nothing is allocated by what a peer declares. Varints as Go's `binary.ReadUvarint` takes them.
 */
export async function readDelimited(
  source: ByteSource,
  maxLength: number,
  codes: DelimitedCodes,
): Promise<Uint8Array> {
  let length = 0;
  for (let i = 0; ; i++) {
    const byte = (await source.read(1))[0] as number;
    if (i === MAX_VARINT_BYTES - 1 && byte > 1) {
      throw new P2PError(codes.malformed, { detail: "the length is not a 64-bit varint" });
    }
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  if (length > maxLength) {
    throw new P2PError(codes.tooLarge, { detail: `${length} bytes, at most ${maxLength} are allowed` });
  }
  return source.read(length);
}
