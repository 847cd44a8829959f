import {
  createHandshakeCrypto,
  defaultFrameCipher,
  type FrameCipher,
  type FrameKey,
  NodeKey,
  performHandshake,
} from "@cometwire/p2p";
import { memoryStreamPair, VirtualClock } from "@cometwire/p2p/testing";
import { expect, it } from "vitest";

/** Two connected ends, and the keys that they made: two each. */
async function connect() {
  const clock = new VirtualClock();
  const keys: FrameKey[] = [];
  const cipher: FrameCipher = {
    ...defaultFrameCipher(),
    createKey(bytes) {
      const key = defaultFrameCipher().createKey(bytes);
      keys.push(key);
      return key;
    },
  };
  const crypto = createHandshakeCrypto({ clock });
  const streams = memoryStreamPair({ clock });
  const both = Promise.all(
    streams.map((stream) =>
      performHandshake(stream, { nodeKey: NodeKey.generate(), crypto, cipher, clock, timeoutMs: 1_000 }),
    ),
  );
  await clock.settle();
  return { clock, keys, streams, connections: await both };
}

const isWiped = (key: FrameKey): boolean => {
  try {
    key.seal(0, 0n, new Uint8Array(0), 0);
    return false;
  } catch (error) {
    return error instanceof RangeError && error.message.includes("wiped");
  }
};

const silent = {
  consume: () => undefined,
  onDrain: () => undefined,
  onWireBytes: () => undefined,
  onClosed: () => undefined,
};

it("closing a secret connection wipes both of its keys, and the other end's when it hears of it", async () => {
  const { clock, keys, connections } = await connect();
  connections[1]?.attach(silent);
  expect(keys.map(isWiped)).toEqual([false, false, false, false]);
  connections[0]?.destroy();
  expect(keys.filter(isWiped)).toHaveLength(2);
  await clock.settle();
  expect(keys.map(isWiped)).toEqual([true, true, true, true]);
});

it("a forged frame has both keys wiped", async () => {
  const { clock, keys, streams, connections } = await connect();
  connections[0]?.attach(silent);
  streams[1].write(new Uint8Array(1_044));
  await clock.settle();
  expect(keys.filter(isWiped)).toHaveLength(2);
});
