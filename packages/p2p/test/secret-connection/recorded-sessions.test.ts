import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  createHandshakeCrypto,
  deriveSession,
  ephemeralKeyFromPrivate,
  FrameOpener,
  type HandshakeCrypto,
  nodeFrameCipher,
  NodeKey,
  PacketReader,
  performHandshake,
} from "@cometwire/p2p";
import { memoryStreamPair, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { handshakeOptions } from "../support/connected-pair.js";

/** One whole session with a real node, as raw bytes, with the keys to open it: see the corpus README. */
interface Session {
  readonly chunks: readonly { readonly dir: "in" | "out"; readonly hex: string }[];
  readonly in: readonly { readonly ch: string; readonly hex: string }[];
  readonly local: { readonly ed25519Seed: string; readonly ephPriv: string };
  readonly remote: { readonly id: string; readonly nodeInfo: string };
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));
const EPHEMERAL_BYTES = 35;
const FRAME_BYTES = 1044;

describe.each(["v0.38.25", "v1.0.1"])("a recorded session with a real node, %s", (version) => {
  const file = new URL(`../../../../test/fixtures/corpus/${version}.session.json.gz`, import.meta.url);
  const session = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Session;
  const incoming = Buffer.concat(session.chunks.filter((c) => c.dir === "in").map((c) => hex(c.hex)));
  const ephemeral = ephemeralKeyFromPrivate(hex(session.local.ephPriv));

  it("is opened the same wherever its handshake is split", async () => {
    for (let cut = 0; cut <= EPHEMERAL_BYTES + FRAME_BYTES; cut++) {
      const clock = new VirtualClock();
      const [ours, theirs] = memoryStreamPair({ clock });
      const options = handshakeOptions(clock, NodeKey.fromSeed(hex(session.local.ed25519Seed)));
      const crypto: HandshakeCrypto = { ...options.crypto, generateEphemeralKey: () => ephemeral };
      const outcome = performHandshake(ours, { ...options, crypto });
      theirs.write(incoming.subarray(0, cut));
      await clock.settle();
      theirs.write(incoming.subarray(cut, 5_000));
      await clock.settle();
      if ((await outcome).remoteId !== session.remote.id) expect.fail(`cut at ${cut}`);
    }
  });

  it("gives every message wherever its frames are split", () => {
    const clock = new VirtualClock();
    const crypto = createHandshakeCrypto({ clock });
    const remoteKey = incoming.subarray(3, EPHEMERAL_BYTES);
    const { recvKey } = deriveSession(
      ephemeral.publicKey,
      remoteKey,
      ephemeral.sharedSecret(remoteKey),
      crypto,
    );
    const authFrame = incoming.subarray(EPHEMERAL_BYTES, EPHEMERAL_BYTES + FRAME_BYTES);
    const frames = incoming.subarray(EPHEMERAL_BYTES + FRAME_BYTES);
    // NodeInfo comes first, with its length in front; it has fewer than 16,384 bytes and more than 127.
    const nodeInfoBytes = 2 + session.remote.nodeInfo.length / 2;

    /** A digest of all messages when the stream is cut at `offset` and every 1044 bytes from there. */
    const digestCutAt = (offset: number): string => {
      const digest = createHash("sha256");
      const reader = new PacketReader({
        channels: Array.from({ length: 128 }, (_, id) => ({
          id,
          priority: 1,
          sendQueueCapacity: 1,
          recvMessageCapacity: 2 ** 27,
        })),
        events: {
          onPing: () => {},
          onPong: () => {},
          onMessage: (channel, message) => digest.update(Uint8Array.of(channel)).update(message),
        },
      });
      const opener = new FrameOpener(nodeFrameCipher, recvKey);
      opener.push(authFrame, { consume: () => {} });
      let skip = nodeInfoBytes;
      const consumer = {
        consume(bytes: Uint8Array, start: number, end: number) {
          const skipped = Math.min(skip, end - start);
          skip -= skipped;
          reader.consume(bytes, start + skipped, end);
        },
      };
      let at = 0;
      for (let cut = offset; cut < frames.length; cut += FRAME_BYTES) {
        opener.push(frames.subarray(at, cut), consumer);
        at = cut;
      }
      opener.push(frames.subarray(at), consumer);
      return digest.digest("hex");
    };

    const expected = createHash("sha256");
    for (const { ch, hex: message } of session.in)
      expected.update(Uint8Array.of(Number(ch))).update(hex(message));
    const wanted = expected.digest("hex");
    // Each place in the stream is a cut in exactly one of these runs.
    for (let offset = 0; offset < FRAME_BYTES; offset++) {
      if (digestCutAt(offset) !== wanted) expect.fail(`cut at ${offset} of a frame`);
    }
  }, 300_000);
});
