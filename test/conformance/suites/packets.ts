import {
  DelimitedReader,
  decodePacket,
  encodeDelimited,
  encodePacket,
  type Packet,
} from "@cometwire/messages";
import { limits, MConnection, PacketReader, systemClock } from "@cometwire/p2p";
import { attempt, type Check } from "../check.js";
import { ruledBytes } from "../data-rule.js";
import { Collector, connectedPair, ending, goEnding, settle } from "../secret-peer.js";
import type { Suite } from "../suite.js";
import { fromHex, type Vector } from "../vector.js";

interface Channel {
  readonly id: number;
  readonly priority: number;
  readonly recvMessageCapacity: number;
}

/** Packets: written and read by the codec, and by a whole MConnection. */
export const packets: Suite = {
  file: "packets.json",
  kinds: {
    encode(vector, check) {
      const packet = packetFrom(vector);
      const wire = encodeDelimited(encodePacket(packet));
      check.equal("delimited_len", vector.number("delimited_len"), wire.length);
      if (vector.has("delimited")) check.bytes("delimited", vector.bytes("delimited"), wire);
      if (vector.has("delimited_first32")) {
        check.bytes("delimited_first32", vector.bytes("delimited_first32"), wire.subarray(0, 32));
        check.sha256("delimited_sha256", vector.text("delimited_sha256"), wire);
      }
      const again = encodePacket(decodePacket(encodePacket(packet)));
      check.bytes("decoded and written again", encodePacket(packet), again);
    },

    "max-packet-size"(vector, check) {
      const payload = vector.number("payload");
      const most = vector.number("max_packet_msg_size");
      check.verdict("verdict at the limit", null, lengthError(payload, most));
      check.verdict("verdict", "above the limit", lengthError(payload, most + 1));
      const beyond = payload + limits.packetOverheadBytes + 1;
      check.verdict("verdict beyond our own", "above the limit", lengthError(payload, beyond));
    },

    async split(vector, check) {
      const channel = { id: vector.number("channel"), priority: 1, recvMessageCapacity: 1 };
      const { a, b } = await connectedPair();
      const collector = new Collector();
      b.attach(collector);
      const sender = new MConnection(a, {
        channels: [channel],
        receive: () => {},
        onClosed: () => {},
        clock: systemClock,
        maxPacketPayloadBytes: vector.number("max_payload"),
      });
      sender.start();
      await sender.send(channel.id, ruledBytes(vector.number("message_len")));
      await sender.flushStop();
      await settle();
      const wire = collector.bytes;
      comparePackets(vector, check, wire);
      check.equal("wire_len", vector.number("wire_len"), wire.length);
      if (vector.has("wire")) check.bytes("wire", vector.bytes("wire"), wire);
      check.sha256("wire_sha256", vector.text("wire_sha256"), wire);
    },

    async recv(vector, check, { vectors }) {
      const table = vectors.find((each) => each.kind === "channel-table");
      if (table === undefined) throw new TypeError("the file has no channel-table");
      const capacities = table.numbers("recv_message_capacity");
      const channels = table.numbers("channels").map((id, index) => ({
        id,
        priority: 1,
        recvMessageCapacity: capacities[index] ?? 0,
      }));
      await compareReceived(vector, check, channels, vector.bytes("input"), vector.number("max_payload"));
    },

    async "recv-capacity"(vector, check) {
      const channelId = vector.number("channel");
      const lengths = vector.numbers("packet_data_lens");
      const input = lengths.map((length, index) => {
        const value = { channelId, eof: index === lengths.length - 1, data: ruledBytes(length) };
        return encodeDelimited(encodePacket({ sum: { case: "packetMsg", value } }));
      });
      const recvMessageCapacity = vector.number("recv_message_capacity");
      const channels = [{ id: channelId, priority: 1, recvMessageCapacity }];
      await compareReceived(vector, check, channels, Buffer.concat(input), 1024);
    },

    /** The settings of the recv cases, which use them. */
    "channel-table"(vector, check) {
      check.equal(
        "lengths",
        vector.numbers("channels").length,
        vector.numbers("recv_message_capacity").length,
      );
    },
  },
};

function packetFrom(vector: Vector): Packet {
  const type = vector.text("type");
  if (type === "none") return { sum: undefined };
  if (type === "ping") return { sum: { case: "packetPing", value: {} } };
  if (type === "pong") return { sum: { case: "packetPong", value: {} } };
  const data = vector.has("data") ? vector.bytes("data") : ruledBytes(vector.number("data_len"));
  const value = { channelId: vector.number("channel"), eof: vector.flag("eof"), data };
  return { sum: { case: "packetMsg", value } };
}

/** What a reader with this payload limit says to a packet that announces `bodyBytes`. */
function lengthError(maxPacketPayloadBytes: number, bodyBytes: number): Error | undefined {
  const events = { onPing: () => {}, onPong: () => {}, onMessage: () => {} };
  const reader = new PacketReader({ channels: [], events, maxPacketPayloadBytes });
  // A varint of four bytes, and the first byte of a body of unknown form.
  const length = [0, 7, 14].map((shift) => ((bodyBytes >>> shift) & 0x7f) | 0x80);
  const bytes = Uint8Array.of(...length, bodyBytes >>> 21, 0x22, 0);
  return attempt(() => reader.consume(bytes, 0, bytes.length)).error;
}

function comparePackets(vector: Vector, check: Check, wire: Uint8Array): void {
  const reader = new DelimitedReader({ maxLength: 1_000_000 });
  reader.push(wire);
  let offset = 0;
  for (const [index, expected] of vector.records("packets").entries()) {
    const field = `packets[${index}]`;
    const body = reader.next();
    const sum = body && decodePacket(body).sum;
    if (body === undefined || sum?.case !== "packetMsg") {
      check.fail(field, "there is no such packet");
      return;
    }
    check.equal(`${field}.channel`, expected.number("channel"), sum.value.channelId);
    check.equal(`${field}.eof`, expected.flag("eof"), sum.value.eof);
    check.equal(`${field}.data_len`, expected.number("data_len"), sum.value.data.length);
    check.equal(`${field}.data_offset`, expected.number("data_offset"), offset);
    check.equal(`${field}.delimited_len`, expected.number("delimited_len"), encodeDelimited(body).length);
    offset += sum.value.data.length;
  }
}

/** Feeds `input` to an MConnection, then closes the stream: messages, pongs, and how it ended. */
async function compareReceived(
  vector: Vector,
  check: Check,
  channels: readonly Channel[],
  input: Uint8Array,
  maxPacketPayloadBytes: number,
): Promise<void> {
  const { a, b, bStream } = await connectedPair();
  const received: [number, Uint8Array][] = [];
  const receiver = new MConnection(b, {
    channels,
    receive: (channel, message) => void received.push([channel, message]),
    onClosed: () => {},
    clock: systemClock,
    maxPacketPayloadBytes,
  });
  receiver.start();
  const replies = new Collector();
  a.attach(replies);
  a.write(input);
  await settle();
  bStream.finish();
  const reason = await receiver.closed;

  const expected = vector.records("received");
  check.equal("received", expected.length, received.length);
  for (const [index, each] of expected.entries()) {
    const [channel, message] = received[index] ?? [-1, fromHex("")];
    check.equal(`received[${index}].channel`, each.number("channel"), channel);
    if (each.has("msg")) check.bytes(`received[${index}].msg`, each.bytes("msg"), message);
    check.sha256(`received[${index}]`, each.text("msg_sha256"), message);
  }
  if (vector.has("replies")) check.bytes("replies", vector.bytes("replies"), replies.bytes);
  const go = goEnding(vector.text("error")) === "refused" ? vector.text("error") : null;
  check.verdict("verdict", go, ending(reason) === "refused" ? reason : undefined);
}
