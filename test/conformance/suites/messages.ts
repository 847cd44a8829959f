import { isDeepStrictEqual } from "node:util";
import { encodeMessage, SignedMsgType, validateMessage } from "@cometwire/messages";
import { headerHash } from "../../../packages/messages/src/domain/hashes.js";
import { attempt, type Check } from "../check.js";
import { checkCrossVersion } from "../messages/cross-version.js";
import { checkVerdict, judge } from "../messages/judge.js";
import { bytesOf } from "../messages/long-messages.js";
import { decodeBare, messageOf, releaseOfSource } from "../messages/wire-message.js";
import type { KindCheck, Suite } from "../suite.js";
import { fromHex, type Vector } from "../vector.js";

/** A message that Go built from fields: its bytes both ways, and Go's verdict. */
const built: KindCheck = (vector, check, context) => {
  const release = releaseOfSource(vector.source);
  if (vector.has("json")) {
    const message = messageOf(vector);
    const bytes = vector.bytes("encoded");
    check.bytes("encoded", bytes, encodeMessage(message));
    const decoded = decodeBare(vector, bytes, release);
    if (!isDeepStrictEqual(decoded, message)) check.fail("decoded", "another value than the JSON's");
  }
  return received(vector, check, context);
};

/** A message as bytes, and Go's verdict. */
const received: KindCheck = (vector, check, { vectors }) => {
  const bytes = bytesOf(vector, vectors);
  if (bytes === undefined) {
    checkBeginning(vector, check);
    return;
  }
  check.equal("encoded_len", vector.number("encoded_len"), bytes.length);
  check.sha256("encoded_sha256", vector.text("encoded_sha256"), bytes);
  const verdict = judge(releaseOfSource(vector.source), vector.number("channel"), bytes);
  checkVerdict(check, vector, verdict);
  if (verdict.message === undefined || vector.text("type") === "") return;
  check.equal("type", vector.text("type"), verdict.message.type);
  // What was decoded is what was sent: written again, it is the same bytes.
  check.bytes("encoded again", bytes, encodeMessage(verdict.message));
  const [, blockHash] = /block hash ([0-9a-f]{64})/.exec(vector.optionalText("note") ?? "") ?? [];
  if (blockHash === undefined || verdict.message.type !== "BlockResponse") return;
  const header = verdict.message.value.block?.header;
  check.bytes("block hash", fromHex(blockHash), (header && headerHash(header)) ?? new Uint8Array(0));
};

/** All that can be said of a message whose content is nowhere given: it is what it says, of the length that it has. */
function checkBeginning(vector: Vector, check: Check): void {
  const first = vector.bytes("encoded_first64");
  const [tag, ...rest] = first;
  let [length, at] = [0, 0];
  for (let more = true; more; at++) {
    length += ((rest[at] ?? 0) & 0x7f) * 2 ** (7 * at);
    more = (rest[at] ?? 0) >= 0x80;
  }
  check.equal("encoded_len", vector.number("encoded_len"), 1 + at + length);
  const [empty] = encodeMessage({ type: "BlockResponse", value: { block: undefined, extCommit: undefined } });
  check.equal("tag of a BlockResponse", vector.text("type") === "BlockResponse" ? empty : undefined, tag);
}

const crossVersion: KindCheck = (vector, check, { vectors }) => checkCrossVersion(vector, check, vectors);

/** The file holds both kinds of message: those of one release alone, and those that another release writes otherwise. */
const common = { "version-variant": built, "version-only": built, "cross-version": crossVersion };

/** Messages that Go built, most of them valid. */
export const messages: Suite = {
  file: /^messages\/(?:blocksync|consensus|evidence|mempool|statesync)\.json$/,
  kinds: { valid: built, ...common },
};

/** Messages that are wrong or look wrong. */
export const invalidMessages: Suite = {
  file: /^messages-invalid\/\w+\.json$/,
  kinds: {
    invalid: built,
    raw: received,
    ...common,

    "validate-height"(vector, check) {
      const value = {
        height: BigInt(vector.text("height")),
        round: 0,
        step: 1,
        secondsSinceStartTime: 0n,
        lastCommitRound: vector.number("last_commit_round"),
      };
      const options = {
        version: releaseOfSource(vector.source),
        initialHeight: BigInt(vector.text("initial_height")),
      };
      const { error } = attempt(() => validateMessage({ type: "NewRoundStep", value }, options));
      check.verdict("verdict", vector.fields["go_error"], error);
    },

    "validate-block-size"(vector, check) {
      const hash = new Uint8Array(32);
      const proposal = {
        type: SignedMsgType.PROPOSAL,
        height: 1n,
        round: 0,
        polRound: -1,
        blockId: { hash, partSetHeader: { total: vector.number("part_set_total"), hash } },
        timestamp: { seconds: 0n, nanos: 0 },
        signature: new Uint8Array(64),
      };
      const options = {
        version: releaseOfSource(vector.source),
        maxBlockBytes: Number(vector.text("max_block_size_bytes")),
      };
      const { error } = attempt(() => validateMessage({ type: "Proposal", value: { proposal } }, options));
      check.verdict("verdict", vector.fields["go_error"], error);
    },
  },
};
