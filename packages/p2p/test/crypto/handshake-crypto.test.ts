import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.js";
import { P2PError } from "../../src/base/p2p-error.js";
import { createHandshakeCrypto, ephemeralKeyFromPrivate, NodeKey } from "../../src/crypto/index.js";
import { fromHex, manualClock, toHex, vectors } from "./vectors.js";

const crypto = createHandshakeCrypto({ clock: systemClock });

interface Ephemeral {
  victim_ephemeral_priv: string;
  victim_ephemeral_pub: string;
  attacker_bytes: string;
  phase_failed: string | null;
}

describe("ephemeral keys", () => {
  const remoteKeys = vectors<Ephemeral>("secret-connection.json", "ephemeral").filter(({ name }) =>
    name.startsWith("remote ephemeral key"),
  );

  it("has vectors of both kinds", () => {
    expect(remoteKeys.filter(({ phase_failed }) => phase_failed === "ephemeral").length).toBeGreaterThan(8);
    expect(remoteKeys.filter(({ phase_failed }) => phase_failed === "auth").length).toBeGreaterThan(4);
  });

  it.each(remoteKeys)("are accepted or refused as Go does: $name", (vector) => {
    const key = ephemeralKeyFromPrivate(fromHex(vector.victim_ephemeral_priv));
    expect(toHex(key.publicKey)).toBe(vector.victim_ephemeral_pub);
    const remote = fromHex(vector.attacker_bytes).subarray(3);
    expect(remote.length).toBe(32);
    if (vector.phase_failed === "ephemeral") {
      expect(() => key.sharedSecret(remote)).toThrow(
        expect.objectContaining({ code: "LOW_ORDER_KEY" }) as Error,
      );
    } else {
      expect(key.sharedSecret(remote).length).toBe(32);
    }
  });

  it("agree, whoever made them", () => {
    const mine = crypto.generateEphemeralKey();
    const theirs = ephemeralKeyFromPrivate(new Uint8Array(32).fill(0xff));
    expect(mine.publicKey.length).toBe(32);
    expect(mine.sharedSecret(theirs.publicKey)).toEqual(theirs.sharedSecret(mine.publicKey));
  });

  it("ignore bit 255 of the remote key", () => {
    const key = crypto.generateEphemeralKey();
    const remote = crypto.generateEphemeralKey().publicKey;
    const marked = Uint8Array.from(remote, (byte, i) => (i === 31 ? byte | 0x80 : byte));
    expect(key.sharedSecret(marked)).toEqual(key.sharedSecret(remote));
  });

  it("come from the injected randomness, when there is one", () => {
    const random = { bytes: (length: number) => new Uint8Array(length).fill(3), integer: () => 0 };
    const fixed = createHandshakeCrypto({ clock: systemClock, random }).generateEphemeralKey();
    expect(fixed.publicKey).toEqual(ephemeralKeyFromPrivate(new Uint8Array(32).fill(3)).publicKey);
    expect(crypto.generateEphemeralKey().publicKey).not.toEqual(crypto.generateEphemeralKey().publicKey);
  });

  it("throw RangeError for keys of another length", () => {
    expect(() => ephemeralKeyFromPrivate(new Uint8Array(33))).toThrow(RangeError);
    expect(() => crypto.generateEphemeralKey().sharedSecret(new Uint8Array(31))).toThrow(RangeError);
    expect(() => crypto.deriveSecrets(new Uint8Array(31))).toThrow(RangeError);
  });
});

/** The 8 points of small order in all 14 encodings that ZIP-215 reads: y may exceed the prime, x = 0 may be "negative". */
function smallOrderEncodings(): string[] {
  const prime = 2n ** 255n - 19n;
  const encode = (y: bigint, sign: bigint) =>
    Buffer.from((y | (sign << 255n)).toString(16).padStart(64, "0"), "hex")
      .reverse()
      .toString("hex");
  const encodings = new Set<string>();
  const base = ed25519.Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  let point = ed25519.Point.ZERO;
  for (let i = 0; i < 8; i++, point = point.add(base)) {
    const { x, y } = point.toAffine();
    for (const candidate of [y, y + prime]) {
      if (candidate >= 2n ** 255n) continue;
      for (const sign of x === 0n ? [0n, 1n] : [x & 1n]) encodings.add(encode(candidate, sign));
    }
  }
  return [...encodings];
}

describe("verify", () => {
  const encodings = smallOrderEncodings();
  const message = Buffer.from("Zcash");
  /** With a source and a second of its own for each check, the budget never says no. */
  const clock = manualClock();
  const unhurried = createHandshakeCrypto({ clock });
  const verify = (key: Uint8Array, signature: Uint8Array) => {
    clock.advance(1_000);
    return unhurried.verify(key, message, signature, "192.0.2.1");
  };
  const zeroScalar = new Uint8Array(32);

  it("reads 14 encodings of 8 points", () => {
    expect(encodings.length).toBe(14);
  });

  it.each(encodings)("accepts the small-order key %s with every small-order R and S = 0", (key) => {
    for (const r of encodings) {
      expect(verify(fromHex(key), Buffer.concat([fromHex(r), zeroScalar]))).toBe("valid");
    }
  });

  it("refuses S that is not reduced, before anybody is asked", () => {
    const order = ed25519.Point.Fn.ORDER;
    const littleEndian = (value: bigint) =>
      Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse();
    const identity = fromHex(`01${"00".repeat(31)}`);
    const nobody = createHandshakeCrypto({ clock: manualClock() });
    for (const s of [order, order + 1n, 2n * order, 2n ** 253n, 2n ** 255n, 2n ** 256n - 1n]) {
      for (let i = 0; i < 10; i++) {
        const signature = Buffer.concat([identity, littleEndian(s)]);
        expect(nobody.verify(identity, message, signature, "192.0.2.1")).toBe("invalid");
      }
    }
  });

  it("refuses S + L of a good signature", () => {
    const key = NodeKey.generate();
    const signature = key.sign(message);
    const s =
      BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString("hex")}`) + ed25519.Point.Fn.ORDER;
    const shifted = Buffer.from(s.toString(16).padStart(64, "0"), "hex").reverse();
    expect(verify(key.publicKey, signature)).toBe("valid");
    expect(verify(key.publicKey, Buffer.concat([signature.subarray(0, 32), shifted]))).toBe("invalid");
  });

  it("refuses encodings that are no point", () => {
    const key = NodeKey.generate();
    const signature = key.sign(message);
    const noPoint = fromHex(`02${"00".repeat(31)}`);
    expect(() => ed25519.Point.fromBytes(noPoint, true)).toThrow();
    expect(verify(noPoint, signature)).toBe("invalid");
    expect(verify(key.publicKey, Buffer.concat([noPoint, signature.subarray(32)]))).toBe("invalid");
  });

  it("refuses other lengths without asking anybody", () => {
    const nodeKey = NodeKey.generate();
    const key = nodeKey.publicKey;
    const signature = nodeKey.sign(message);
    expect(crypto.verify(key, message, signature, "192.0.2.1")).toBe("valid");
    for (let i = 0; i < 100; i++) {
      expect(crypto.verify(key, message, signature.subarray(0, 63), "192.0.2.1")).toBe("invalid");
      expect(crypto.verify(key, message, Buffer.concat([signature, zeroScalar]), "192.0.2.1")).toBe(
        "invalid",
      );
      expect(crypto.verify(key.subarray(1), message, signature, "192.0.2.1")).toBe("invalid");
    }
  });

  it("accepts keys and R with a small-order part just as ZIP-215, which OpenSSL accepts only by chance", () => {
    const torsion = encodings.map((hex) => ed25519.Point.fromHex(hex, true));
    const littleEndian = (value: bigint) =>
      Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse();
    const order = ed25519.Point.Fn.ORDER;
    for (const [i, part] of torsion.entries()) {
      const secret = BigInt(i) * 0x1234567n + 99n;
      const nonce = BigInt(i) * 0x7654321n + 77n;
      const publicKey = ed25519.Point.BASE.multiply(secret).add(part).toBytes();
      const r = ed25519.Point.BASE.multiply(nonce)
        .add(torsion[(i * 5) % torsion.length] ?? part)
        .toBytes();
      const k = challengeScalar(r, publicKey, message);
      const signature = Buffer.concat([r, littleEndian((nonce + k * secret) % order)]);
      expect(verify(publicKey, signature)).toBe("valid");
      const wrong = Buffer.concat([r, littleEndian((nonce + k * secret + 1n) % order)]);
      expect(verify(publicKey, wrong)).toBe("invalid");
    }
  });

  it("rations what OpenSSL refuses, for each source and for all together", () => {
    const time = manualClock();
    const rationed = createHandshakeCrypto({ clock: time });
    const key = NodeKey.generate();
    const good = key.sign(message);
    const bad = Uint8Array.from(good, (byte, i) => (i === 0 ? byte ^ 1 : byte));
    const ask = (source: string) => rationed.verify(key.publicKey, message, bad, source);

    expect([1, 2, 3].map(() => ask("192.0.2.1"))).toEqual(["invalid", "invalid", "over-budget"]);
    expect(rationed.verify(key.publicKey, message, good, "192.0.2.1")).toBe("valid");
    time.advance(500);
    expect([1, 2].map(() => ask("192.0.2.1"))).toEqual(["invalid", "over-budget"]);

    time.advance(1_000);
    const verdicts = Array.from({ length: 25 }, (_, i) => ask(`198.51.100.${i}`));
    expect(verdicts.filter((verdict) => verdict === "invalid").length).toBe(20);
    expect(verdicts.slice(20)).toEqual(new Array(5).fill("over-budget"));
    expect(rationed.verify(key.publicKey, message, good, "203.0.113.1")).toBe("valid");
  });
});

function challengeScalar(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  const digest = createHash("sha512").update(r).update(publicKey).update(message).digest();
  return BigInt(`0x${digest.reverse().toString("hex")}`) % ed25519.Point.Fn.ORDER;
}

it("LOW_ORDER_KEY is a P2PError that names the other end", () => {
  const refused = () => crypto.generateEphemeralKey().sharedSecret(new Uint8Array(32));
  expect(refused).toThrow(P2PError);
});
