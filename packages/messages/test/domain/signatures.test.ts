/* Signed bytes as Go signs them, and who signed what. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, test } from "vitest";
import {
  addressFromPublicKey,
  BlockIDFlag,
  type BlockID,
  type Commit,
  type CommitSig,
  commitSignBytes,
  decodeProposal,
  decodeVote,
  emptyVote,
  isSignedBy,
  nobleVerifier,
  proposalSignBytes,
  type PublicKey,
  SignedMsgType,
  txHash,
  type Validator,
  verifyCommit,
  type VerifyCommitOptions,
  verifyProposal,
  verifyVote,
  verifyVoteExtension,
  voteExtensionSignBytes,
  voteSignBytes,
} from "../../src/index.js";
import { fromHex, toHex } from "../support/hex.js";
import { readVectors } from "../support/vectors.js";

const chainId = "test-chain";
const seed = (number: number) => new Uint8Array(32).fill(number + 1);
const key = (number: number): PublicKey => ({
  sum: { case: "ed25519", value: ed25519.getPublicKey(seed(number)) },
});
const blockId: BlockID = {
  hash: new Uint8Array(32).fill(7),
  partSetHeader: { total: 1, hash: new Uint8Array(32).fill(8) },
};
const timestamp = { seconds: 1_700_000_000n, nanos: 5 };
const refusal = (code: string) => expect.objectContaining({ name: "VerificationError", code }) as Error;

describe("signed bytes", () => {
  interface Signed {
    chain_id: string;
    vote?: string;
    proposal?: string;
    sign_bytes: string;
  }
  test.each(readVectors<Signed>("messages/types", "sign-bytes"))("$name ($source)", (vector) => {
    const { chain_id, vote, proposal = "" } = vector;
    const bytes =
      vote === undefined
        ? proposalSignBytes(chain_id, decodeProposal(fromHex(proposal)))
        : voteSignBytes(chain_id, decodeVote(fromHex(vote)));
    expect(toHex(bytes)).toBe(vector.sign_bytes);
  });

  test("are those of a proposal, whatever it says of its type", () => {
    const proposal = { ...emptyVote(), polRound: -1, blockId };
    const bytes = proposalSignBytes(chainId, { ...proposal, type: SignedMsgType.PROPOSAL });
    expect(toHex(proposalSignBytes(chainId, { ...proposal, type: 1 }))).toBe(toHex(bytes));
  });

  test("name no block in a vote for none, and other blocks whole", () => {
    const vote = { ...emptyVote(), type: SignedMsgType.PRECOMMIT, height: 1n };
    const nil = toHex(voteSignBytes("", vote));
    expect(nil).toBe("18" + "0802" + "110100000000000000" + "2a0b088092b8c398feffffff01");
    const half = {
      ...vote,
      blockId: { ...vote.blockId, partSetHeader: { total: 1, hash: new Uint8Array(0) } },
    };
    expect(toHex(voteSignBytes("", half))).toContain("2204" + "12020801");
  });
});

describe("votes and proposals", () => {
  const unsigned = {
    ...emptyVote(),
    type: SignedMsgType.PRECOMMIT,
    height: 5n,
    round: 1,
    blockId,
    timestamp,
    validatorAddress: addressFromPublicKey(key(0)),
    extension: Uint8Array.of(1, 2),
  };
  const vote = {
    ...unsigned,
    signature: ed25519.sign(voteSignBytes(chainId, unsigned), seed(0)),
    extensionSignature: ed25519.sign(voteExtensionSignBytes(chainId, unsigned), seed(0)),
  };
  const options = { chainId, publicKey: key(0) };

  test("are their validator's", async () => {
    await verifyVote(vote, options);
    await verifyVoteExtension(vote, options);
    const { type, extension, extensionSignature, validatorAddress, validatorIndex, ...shared } = unsigned;
    const proposal = { ...shared, type: SignedMsgType.PROPOSAL, polRound: -1 };
    const signature = ed25519.sign(proposalSignBytes(chainId, proposal), seed(0));
    await verifyProposal({ ...proposal, signature }, options);
    await expect(verifyProposal({ ...proposal, signature, polRound: 0 }, options)).rejects.toThrow(
      refusal("VERIFY_SIGNATURE"),
    );
    expect([
      type,
      extension.length,
      extensionSignature.length,
      validatorAddress.length,
      validatorIndex,
    ]).toEqual([SignedMsgType.PRECOMMIT, 2, 0, 20, 0]);
  });

  test.each([
    ["another height", { ...vote, height: 6n }],
    ["another block", { ...vote, blockId: { ...blockId, hash: new Uint8Array(32) } }],
    ["another time", { ...vote, timestamp: { ...timestamp, nanos: 6 } }],
    ["a short signature", { ...vote, signature: vote.signature.slice(1) }],
    ["no signature", { ...vote, signature: new Uint8Array(0) }],
  ])("of %s are not", async (_, changed) => {
    await expect(verifyVote(changed, options)).rejects.toThrow(refusal("VERIFY_SIGNATURE"));
  });

  test("of another chain, of another validator or with another extension are not", async () => {
    await expect(verifyVote(vote, { ...options, chainId: "other" })).rejects.toThrow(
      refusal("VERIFY_SIGNATURE"),
    );
    await expect(verifyVote(vote, { ...options, publicKey: key(1) })).rejects.toThrow(
      refusal("VERIFY_ADDRESS"),
    );
    // Others have no extension to check.
    await verifyVoteExtension({ ...vote, type: SignedMsgType.PREVOTE, extension: Uint8Array.of(1) }, options);
    await expect(verifyVoteExtension({ ...vote, extension: Uint8Array.of(1) }, options)).rejects.toThrow(
      refusal("VERIFY_SIGNATURE"),
    );
  });
});

describe("verifiers", () => {
  const message = Uint8Array.of(1, 2, 3);

  test("take secp256k1 signatures with a low s only", async () => {
    const secret = seed(3);
    const publicKey: PublicKey = { sum: { case: "secp256k1", value: secp256k1.getPublicKey(secret) } };
    const signature = secp256k1.sign(message, secret);
    expect(await isSignedBy(publicKey, message, signature)).toBe(true);
    const { Fn } = secp256k1.Point;
    const s = BigInt(`0x${toHex(signature.slice(32))}`);
    const high = Uint8Array.from([
      ...signature.slice(0, 32),
      ...fromHex(Fn.neg(s).toString(16).padStart(64, "0")),
    ]);
    expect(await isSignedBy(publicKey, message, high)).toBe(false);
  });

  test("take an s of secp256k1 beyond the order of the group, as Go does", async () => {
    const { Fn, BASE } = secp256k1.Point;
    const hex = (number: bigint) => number.toString(16).padStart(64, "0");
    // With the nonce 1 and this key, s is 5: small enough for s + n to fit 32 bytes.
    const r = Fn.create(BASE.toAffine().x);
    const z = Fn.create(BigInt(`0x${toHex(txHash(message))}`));
    const secret = fromHex(hex(Fn.mul(Fn.sub(5n, z), Fn.inv(r))));
    const publicKey: PublicKey = { sum: { case: "secp256k1", value: secp256k1.getPublicKey(secret) } };
    for (const each of [5n, 5n + Fn.ORDER]) {
      expect(await isSignedBy(publicKey, message, fromHex(hex(r) + hex(each)))).toBe(true);
    }
    expect(await isSignedBy(publicKey, message, fromHex(hex(r) + hex(6n)))).toBe(false);
  });

  test("take what ZIP-215 takes: a key and a signature of small order", async () => {
    // The neutral element as key and as R, with s = 0: RFC 8032's checks of OpenSSL refuse some of these.
    const neutral = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
    const signature = Uint8Array.from([...neutral, ...new Uint8Array(32)]);
    expect(await isSignedBy({ sum: { case: "ed25519", value: neutral } }, message, signature)).toBe(true);
    const orderFour = new Uint8Array(32); // y = 0
    const mixed = Uint8Array.from([...orderFour, ...new Uint8Array(32)]);
    expect(await isSignedBy({ sum: { case: "ed25519", value: orderFour } }, message, mixed)).toBe(true);
    const noPoint = new Uint8Array(32).fill(2);
    expect(await isSignedBy({ sum: { case: "ed25519", value: noPoint } }, message, signature)).toBe(false);
  });

  test("say when they do not know a type of key; others can be given", async () => {
    const bls: PublicKey = { sum: { case: "bls12381", value: new Uint8Array(96) } };
    const signature = new Uint8Array(96);
    await expect(isSignedBy(bls, message, signature)).rejects.toThrow(refusal("VERIFY_KEY_TYPE"));
    const types: string[] = [];
    const own = (type: string) => {
      types.push(type);
      return Promise.resolve(true);
    };
    expect(await isSignedBy(bls, message, signature, own)).toBe(true);
    expect(types).toEqual(["bls12381"]);
    await expect(isSignedBy({ sum: undefined }, message, signature)).rejects.toThrow(refusal("VERIFY_KEY"));
    expect(nobleVerifier("ed25519", new Uint8Array(31), message, new Uint8Array(64))).toBe(false);
  });
});

describe("commits", () => {
  const powers = [10n, 20n, 30n, 40n];
  const validators: Validator[] = powers.map((votingPower, number) => ({
    address: addressFromPublicKey(key(number)),
    pubKey: key(number),
    votingPower,
    proposerPriority: 0n,
    pubKeyBytes: new Uint8Array(0),
    pubKeyType: "",
  }));

  function commitOf(flags: readonly number[]): Commit {
    const commit = { height: 9n, round: 0, blockId };
    const signatures = flags.map((blockIdFlag, number): CommitSig => {
      if (blockIdFlag === BlockIDFlag.ABSENT) {
        return { blockIdFlag, validatorAddress: new Uint8Array(0), timestamp, signature: new Uint8Array(0) };
      }
      const message = commitSignBytes(chainId, commit, { blockIdFlag, timestamp });
      const validatorAddress = addressFromPublicKey(key(number));
      return { blockIdFlag, validatorAddress, timestamp, signature: ed25519.sign(message, seed(number)) };
    });
    return { ...commit, signatures };
  }
  const options: VerifyCommitOptions = { chainId, validators, blockId, height: 9n };
  const { ABSENT, COMMIT, NIL } = BlockIDFlag;
  const verify = (commit: Commit, changed: Partial<VerifyCommitOptions> = {}) =>
    verifyCommit(commit, { ...options, ...changed });

  test("need more than two thirds", async () => {
    await verify(commitOf([COMMIT, COMMIT, COMMIT, COMMIT]));
    await verify(commitOf([ABSENT, NIL, COMMIT, COMMIT]));
    await expect(verify(commitOf([COMMIT, COMMIT, COMMIT, NIL]))).rejects.toThrow(refusal("VERIFY_POWER"));
    const thirds = validators.slice(0, 3).map((each) => ({ ...each, votingPower: 1n }));
    const exactly = commitOf([COMMIT, COMMIT, ABSENT]);
    await expect(verify(exactly, { validators: thirds })).rejects.toThrow(refusal("VERIFY_POWER"));
  });

  test("have only right signatures, where all are looked at", async () => {
    const commit = commitOf([COMMIT, COMMIT, COMMIT, COMMIT]);
    const broken = { ...commit, signatures: commit.signatures.map((each) => ({ ...each })) };
    for (const index of [0, 3]) {
      const signature = broken.signatures[index] as CommitSig;
      signature.signature = new Uint8Array(64);
    }
    await expect(verify(broken)).rejects.toThrow(
      expect.objectContaining({ code: "VERIFY_SIGNATURE", signatures: [0, 3] }) as Error,
    );
  });

  test("have flags of one byte, as in Go", async () => {
    const commit = commitOf([COMMIT, COMMIT, COMMIT, COMMIT]);
    const [first, ...others] = commit.signatures as [CommitSig, ...CommitSig[]];
    const flagged = (blockIdFlag: number) => ({
      ...commit,
      signatures: [{ ...first, blockIdFlag }, ...others],
    });
    await verify(flagged(256 + COMMIT));
    for (const flag of [0, 4, 255]) {
      await expect(verify(flagged(flag))).rejects.toThrow(refusal("VERIFY_COMMIT"));
    }
  });

  test("are looked at until two thirds are there, as a light client does", async () => {
    const commit = commitOf([NIL, COMMIT, COMMIT, COMMIT]);
    let asked = 0;
    const verifier: typeof nobleVerifier = (...rest) => {
      asked++;
      return nobleVerifier(...rest);
    };
    await verify(commit, { signatures: "two-thirds", verifier });
    expect(asked).toBe(3);
    await verify(commit, { verifier });
    expect(asked).toBe(7);
  });

  test.each<[string, Partial<VerifyCommitOptions>, string]>([
    ["another height", { height: 8n }, "VERIFY_COMMIT"],
    ["another block", { blockId: { ...blockId, hash: new Uint8Array(32) } }, "VERIFY_COMMIT"],
    ["fewer validators", { validators: validators.slice(1) }, "VERIFY_COMMIT"],
    ["validators in another order", { validators: [...validators].reverse() }, "VERIFY_COMMIT"],
    ["another chain", { chainId: "other" }, "VERIFY_SIGNATURE"],
    [
      "power beyond Go's",
      { validators: validators.map((v) => ({ ...v, votingPower: 2n ** 62n })) },
      "VERIFY_VALIDATORS",
    ],
    [
      "negative power",
      { validators: validators.map((v) => ({ ...v, votingPower: -1n })) },
      "VERIFY_VALIDATORS",
    ],
  ])("of %s are refused", async (_, changed, code) => {
    await expect(verify(commitOf([COMMIT, COMMIT, COMMIT, COMMIT]), changed)).rejects.toThrow(refusal(code));
  });
});
