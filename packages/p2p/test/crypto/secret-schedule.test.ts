import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.js";
import {
  createHandshakeCrypto,
  deriveSession,
  ephemeralKeyFromPrivate,
  NodeKey,
  nodeIdFromPublicKey,
} from "../../src/crypto/index.js";
import { fromHex, toHex, vectors } from "./vectors.js";

interface Side {
  ed25519_seed: string;
  ed25519_pubkey: string;
  node_id: string;
  ephemeral_priv: string;
  ephemeral_pub: string;
  recv_secret: string;
  send_secret: string;
  challenge_signature: string;
}

const handshakes = vectors<{ dh_secret: string; challenge: string; a: Side; b: Side }>(
  "secret-connection.json",
  "handshake",
);
const crypto = createHandshakeCrypto({ clock: systemClock });

function derive(own: string, remote: string) {
  const key = ephemeralKeyFromPrivate(fromHex(own));
  const secret = key.sharedSecret(fromHex(remote));
  return { key, secret, session: deriveSession(key.publicKey, fromHex(remote), secret, crypto) };
}

describe("deriveSession", () => {
  it.each(handshakes)("equals Go on both sides: $source $name", ({ dh_secret, challenge, a, b }) => {
    for (const [own, remote] of [
      [a, b],
      [b, a],
    ] as const) {
      const { key, secret, session } = derive(own.ephemeral_priv, remote.ephemeral_pub);
      expect(toHex(key.publicKey)).toBe(own.ephemeral_pub);
      expect(toHex(secret)).toBe(dh_secret);
      expect(toHex(session.challenge)).toBe(challenge);
      expect(toHex(session.sendKey)).toBe(own.send_secret);
      expect(toHex(session.recvKey)).toBe(own.recv_secret);

      const nodeKey = NodeKey.fromSeed(fromHex(own.ed25519_seed));
      expect(toHex(nodeKey.publicKey)).toBe(own.ed25519_pubkey);
      expect(nodeKey.id).toBe(own.node_id);
      expect(nodeIdFromPublicKey(nodeKey.publicKey)).toBe(own.node_id);
      expect(toHex(nodeKey.sign(session.challenge))).toBe(own.challenge_signature);
      expect(
        crypto.verify(nodeKey.publicKey, session.challenge, fromHex(own.challenge_signature), "192.0.2.1"),
      ).toBe("valid");
    }
  });

  it("equals the fixed vector of counting scalars", () => {
    const scalarA = toHex(Uint8Array.from({ length: 32 }, (_, i) => 0x01 + i));
    const publicB = "5869aff450549732cbaaed5e5df9b30a6da31cb0e5742bad5ad4a1a768f1a67b";
    const { key, secret, session } = derive(scalarA, publicB);
    expect(toHex(key.publicKey)).toBe("07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c");
    expect(toHex(secret)).toBe("a84dc7c3c8f058b1b2dc4cd1e9b5dc0a7987f88b6a9564cde3391fc421159e77");
    expect(toHex(session.challenge)).toBe("73741efc08f7a79fb3434cd0516b49401a6ffa569aeec3766268a90157017252");
    expect(toHex(session.recvKey)).toBe("98c6615b5960d49d4e408d0c4fff744ebb2a34a37f7dc9bc2e3d3c57dfb440af");
    expect(toHex(session.sendKey)).toBe("ec8f82ecf4b7d32463db849a4e719f2d5bbaae670fc29dfe1f3bacede58a63bd");
    const nodeKey = NodeKey.fromSeed(new Uint8Array(32).fill(7));
    expect(nodeKey.id).toBe("fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef");
    expect(toHex(nodeKey.sign(session.challenge))).toBe(
      "392d4d0548876efd7ac2f6a8c4b00cbf57689bdbd7317979cde39c04278df32b" +
        "00a4d5280e96a14e67dcf60a3f75e5cfeddebac8b9f5adb3a14982b2c241ca04",
    );
  });

  it("has each end of a reflected handshake take itself for the lower one", () => {
    const key = crypto.generateEphemeralKey();
    const secret = key.sharedSecret(key.publicKey);
    const once = deriveSession(key.publicKey, key.publicKey, secret, crypto);
    const twice = deriveSession(key.publicKey, key.publicKey, secret, crypto);
    expect(once).toEqual(twice);
    expect(once.sendKey).not.toEqual(twice.recvKey);
  });

  it("refuses anything but 32 bytes", () => {
    const good = new Uint8Array(32);
    const bad = new Uint8Array(31);
    expect(() => deriveSession(bad, good, good, crypto)).toThrow(RangeError);
    expect(() => deriveSession(good, bad, good, crypto)).toThrow(RangeError);
    expect(() => deriveSession(good, good, bad, crypto)).toThrow(RangeError);
  });
});
