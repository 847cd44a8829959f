import type { Commit, Header, LightBlock, ValidatorSet } from "@cometwire/messages";
import { commitHash, headerHash, validatorSetHash } from "../../../packages/messages/src/domain/hashes.js";
import type { Check } from "../check.js";
import { fromHex, type Vector } from "../vector.js";

/** Compares the hashes that Go's note gives: `hash …`, or `header hash …, validator set hash …`. */
export function checkNotedHashes(vector: Vector, check: Check, name: string, value: unknown): void {
  const note = vector.optionalText("note") ?? "";
  const hash = hashOf(name, value);
  for (const [, which = "", hex = ""] of note.matchAll(/(?:^|, )([\w ]*?) ?hash ([0-9a-f]{64})/g)) {
    const ours = hash(which);
    if (ours === undefined) check.fail("note", `no hash for "${which}"`);
    else check.bytes(`${which} hash`.trim(), fromHex(hex), ours);
  }
}

function hashOf(name: string, value: unknown): (which: string) => Uint8Array | undefined {
  if (name === "tendermint.types.Header") return () => headerHash(value as Header);
  if (name === "tendermint.types.Commit") return () => commitHash(value as Commit);
  if (name === "tendermint.types.ValidatorSet") return () => validatorSetHash(value as ValidatorSet);
  const { signedHeader, validatorSet } = value as LightBlock;
  return (which) => {
    if (which === "header") return signedHeader?.header && headerHash(signedHeader.header);
    return validatorSet && validatorSetHash(validatorSet);
  };
}
