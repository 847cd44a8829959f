import { P2PError } from "../base/index.js";
import { goBytes, type RawMember, rawMembers } from "./go-json.js";
import { PUBLIC_KEY_BYTES } from "./node-id.js";

/** `crypto/ed25519/ed25519.go:35@v0.38.25` */
const TYPE_ED25519 = "tendermint/PrivKeyEd25519";
const SEED_BYTES = 32;
const VALUE_BYTES = SEED_BYTES + PUBLIC_KEY_BYTES;

/** The text of a node key file, byte for byte what Go writes: one line, no line feed at its end. */
export function formatNodeKey(seed: Uint8Array, publicKey: Uint8Array): string {
  const value = Buffer.concat([seed, publicKey]).toString("base64");
  return JSON.stringify({ priv_key: { type: TYPE_ED25519, value } });
}

/**
 * Reads the text of a node key file as Go does (`libs/json/decoder.go@v0.38.25`): `priv_key` is matched to the letter,
 * `type` and `value` in any case; of duplicates the last one counts; a null type leaves the one before. What Go loads but
 * cannot use (no key, a key of the wrong length) is refused here, at once and with a reason.
 *
 * No error says anything of the text, but a type that is one of the network's.
 *
 * @returns 32 bytes of seed and the public key as stored, 32 bytes, not checked against the seed.
 * @throws P2PError `KEY_FILE_DAMAGED` or `KEY_FILE_KIND`.
 */
export function parseNodeKey(text: string): { seed: Uint8Array; publicKey: Uint8Array } {
  if (text.startsWith("\ufeff")) throw damaged("it begins with a byte order mark");
  if (text.trim() === "") throw damaged("it is empty");
  const file = rawMembers(text);
  if (file === undefined)
    throw damaged(isJson(text) ? "it is not a JSON object" : "it is not JSON (cut off?)");
  const privKey = file.findLast(({ key }) => key === "priv_key");
  if (privKey === undefined || privKey.value === "null") throw damaged("it has no priv_key");
  const wrapper = rawMembers(privKey.value);
  if (wrapper === undefined) throw damaged("priv_key is not an object");

  checkType(typeOf(wrapper));
  const value = wrapper.findLast(({ key }) => key.toLowerCase() === "value");
  if (value === undefined) throw damaged("priv_key has no value");
  const bytes = goBytes(value.value);
  if (bytes === undefined) throw damaged("priv_key's value is not base64");
  if (bytes.length === SEED_BYTES) {
    throw damaged("priv_key's value has 32 bytes, a seed alone, want 64: seed and public key");
  }
  if (bytes.length !== VALUE_BYTES)
    throw damaged(`priv_key's value has ${bytes.length} bytes, want ${VALUE_BYTES}`);
  return { seed: bytes.slice(0, SEED_BYTES), publicKey: bytes.slice(SEED_BYTES) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function typeOf(wrapper: readonly RawMember[]): string {
  let type = "";
  for (const { key, value } of wrapper) {
    if (key.toLowerCase() !== "type" || value === "null") continue;
    if (!value.startsWith('"')) throw damaged("priv_key's type is not a string");
    type = JSON.parse(value) as string;
  }
  return type;
}

function checkType(type: string): void {
  if (type === TYPE_ED25519) return;
  if (type === "") throw damaged("priv_key has no type");
  // Anything could stand where the type should, the key itself included.
  const isName = /^(?:tendermint|cometbft)\/\w{1,40}$/.test(type);
  throw new P2PError("KEY_FILE_KIND", { detail: isName ? `its type is ${type}` : "its type is unknown" });
}

/** An error about the file's content, which must not quote it. */
export function damaged(detail: string): P2PError {
  return new P2PError("KEY_FILE_DAMAGED", { detail });
}
