/** Messages of every awkward size on every kind of channel, both ways, byte for byte. */
import type { MConnectionChannel } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { digests, ruledBytes, saltedBytes, sha256 } from "./support/content.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { connectPair, releasesAndRoles } from "./support/pair.js";

const packet = 1024;
/** Around one packet, around several, and a megabyte; each of them on every channel. */
const sizes = [1, 2, packet - 1, packet, packet + 1, 3 * packet - 1, 3 * packet, 3 * packet + 1, 1_048_576];
/** PEX's, which is not on the wire; one-byte and two-byte varints, and the ends of both ranges. */
const channelIds = [0x00, 0x01, 0x20, 0x30, 0x7f, 0x80, 0x99, 0xff];

const unlimited = { "send-rate": 0, "recv-rate": 0 };

function channelFlag(channels: readonly MConnectionChannel[]): string {
  return channels
    .map(({ id, priority, sendQueueCapacity, recvMessageCapacity }) =>
      [id.toString(16), priority, sendQueueCapacity, recvMessageCapacity].join(":"),
    )
    .join(",");
}

/** One channel 0x20 with this capacity, for both sides. */
function channelOf(recvMessageCapacity: number): MConnectionChannel {
  return { id: 0x20, priority: 6, sendQueueCapacity: 100, recvMessageCapacity };
}

describeWithGo("messages with reference peers", () => {
  describe.each(releasesAndRoles)("%s, %s", (version, role) => {
    test("many channels at once, there and back", async () => {
      const channels = channelIds.map((id, i) => ({
        id,
        priority: i + 1,
        sendQueueCapacity: sizes.length,
        recvMessageCapacity: 1_048_576,
      }));
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "echo", channels: channelFlag(channels), ...unlimited },
        ours: { channels },
      });
      const { connection, peer } = pair;
      const sent = new Map(channelIds.map((id) => [id, sizes.map((size) => saltedBytes(size, id))]));
      await Promise.all(
        [...sent].flatMap(([id, messages]) =>
          messages.map((message) => connection.mconnection.send(id, message)),
        ),
      );
      for (const [id, messages] of sent) {
        const echoed = await connection.messages(messages.length, id, 30_000);
        expect(digests(echoed), `echoes on channel ${id}`).toEqual(digests(messages));
        const seen = peer.events.filter(({ event, channel }) => event === "message" && channel === id);
        expect(
          seen.map((event) => `${String(event["len"])} ${String(event["sha256"])}`),
          `messages that Go saw on channel ${id}`,
        ).toEqual(digests(messages));
      }
      expect(connection.received.entries).toHaveLength(channelIds.length * sizes.length);
      expect(connection.endedBy).toBeUndefined();
    });

    test("just at the channel's capacity, both ways", async () => {
      const capacity = 70_000;
      const channels = [channelOf(capacity)];
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", channels: channelFlag(channels) },
        ours: { channels },
      });
      const { connection, peer } = pair;
      await connection.mconnection.send(0x20, saltedBytes(capacity, 1));
      const seen = await peer.waitFor("message");
      expect(seen).toMatchObject({ channel: 0x20, len: capacity, sha256: sha256(saltedBytes(capacity, 1)) });
      peer.send({ cmd: "send", channel: 0x20, len: capacity, rule: "mul31add7" });
      expect(digests(await connection.messages(1))).toEqual(digests([ruledBytes(capacity)]));
      expect(connection.endedBy).toBeUndefined();
    });

    test("one byte past what Go takes: it closes the connection", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", channels: channelFlag([channelOf(70_000)]) },
        ours: { channels: [channelOf(100_000)] },
      });
      const { connection, peer } = pair;
      await connection.mconnection.send(0x20, saltedBytes(70_001, 1));
      const { error } = await peer.waitFor("mconn-error");
      expect(error).toMatch(/received message exceeds available capacity: 70000 < 70001/);
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
    });

    test("one byte past what we take: MESSAGE_TOO_LARGE", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", channels: channelFlag([channelOf(100_000)]) },
        ours: { channels: [channelOf(70_000)] },
      });
      const { connection, peer } = pair;
      peer.send({ cmd: "send", channel: 0x20, len: 70_001, rule: "mul31add7" });
      expect(await connection.closedCode()).toBe("MESSAGE_TOO_LARGE");
      expect(connection.received.entries).toHaveLength(0);
      await peer.waitFor("closed");
    });

    test("empty messages: ours to Go, and Go's to us on an idle connection", async () => {
      const channels = [
        channelOf(1_000),
        { ...channelOf(1_000), id: 0x00 },
        { ...channelOf(1_000), id: 0x80 },
      ];
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", channels: channelFlag(channels) },
        ours: { channels },
      });
      const { connection, peer } = pair;
      for (const { id } of channels) {
        await connection.mconnection.send(id, new Uint8Array(0));
        expect(await peer.next("message")).toMatchObject({ channel: id, len: 0, hex: "" });
      }
      // Go forgets an empty message when another channel's turn comes before it: one at a time.
      for (const { id } of channels) {
        peer.send({ cmd: "send", channel: id, hex: "" });
        expect((await connection.messages(1, id)).map(({ length }) => length)).toEqual([0]);
      }
      expect(connection.endedBy).toBeUndefined();
    });

    test("empty messages of ours between others are not lost", async () => {
      await using pair = await connectPair({ version, role, flags: { mode: "command" } });
      const { connection, peer } = pair;
      const lengths = [0, 5, 0, 0, 2_000, 0];
      await Promise.all(lengths.map((length) => connection.mconnection.send(0x20, ruledBytes(length))));
      for (const len of lengths) expect(await peer.next("message")).toMatchObject({ channel: 0x20, len });
    });
  });
});
