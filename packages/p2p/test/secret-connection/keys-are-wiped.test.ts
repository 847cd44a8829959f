import {
  createHandshakeCrypto,
  defaultFrameCipher,
  type FrameCipher,
  type FrameKey,
  type HandshakeCrypto,
  NodeKey,
  performHandshake,
} from "@cometwire/p2p";
import { memoryStreamPair, VirtualClock } from "@cometwire/p2p/testing";
import { expect, it } from "vitest";

/** Two connected ends, and the keys that they made: two each. `verify` says what each makes of the other's signature. */
async function connect(verify?: HandshakeCrypto["verify"]) {
  const clock = new VirtualClock();
  const keys: FrameKey[] = [];
  const keyBytes: Uint8Array[] = [];
  const cipher: FrameCipher = {
    ...defaultFrameCipher(),
    createKey(bytes) {
      keyBytes.push(bytes);
      const key = defaultFrameCipher().createKey(bytes);
      keys.push(key);
      return key;
    },
  };
  const secrets: Uint8Array[] = [];
  const real = createHandshakeCrypto({ clock });
  const crypto: HandshakeCrypto = {
    ...real,
    ...(verify !== undefined && { verify }),
    deriveSecrets(secret) {
      secrets.push(secret);
      return real.deriveSecrets(secret);
    },
  };
  const streams = memoryStreamPair({ clock });
  const both = Promise.allSettled(
    streams.map((stream) =>
      performHandshake(stream, { nodeKey: NodeKey.generate(), crypto, cipher, clock, timeoutMs: 1_000 }),
    ),
  );
  await clock.settle();
  const connections = (await both).map((end) => (end.status === "fulfilled" ? end.value : undefined));
  return { clock, keys, keyBytes, secrets, streams, connections };
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

it("a handshake that fails behind the exchange of keys wipes them", async () => {
  const { keys, connections } = await connect(() => "invalid");
  expect(connections).toEqual([undefined, undefined]);
  expect(keys.map(isWiped)).toEqual([true, true, true, true]);
});

it("a handshake leaves no copy of the shared secret, or of the keys made from it", async () => {
  const { secrets, keyBytes } = await connect();
  expect(secrets).toHaveLength(2);
  expect(keyBytes).toHaveLength(4);
  for (const bytes of [...secrets, ...keyBytes]) expect(bytes).toEqual(new Uint8Array(32));
});

it("a forged frame has both keys wiped", async () => {
  const { clock, keys, streams, connections } = await connect();
  connections[0]?.attach(silent);
  streams[1].write(new Uint8Array(1_044));
  await clock.settle();
  expect(keys.filter(isWiped)).toHaveLength(2);
});
