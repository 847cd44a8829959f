import { limits, NodeKey, P2PError, performHandshake } from "@cometwire/p2p";
import {
  memoryStreamPair,
  SeededRandom,
  simulatedCrypto,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";

const clock = new VirtualClock();
const random = new SeededRandom(5);
const { crypto, cipher } = simulatedCrypto({ clock, random });
const message = Uint8Array.from({ length: 32 }, (_, i) => i);

async function handshake(keys: readonly [NodeKey, NodeKey]) {
  const streams = memoryStreamPair({ clock });
  const both = Promise.all(
    streams.map((stream, i) =>
      performHandshake(stream, { crypto, cipher, clock, timeoutMs: 1_000, nodeKey: keys[i] as NodeKey }),
    ),
  );
  await clock.settle();
  return both;
}

describe("simulated node keys", () => {
  it("are the same for the same seed, and different otherwise", () => {
    const key = (seed: number) => simulatedNodeKey(new SeededRandom(seed));
    expect(key(1).id).toBe(key(1).id);
    expect(key(1).id).not.toBe(key(2).id);
    expect(key(1)).toBeInstanceOf(NodeKey);
    expect(key(1).id).toMatch(/^[0-9a-f]{40}$/);
    expect(key(1).sign(message)).toHaveLength(64);
  });

  it("cannot be saved", async () => {
    expect(() => simulatedNodeKey(random).toJson()).toThrow(P2PError);
    await expect(simulatedNodeKey(random).save("key.json")).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
  });
});

describe("simulated handshakes", () => {
  it("make two nodes know each other, whichever kind their keys are of", async () => {
    const pairs: [NodeKey, NodeKey][] = [
      [simulatedNodeKey(random), simulatedNodeKey(random)],
      [simulatedNodeKey(random), NodeKey.generate()],
    ];
    for (const keys of pairs) {
      const [a, b] = await handshake(keys);
      expect([a?.remoteId, b?.remoteId]).toEqual([keys[1].id, keys[0].id]);
      a?.write(Buffer.from("hello"));
      const reading = b?.read(5);
      await clock.settle();
      expect(Buffer.from((await reading) as Uint8Array).toString()).toBe("hello");
    }
  });

  it("notice a signature of somebody else, or of something else", () => {
    const [mine, theirs] = [simulatedNodeKey(random), simulatedNodeKey(random)];
    const verify = (key: NodeKey, what: Uint8Array, signature: Uint8Array) =>
      crypto.verify(key.publicKey, what, signature, "1.2.3.4");
    const signature = mine.sign(message);
    expect(verify(mine, message, signature)).toBe("valid");
    expect(verify(theirs, message, signature)).toBe("invalid");
    expect(
      verify(
        mine,
        message.map((byte) => byte ^ 1),
        signature,
      ),
    ).toBe("invalid"); // prettier-ignore
    expect(
      verify(
        mine,
        message,
        signature.map((byte, i) => (i === 63 ? byte ^ 1 : byte)),
      ),
    ).toBe("invalid"); // prettier-ignore
    expect(verify(mine, message, signature.subarray(1))).toBe("invalid");
    expect(verify(mine, message, new Uint8Array(64))).toBe("invalid");
  });

  it("agree on secrets that others don't have, and refuse a key of zeros", () => {
    const [a, b, c] = [1, 2, 3].map(() => crypto.generateEphemeralKey());
    if (a === undefined || b === undefined || c === undefined) throw new Error("no keys");
    expect(a.sharedSecret(b.publicKey)).toEqual(b.sharedSecret(a.publicKey));
    expect(a.sharedSecret(c.publicKey)).not.toEqual(a.sharedSecret(b.publicKey));
    expect(() => a.sharedSecret(new Uint8Array(32))).toThrow(
      expect.objectContaining({ code: "LOW_ORDER_KEY" }) as P2PError,
    );
    expect(() => a.sharedSecret(new Uint8Array(31))).toThrow(RangeError);
    expect(crypto.deriveSecrets(message)).toHaveLength(96);
    expect(() => crypto.deriveSecrets(new Uint8Array(31))).toThrow(RangeError);
  });
});

describe("the simulated cipher", () => {
  const plain = limits.framePlainBytes;
  const sealed = limits.frameSealedBytes;
  const key = () => cipher.createKey(message);

  function seal(frames: number, nonce: bigint): Uint8Array {
    const wire = new Uint8Array(frames * sealed);
    for (let i = 0; i < frames * sealed; i++) cipher.sealArena[i] = i * 7;
    key().seal(frames, nonce, wire, 0);
    return wire;
  }

  it("opens what it has sealed", () => {
    const wire = seal(3, 9n);
    expect(key().open(3, 9n, wire, 0)).toBe(3);
    for (const at of [0, sealed, 2 * sealed])
      expect(cipher.openArena.slice(at, at + plain)).toEqual(cipher.sealArena.slice(at, at + plain));
  });

  it("refuses a frame that was changed anywhere, repeated, or sealed with another key", () => {
    for (const at of [0, 3, 4, 500, plain - 1, plain, sealed - 1]) {
      const wire = seal(2, 0n);
      wire[sealed + at] = (wire[sealed + at] as number) ^ 0x40;
      expect([at, key().open(2, 0n, wire, 0)]).toEqual([at, 1]);
      expect(cipher.openArena.subarray(sealed).every((byte) => byte === 0)).toBe(true);
    }
    expect(key().open(1, 1n, seal(1, 0n), 0)).toBe(0);
    expect(key().open(1, 1n << 32n, seal(1, 1n), 0)).toBe(0);
    expect(cipher.createKey(new Uint8Array(32)).open(1, 0n, seal(1, 0n), 0)).toBe(0);
  });

  it("keeps the bounds of its interface", () => {
    const wire = new Uint8Array(sealed);
    expect(() => cipher.createKey(new Uint8Array(31))).toThrow(RangeError);
    expect(() => key().seal(65, 0n, wire, 0)).toThrow(RangeError);
    expect(() => key().seal(1, 0n, wire, 1)).toThrow(RangeError);
    expect(() => key().open(1, 1n << 64n, wire, 0)).toThrow(RangeError);
    const wiped = key();
    wiped.wipe();
    expect(() => wiped.open(1, 0n, wire, 0)).toThrow(RangeError);
  });
});
