import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  decodeProposal,
  decodeVote,
  type LightBlock,
  merkleRoot,
  proposalSignBytes,
  type Release,
  splitBlock,
  type ValidatorSet,
  voteSignBytes,
} from "@cometwire/messages";
import { Reader } from "../../../packages/messages/src/runtime/reader.js";
import {
  readTimestamp,
  type Timestamp,
  timestampSize,
  writeTimestamp,
} from "../../../packages/messages/src/runtime/timestamp.js";
import { findCodec, valueFromJson } from "../../../packages/messages/test/support/json-values.js";
import { checkDifferent, variantOf } from "../messages/cross-version.js";
import { setAsBuiltBy } from "../messages/go-validators.js";
import { checkNotedHashes } from "../messages/noted-hashes.js";
import { codecOf } from "../messages/schema.js";
import { releaseOfSource } from "../messages/wire-message.js";
import type { Suite } from "../suite.js";
import { fromHex, type Vector } from "../vector.js";

/** What messages are made of: encodings, hashes, signed bytes and parts. */
export const messageTypes: Suite = {
  file: "messages/types.json",
  kinds: {
    type(vector, check) {
      const bytes = vector.bytes("encoded");
      check.equal("encoded_len", vector.number("encoded_len"), bytes.length);
      check.sha256("encoded_sha256", vector.text("encoded_sha256"), bytes);
      const name = typeOf(vector);
      if (name === consensusParams) {
        // No channel carries them, so that the schema of messages does not have them.
        check.equal("codec", undefined, findCodec(name));
        return;
      }
      const { desc, encode, decode } = codecOf(name);
      const value = valueFromJson(desc, vector.fields["json"]);
      check.bytes("encoded", bytes, encode(value));
      const decoded = decode(bytes, { release: releaseOfSource(vector.source) });
      if (!isDeepStrictEqual(decoded, value)) check.fail("decoded", "another value than the JSON's");
      checkNotedHashes(vector, check, name, value);
    },

    "merkle-root"(vector, check) {
      const items = (vector.fields["items"] as string[]).map(fromHex);
      check.bytes("root", vector.bytes("root"), merkleRoot(items));
    },

    "part-set"(vector, check) {
      const parts = vector.records("parts");
      const lengths = parts.map((part) => part.number("bytes_len"));
      const data = hashedBytes(
        vector.text("tag"),
        lengths.reduce((sum, length) => sum + length),
      );
      const split = splitBlock(data);
      check.equal("total", vector.number("total"), split.header.total);
      check.bytes("hash", vector.bytes("hash"), split.header.hash);
      for (const [i, part] of parts.entries()) {
        const { bytes = data, proof } = split.parts[i] ?? {};
        check.equal(`parts[${i}].bytes_len`, lengths[i], bytes.length);
        check.sha256(`parts[${i}].bytes_sha256`, part.text("bytes_sha256"), bytes);
        check.bytes(`parts[${i}].leaf_hash`, part.bytes("leaf_hash"), proof?.leafHash ?? bytes);
        const aunts = proof?.aunts.map((aunt) => Buffer.from(aunt).toString("hex")).join(" ");
        check.equal(`parts[${i}].aunts`, (part.fields["aunts"] as string[]).join(" "), aunts);
      }
    },

    "sign-bytes"(vector, check) {
      const chainId = vector.text("chain_id");
      const signed = vector.has("vote")
        ? voteSignBytes(chainId, decodeVote(vector.bytes("vote")))
        : proposalSignBytes(chainId, decodeProposal(vector.bytes("proposal")));
      check.bytes("sign_bytes", vector.bytes("sign_bytes"), signed);
    },

    timestamp(vector, check) {
      const time = timeOf(vector.text("time"));
      const encoded = new Uint8Array(timestampSize(time));
      writeTimestamp(encoded, encoded.length, time);
      check.bytes("encoded", vector.bytes("encoded"), encoded);
      const read = { seconds: 0n, nanos: 0 };
      readTimestamp(new Reader(encoded), encoded.length, read);
      if (!isDeepStrictEqual(read, time)) check.fail("decoded", `${read.seconds} s, ${read.nanos} ns`);
    },

    "cross-version"(summary, check, { vectors }) {
      const compared = vectors.filter(
        ({ kind, source }) => kind === "type" && source === "cometbft v0.38.25",
      );
      const release = releaseOfSource(summary.source);
      const different: string[] = [];
      for (const vector of compared) {
        const variant = variantOf(vector, summary, vectors);
        const bytes = builtBy(release, vector) ?? (variant ?? vector).bytes("encoded");
        if (variant !== undefined) check.bytes(variant.name, variant.bytes("encoded"), bytes);
        if (Buffer.compare(bytes, vector.bytes("encoded")) !== 0) different.push(vector.name);
      }
      checkDifferent(summary, check, compared.length, different);
    },
  },
};

const consensusParams = "tendermint.types.ConsensusParams";

/** The type's full name in our schema: without the version that v1.0 puts into it. */
function typeOf(vector: Vector): string {
  return `tendermint.${vector.text("type")}`;
}

/** What `release` writes for the vector's value; undefined for what no channel carries. */
function builtBy(release: Release, vector: Vector): Uint8Array | undefined {
  const name = typeOf(vector);
  if (name === consensusParams) return undefined;
  const { desc, encode } = codecOf(name);
  const value: unknown = valueFromJson(desc, vector.fields["json"]);
  if (name === "tendermint.types.ValidatorSet") return encode(setAsBuiltBy(release, value as ValidatorSet));
  if (name !== "tendermint.types.LightBlock") return encode(value);
  const { signedHeader, validatorSet } = value as LightBlock;
  return encode({ signedHeader, validatorSet: validatorSet && setAsBuiltBy(release, validatorSet) });
}

/** RFC 3339 with up to nine digits of a second. */
function timeOf(text: string): Timestamp {
  const [, date = "", fraction = ""] = /^(.*?)(?:\.(\d{1,9}))?Z$/.exec(text) ?? [];
  return { seconds: BigInt(Date.parse(`${date}Z`) / 1000), nanos: Number(fraction.padEnd(9, "0")) };
}

/** The SHA-256 of `tag/0`, `tag/1`, …, one after the other. */
function hashedBytes(tag: string, length: number): Uint8Array {
  const count = Math.ceil(length / 32);
  const hashes = Array.from({ length: count }, (_, i) => createHash("sha256").update(`${tag}/${i}`).digest());
  return new Uint8Array(Buffer.concat(hashes).subarray(0, length));
}
