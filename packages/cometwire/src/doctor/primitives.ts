import { createHandshakeCrypto, ephemeralKeyFromPrivate, NodeKey, systemClock } from "@cometwire/p2p";
import type { Check } from "./check.js";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

/** RFC 8032, §7.1, test 1: the signature of nothing. */
const ED25519 = {
  seed: hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
  publicKey: hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
  signature: hex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ),
};

/** RFC 7748, §6.1: Bob's side. */
const X25519 = {
  privateKey: hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
  remote: hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"),
  secret: hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"),
};

/** Signs and verifies a known message; a wrong signature must be refused. */
export function checkEd25519(): Check {
  return selfTest("ed25519", () => {
    const crypto = createHandshakeCrypto({ clock: systemClock });
    const message = new Uint8Array(0);
    const key = NodeKey.fromSeed(ED25519.seed);
    const wrong = ED25519.signature.map((byte, index) => (index === 0 ? byte ^ 1 : byte));
    return (
      same(key.publicKey, ED25519.publicKey) &&
      same(key.sign(message), ED25519.signature) &&
      crypto.verify(ED25519.publicKey, message, ED25519.signature, "doctor") === "valid" &&
      crypto.verify(ED25519.publicKey, message, wrong, "doctor") !== "valid"
    );
  });
}

/** Agrees on a known secret. */
export function checkX25519(): Check {
  return selfTest("x25519", () => {
    const secret = ephemeralKeyFromPrivate(X25519.privateKey).sharedSecret(X25519.remote);
    return same(secret, X25519.secret);
  });
}

function selfTest(name: string, passes: () => boolean): Check {
  const advice = "this build of Node cannot be used: take one from nodejs.org";
  try {
    if (passes()) return { name, status: "ok", detail: "agrees with the RFC's test vector" };
    return { name, status: "fail", detail: "differs from the RFC's test vector", advice };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { name, status: "fail", detail, advice };
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
