import { decodePacket, DecodeError, encodeDelimited, encodePacket, type Packet } from "@cometwire/messages";
import { P2PError, PacketReader } from "@cometwire/p2p";
import { SeededRandom } from "@cometwire/p2p/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pattern } from "../support/connected-pair.js";

const CAPACITY = 5_000;

/** What a reader makes of `pieces`: its events as text, and the code of the error that ended it. */
function read(pieces: readonly Uint8Array[], maxPacketPayloadBytes = 1024): string[] {
  const events: (string | { channel: number; message: Uint8Array })[] = [];
  const reader = new PacketReader({
    channels: [0, 1, 0x20, 0x80, 0xff].map((id) => ({
      id,
      priority: 1,
      sendQueueCapacity: 1,
      recvMessageCapacity: CAPACITY,
    })),
    maxPacketPayloadBytes,
    events: {
      onPing: () => events.push("ping"),
      onPong: () => events.push("pong"),
      onMessage: (channel, message) => events.push({ channel, message }),
    },
  });
  try {
    for (const piece of pieces) {
      const lent = Uint8Array.from(piece);
      reader.consume(lent, 0, lent.length);
      lent.fill(0xee); // nothing of it may be in a message
    }
  } catch (error) {
    if (!(error instanceof P2PError)) throw error;
    events.push(error.code);
  }
  return events.map((event) =>
    typeof event === "string" ? event : `${event.channel}:${Buffer.from(event.message).toString("hex")}`,
  );
}

/** The same by the general codec, which reads whole packets. */
function reference(packets: readonly Uint8Array[]): string[] {
  const events: string[] = [];
  const unfinished = new Map<number, Uint8Array[]>();
  for (const body of packets) {
    const { sum } = decodePacket(body);
    if (sum === undefined) return [...events, "PACKET_UNKNOWN"];
    if (sum.case !== "packetMsg") events.push(sum.case === "packetPing" ? "ping" : "pong");
    else {
      const { channelId, eof, data } = sum.value;
      if (![0, 1, 0x20, 0x80, 0xff].includes(channelId)) return [...events, "UNKNOWN_CHANNEL"];
      const parts = unfinished.get(channelId) ?? [];
      parts.push(data);
      unfinished.set(channelId, parts);
      const message = Buffer.concat(parts);
      if (message.length > CAPACITY) return [...events, "MESSAGE_TOO_LARGE"];
      if (eof) {
        events.push(`${channelId}:${message.toString("hex")}`);
        unfinished.delete(channelId);
      }
    }
  }
  return events;
}

function referenceOrMalformed(body: Uint8Array): string[] {
  try {
    return reference([body]);
  } catch (error) {
    if (error instanceof DecodeError) return ["PACKET_MALFORMED"];
    throw error;
  }
}

const packet = fc.oneof(
  fc.constant<Packet>({ sum: { case: "packetPing", value: {} } }),
  fc.constant<Packet>({ sum: { case: "packetPong", value: {} } }),
  fc
    .record({
      channelId: fc.constantFrom(0, 1, 0x20, 0x80, 0xff, 0xff, 0x33, 300, -1),
      eof: fc.boolean(),
      data: fc.uint8Array({ maxLength: 1023 }),
    })
    .map<Packet>((value) => ({ sum: { case: "packetMsg", value } })),
);

describe("PacketReader", () => {
  it("makes of packets what the general codec makes of them, however they are split", () => {
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 12 }), fc.array(fc.nat(1100)), (packets, cuts) => {
        const bodies = packets.map(encodePacket);
        const wire = Buffer.concat(bodies.map(encodeDelimited));
        expect(read(split(wire, cuts))).toEqual(reference(bodies));
      }),
      { numRuns: 3_000, seed: 1 },
    );
  });

  it("reads packets of every unusual form as the general codec does, at every split", () => {
    const bodies = [
      "0a00", // ping
      "120012000a00", // pong twice, then ping: the last member counts
      "0a02f801", // ping with an unknown field inside: truncated there
      "0a03f80101", // ping with an unknown field inside
      "1a0708011001" + "1a0161", // message
      "1a0710011a0161", // channel left out
      "1a09" + "1a0161" + "1001" + "0801" + "0000", // fields in another order, illegal tag
      "1a07" + "1a0161" + "1001" + "0801", // fields in another order
      "1a0c08011001" + "1a0161" + "1a03626364", // data twice: the last counts
      "1a0808811010011a0161", // channel 0x801
      "1a08" + "0881800010011a00", // overlong varint channel 1
      "1a0708011002" + "1a0161", // eof = 2
      "1a080801108100" + "1a00", // eof overlong
      "2200", // unknown member
      "1a00", // empty message packet, no eof
      "1a021001", // empty message on channel 0
      "1a80", // truncated inside
      "1a05080110011a", // truncated inside
      "1a0508011001ff",
      "1a87000801" + "1001" + "1a0161", // overlong inner length
    ];
    for (const hex of bodies) {
      const body = Buffer.from(hex, "hex");
      const wire = Buffer.concat([encodeDelimited(body), encodeDelimited(Buffer.from("0a00", "hex"))]);
      let expected: string[];
      try {
        expected = reference([body, Buffer.from("0a00", "hex")]);
      } catch {
        expected = ["PACKET_MALFORMED"];
      }
      for (let cut = 0; cut <= wire.length; cut++) {
        expect(read([wire.subarray(0, cut), wire.subarray(cut)]), `${hex} cut at ${cut}`).toEqual(expected);
      }
      expect(read([...wire].map((byte) => Uint8Array.of(byte))), hex).toEqual(expected);
    }
  });

  it.each([
    [1040, undefined],
    [1041, "PACKET_TOO_LARGE"],
    [2 ** 31, "PACKET_TOO_LARGE"],
    [2 ** 40, "PACKET_TOO_LARGE"],
  ])("a packet that declares %i bytes is refused by its length alone: %s", (length, code) => {
    const varint: number[] = [];
    let rest = length;
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) varint.push((rest % 128) | 0x80);
    varint.push(rest);
    expect(read([Uint8Array.from(varint)]).at(0)).toBe(code);
  });

  it("lets messages that are kept hold little more memory than they took on the wire", () => {
    const packet = (data: number[], usual: boolean) => {
      const fields = usual ? [8, 0x20, 16, 1] : [16, 1, 8, 0x20];
      const body = [...fields, ...(data.length > 0 ? [0x1a, data.length, ...data] : [])];
      return [body.length + 2, 0x1a, body.length, ...body];
    };
    for (const pair of [
      [packet([7], true), packet([7], true)],
      [packet([7], true), packet([7], false)],
      [packet([7], true), packet([], false)],
      [packet([7], true), packet([], true)],
    ]) {
      const frame = Uint8Array.from(Array.from({ length: 40 }, () => pair.flat()).flat());
      const kept = new Set<ArrayBufferLike>();
      const reader = new PacketReader({
        channels: [{ id: 0x20, priority: 1, sendQueueCapacity: 1, recvMessageCapacity: 10 }],
        events: { onPing() {}, onPong() {}, onMessage: (_, message) => void kept.add(message.buffer) },
      });
      const frames = 500;
      for (let i = 0; i < frames; i++) reader.consume(frame, 0, frame.length);
      const held = [...kept].reduce((sum, { byteLength }) => sum + byteLength, 0);
      expect(held).toBeLessThan(3 * frames * frame.length);
    }
  });

  it.each([1, 50, 119])(
    "reads the small header of %i bytes, with any byte of it changed, as the general codec does",
    (size) => {
      const good = encodeDelimited(
        encodePacket({
          sum: { case: "packetMsg", value: { channelId: 0x20, eof: true, data: pattern(size) } },
        }),
      );
      expect(good.length).toBe(9 + size);
      for (let at = 0; at < 9; at++) {
        for (let value = 0; value < (at === 0 ? 0x80 : 0x100); value++) {
          const wire = new Uint8Array(0x80);
          wire.set(good);
          wire[at] = value;
          const whole = wire.subarray(0, 1 + (wire[0] as number));
          expect(read([whole]), `byte ${at} is ${value}`).toEqual(referenceOrMalformed(whole.subarray(1)));
        }
      }
    },
  );

  it("takes messages up to the capacity exactly", () => {
    const part = (data: Uint8Array, eof: boolean) =>
      encodeDelimited(encodePacket({ sum: { case: "packetMsg", value: { channelId: 1, eof, data } } }));
    const parts = Array.from({ length: 5 }, () => part(pattern(1000), false));
    expect(read([...parts, part(new Uint8Array(0), true)])).toHaveLength(1);
    expect(read([...parts, part(new Uint8Array(1), true)])).toEqual(["MESSAGE_TOO_LARGE"]);
    expect(read([...parts, part(new Uint8Array(1), false)])).toEqual(["MESSAGE_TOO_LARGE"]);
  });

  it("survives 200,000 hostile inputs with nothing but coded errors, the same at any split", () => {
    const random = new SeededRandom(20_260);
    const seeds = [
      "020a00",
      "021200",
      "0d1a0b080110011a0568656c6c6f",
      "0608a0060a000a00",
      "091a07080110011a0107",
    ];
    for (let i = 0; i < 200_000; i++) {
      const parts = Array.from({ length: 1 + random.integer(3) }, () =>
        Buffer.from(seeds[random.integer(seeds.length)] as string, "hex"),
      );
      const wire = Buffer.concat(parts);
      for (let m = random.integer(4); m > 0; m--) wire[random.integer(wire.length)] = random.integer(256);
      const whole = read([wire]);
      const cut = random.integer(wire.length + 1);
      const pieces = read([wire.subarray(0, cut), wire.subarray(cut)]);
      if (whole.join() !== pieces.join()) {
        expect(pieces, `${wire.toString("hex")} cut at ${cut}`).toEqual(whole);
      }
    }
  });
});

function split(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const cut of cuts) {
    pieces.push(bytes.subarray(at, at + cut));
    at += cut;
  }
  pieces.push(bytes.subarray(at));
  return pieces;
}
