/* The single fields of a header as they are hashed: google.protobuf's wrappers (`types/encoding_helper.go@v0.38.25`). */
import { noBytes } from "../runtime/bytes.js";
import { type Timestamp, timestampSize, writeTimestamp } from "../runtime/timestamp.js";
import { int64Size, varintSize, writeBytes, writeInt64, writeVarint } from "../runtime/writer.js";

/** `BytesValue` or `StringValue`; nothing when empty. */
export function wrapBytes(value: Uint8Array): Uint8Array {
  if (value.length === 0) return noBytes;
  const bytes = new Uint8Array(1 + varintSize(value.length) + value.length);
  const at = writeVarint(bytes, writeBytes(bytes, bytes.length, value), value.length);
  bytes[at - 1] = 0x0a;
  return bytes;
}

/** `Int64Value`; nothing when 0. */
export function wrapInt64(value: bigint): Uint8Array {
  if (value === 0n) return noBytes;
  const bytes = new Uint8Array(1 + int64Size(value));
  bytes[writeInt64(bytes, bytes.length, value) - 1] = 0x08;
  return bytes;
}

/** `Timestamp`. */
export function timestampBytes(time: Timestamp): Uint8Array {
  const bytes = new Uint8Array(timestampSize(time));
  writeTimestamp(bytes, bytes.length, time);
  return bytes;
}
