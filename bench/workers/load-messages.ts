/** The messages of the measurements through the API of a node. */

/**
 * Encodes `google.protobuf.BytesValue`, which is what Go's API carries there; to ours, any message is bytes.
 *
 * @param value - at most 2 MiB
 */
export function bytesValue(value: Uint8Array): Uint8Array {
  const header = [0x0a];
  let left = value.length;
  for (; left > 0x7f; left >>>= 7) header.push((left & 0x7f) | 0x80);
  header.push(left);
  const message = new Uint8Array(header.length + value.length);
  message.set(header);
  message.set(value, header.length);
  return message;
}

/** `size` bytes that are not all alike. */
export function filler(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => i * 31 + 7);
}

/** Writes into the last eight bytes what time it is, by a clock that all processes of the machine share. */
export function stamp(message: Uint8Array): void {
  viewOf(message).setBigUint64(message.length - 8, process.hrtime.bigint(), true);
}

/** The microseconds since {@link stamp}. */
export function microsSinceStamp(message: Uint8Array): number {
  return Number(process.hrtime.bigint() - viewOf(message).getBigUint64(message.length - 8, true)) / 1_000;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
