import { encodeDelimited, encodePacket } from "@cometwire/messages";
import { defaultFrameCipher, FrameSealer, nodeFrameCipher } from "@cometwire/p2p";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PacketWriter } from "../../src/mconnection/packet-writer.js";
import { SendChannel } from "../../src/mconnection/send-channel.js";
import { pattern } from "../support/connected-pair.js";

const KEY = pattern(32);

/** What {@link PacketWriter} and {@link FrameSealer} make of messages on one channel, in one batch or more. */
function written(channelId: number, maxPayload: number, messages: readonly Uint8Array[]): Uint8Array {
  const sealer = new FrameSealer(defaultFrameCipher(), KEY);
  const writer = new PacketWriter(sealer, maxPayload);
  const channel = new SendChannel({
    id: channelId,
    priority: 1,
    sendQueueCapacity: messages.length,
    recvMessageCapacity: 1,
  });
  for (const message of messages) channel.enqueue(message);
  const batches: Uint8Array[] = [];
  while (channel.isPending()) {
    while (writer.hasRoom && channel.isPending()) writer.writePacket(channel);
    batches.push(sealer.seal(new Uint8Array(sealer.wireBytes)));
  }
  return Buffer.concat(batches);
}

/** Cuts the messages into packets with the general codec. */
function packets(channelId: number, maxPayload: number, messages: readonly Uint8Array[]): Uint8Array[] {
  const size = channelId >= 0x80 && maxPayload > 1 ? maxPayload - 1 : maxPayload;
  return messages.flatMap((message) =>
    Array.from({ length: Math.max(1, Math.ceil(message.length / size)) }, (_, i) => {
      const data = message.subarray(i * size, (i + 1) * size);
      const eof = (i + 1) * size >= message.length;
      return encodeDelimited(encodePacket({ sum: { case: "packetMsg", value: { channelId, eof, data } } }));
    }),
  );
}

/** Fills batches of 64 frames with whole packets, and seals frame by frame with `node:crypto`. */
function reference(pieces: readonly Uint8Array[], maxPayload: number): Uint8Array {
  const key = nodeFrameCipher.createKey(KEY);
  const wires: Uint8Array[] = [];
  let nonce = 0n;
  let batch: Uint8Array[] = [];
  const length = () => batch.reduce((sum, piece) => sum + piece.length, 0);
  const seal = () => {
    const plaintext = Buffer.concat(batch);
    batch = [];
    for (let at = 0; at < plaintext.length; at += 1024) {
      const payload = plaintext.subarray(at, at + 1024);
      const frame = Buffer.alloc(1028);
      frame.writeUInt32LE(payload.length);
      frame.set(payload, 4);
      nodeFrameCipher.sealArena.set(frame);
      const wire = new Uint8Array(1044);
      key.seal(1, nonce++, wire, 0);
      wires.push(wire);
    }
  };
  for (const piece of pieces) {
    if (64 * 1024 - length() < maxPayload + 16) seal();
    batch.push(piece);
  }
  seal();
  return Buffer.concat(wires);
}

describe("PacketWriter and FrameSealer", () => {
  it("write what the general codec and one frame after the other would give, whatever the sizes", () => {
    const sizes = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9_000 }));
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 0x20, 0x7f, 0x80, 0xff),
        fc.constantFrom(1_024, 1_024, 1, 17, 1_023, 4_096, 32_768),
        fc.array(sizes, { minLength: 1, maxLength: 20 }),
        (channelId, maxPayload, lengths) => {
          const largest = maxPayload < 100 ? 300 : 9_000;
          const messages = lengths.map((length, i) =>
            pattern(Math.min(length, largest)).map((byte) => byte ^ i),
          );
          const expected = reference(packets(channelId, maxPayload, messages), maxPayload);
          expect(Buffer.compare(written(channelId, maxPayload, messages), expected)).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});
