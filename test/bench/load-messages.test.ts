import { expect, it } from "vitest";
import { bytesValue, filler, microsSinceStamp, stamp } from "../../bench/workers/load-messages.js";

it.each([
  [0, [0x0a, 0]],
  [100, [0x0a, 100]],
  [1_024, [0x0a, 0x80, 0x08]],
  [262_144, [0x0a, 0x80, 0x80, 0x10]],
])("encodes %d bytes as google.protobuf.BytesValue", (size, header) => {
  const message = bytesValue(filler(size));
  expect([...message.subarray(0, header.length)]).toEqual(header);
  expect(message.subarray(header.length)).toEqual(filler(size));
});

it("stamps a message with the time", () => {
  const message = filler(100);
  stamp(message);
  expect(message.subarray(0, 92)).toEqual(filler(92));
  expect(microsSinceStamp(message)).toBeGreaterThanOrEqual(0);
  expect(microsSinceStamp(message.subarray(1))).toBeLessThan(60e6);
});
