import { gunzipSync } from "node:zlib";
import { DelimitedReader, decodeBytesValue, encodeDelimited } from "@cometwire/messages";
import {
  createHandshakeCrypto,
  decodeNodeInfo,
  deriveSession,
  ephemeralKeyFromPrivate,
  FrameOpener,
  limits,
  nodeFrameCipher,
  PacketReader,
  systemClock,
} from "@cometwire/p2p";
import type { Check } from "../check.js";
import { MemoryStream } from "../memory-stream.js";
import { Collector, handshake, settle } from "../secret-peer.js";
import type { Suite } from "../suite.js";
import { Vector } from "../vector.js";

const kinds = ["handshake", "in", "out"];

/** Whole recorded sessions: from keys and wire bytes to every message, and our own handshake bytes. */
export const session: Suite = {
  file: /^corpus\/[^/]+\.session\.json\.gz$/,
  load(content) {
    const recorded = JSON.parse(gunzipSync(content).toString("utf8")) as Record<string, unknown>;
    return kinds.map(
      (kind) =>
        new Vector({
          ...recorded,
          kind,
          name: "session",
          source: `cometbft v${String(recorded["version"])}`,
        }),
    );
  },
  kinds: {
    async handshake(vector, check) {
      const { connection, stream, collector } = await replay(vector);
      const sent = wire(vector, "out");
      check.bytes("handshake bytes", sent.subarray(0, stream.written.length), stream.written);
      check.equal("handshake length", 35 + limits.frameSealedBytes, stream.written.length);
      const remote = vector.record("remote");
      check.bytes("remote key", remote.bytes("pubKey"), connection.remotePublicKey);
      check.equal("remote id", remote.text("id"), connection.remoteId);
      const reader = new DelimitedReader({ maxLength: limits.nodeInfoBytes });
      reader.push(collector.bytes);
      const body = reader.next();
      check.bytes("remote node info", remote.bytes("nodeInfo"), body ?? new Uint8Array(0));
      if (body !== undefined) check.equal("remote node info id", remote.text("id"), decodeNodeInfo(body).id);
    },

    async in(vector, check) {
      const { collector } = await replay(vector);
      const reader = new DelimitedReader({ maxLength: limits.nodeInfoBytes });
      reader.push(collector.bytes);
      reader.next();
      compareMessages(check, vector.records("in"), reader.takeRest());
    },

    out(vector, check) {
      const plaintext = openOurOwn(vector);
      const reader = new DelimitedReader({ maxLength: limits.nodeInfoBytes });
      reader.push(plaintext);
      reader.next();
      check.bytes(
        "our node info",
        vector.record("local").bytes("nodeInfo"),
        reader.next() ?? new Uint8Array(0),
      );
      compareMessages(check, vector.records("out"), reader.takeRest());
    },
  },
};

/** Lets our side receive what the recorder did, in the same pieces. */
async function replay(vector: Vector) {
  const stream = new MemoryStream();
  for (const chunk of vector.records("chunks")) {
    if (chunk.text("dir") === "in") stream.feed(chunk.bytes("hex"));
  }
  const local = vector.record("local");
  const connection = await handshake(stream, local.bytes("ed25519Seed"), local.bytes("ephPriv"));
  const collector = new Collector();
  connection.attach(collector);
  await stream.drained();
  await settle();
  return { connection, stream, collector };
}

/** The plaintext of the recorded frames of our own side, which the shared keys open as well. */
function openOurOwn(vector: Vector): Uint8Array {
  const ephemeral = ephemeralKeyFromPrivate(vector.record("local").bytes("ephPriv"));
  const [ours, theirs] = [wire(vector, "out"), wire(vector, "in")];
  const remote = ephemeralOf(theirs);
  const crypto = createHandshakeCrypto({ clock: systemClock });
  const secrets = deriveSession(ephemeral.publicKey, remote, ephemeral.sharedSecret(remote), crypto);
  const opener = new FrameOpener(nodeFrameCipher, secrets.sendKey);
  const collector = new Collector();
  opener.push(ours.subarray(encodeDelimited(ours.subarray(1, 35)).length), collector);
  return collector.bytes;
}

function ephemeralOf(bytes: Uint8Array): Uint8Array {
  const reader = new DelimitedReader({ maxLength: limits.ephemeralMessageBytes });
  reader.push(bytes);
  const body = reader.next();
  if (body === undefined) throw new TypeError("the recording has no ephemeral key");
  return decodeBytesValue(body).value;
}

function wire(vector: Vector, direction: "in" | "out"): Uint8Array {
  const chunks = vector.records("chunks").filter((chunk) => chunk.text("dir") === direction);
  return Buffer.concat(chunks.map((chunk) => chunk.bytes("hex")));
}

/**
 * All messages in `plaintext` against the recorded ones, channel by channel: what was sent is recorded in the order of
 * its sending, which the priorities of the channels change on the wire.
 */
function compareMessages(check: Check, recorded: readonly Vector[], plaintext: Uint8Array): void {
  const expected = new Map<number, Vector[]>();
  for (const each of recorded) {
    const channel = Number(each.text("ch"));
    expected.set(channel, [...(expected.get(channel) ?? []), each]);
  }
  const reader = new PacketReader({
    channels: Array.from(expected.keys(), (id) => ({
      id,
      priority: 1,
      sendQueueCapacity: 1,
      recvMessageCapacity: limits.recvMessageBytes,
    })),
    events: {
      onPing: () => {},
      onPong: () => {},
      onMessage(channel, message) {
        const each = expected.get(channel)?.shift();
        if (each === undefined) check.fail("messages", `one too many on channel ${channel}`);
        else check.bytes(each.name, each.bytes("hex"), message);
      },
    },
  });
  reader.consume(plaintext, 0, plaintext.length);
  for (const [channel, left] of expected)
    check.equal(`messages missing on channel ${channel}`, 0, left.length);
}
