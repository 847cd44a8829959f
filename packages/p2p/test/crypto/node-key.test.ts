import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { P2PError } from "../../src/base/p2p-error.js";
import { NodeKey, nodeIdFromPublicKey } from "../../src/crypto/index.js";
import { fromHex, toHex, vectors } from "./vectors.js";

interface FileVector {
  seed: string;
  pubkey: string;
  node_id: string;
  file_text: string;
}
interface LoadVector {
  file_text: string;
  node_id: string | null;
  pubkey: string | null;
  error: string | null;
}

const files = vectors<FileVector>("node-key.json", "file");
const loads = vectors<LoadVector>("node-key.json", "load");

const TYPE = '"tendermint/PrivKeyEd25519"';
const key = NodeKey.fromSeed(new Uint8Array(32).fill(7));
const value = /"value":(".*?")/.exec(key.toJson())?.[1] ?? "";
const bytes = [...Buffer.from(value, "base64")];
const wrap = (type: string, content: string) => `{"priv_key":{"type":${type},"value":${content}}}`;
const base64 = (content: Iterable<number>) => `"${Buffer.from([...content]).toString("base64")}"`;

/** The error that the text leads to. */
function refusal(text: string): P2PError {
  try {
    NodeKey.fromJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(P2PError);
    return error as P2PError;
  }
  throw new Error(`accepted: ${text}`);
}

describe("NodeKey", () => {
  it.each(files)("writes and reads Go's files: $source $name", ({ seed, pubkey, node_id, file_text }) => {
    const fromSeed = NodeKey.fromSeed(fromHex(seed));
    expect(fromSeed.toJson()).toBe(file_text);
    expect(toHex(fromSeed.publicKey)).toBe(pubkey);
    expect(fromSeed.id).toBe(node_id);
    expect(NodeKey.fromJson(file_text).id).toBe(node_id);
    expect(NodeKey.fromJson(file_text).toJson()).toBe(file_text);
  });

  it.each(loads)("loads what Go loads and can use: $name", ({ name, file_text, node_id, pubkey, error }) => {
    if (name === "secp256k1 key" || name === "unknown type") {
      expect(refusal(file_text).code).toBe("KEY_FILE_KIND");
    } else if (error === null) {
      expect(NodeKey.fromJson(file_text).id).toBe(node_id);
      expect(toHex(NodeKey.fromJson(file_text).publicKey)).toBe(pubkey);
    } else {
      expect(refusal(file_text).code).toBe("KEY_FILE_DAMAGED");
    }
  });

  it("signs as RFC 8032, the same each time", () => {
    const message = Buffer.from("challenge");
    const signature = key.sign(message);
    expect(signature.length).toBe(64);
    expect(key.sign(message)).toEqual(signature);
    const der = Buffer.concat([fromHex("302e020100300506032b657004220420"), new Uint8Array(32).fill(7)]);
    const reference = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
    expect(verify(null, message, reference, signature)).toBe(true);
  });

  it("generates keys from the randomness given", () => {
    expect(NodeKey.generate().id).not.toBe(NodeKey.generate().id);
    const random = { bytes: (length: number) => new Uint8Array(length).fill(7), integer: () => 0 };
    expect(NodeKey.generate(random).id).toBe("fe812c12f3ab4ce6ac5db69ac352f906cb1b11ef");
  });

  it("copies the seed", () => {
    const seed = new Uint8Array(32).fill(7);
    const copied = NodeKey.fromSeed(seed);
    seed.fill(0);
    expect(copied.toJson()).toBe(key.toJson());
  });

  it("throws RangeError for seeds and public keys of another length", () => {
    expect(() => NodeKey.fromSeed(new Uint8Array(64))).toThrow(RangeError);
    expect(() => nodeIdFromPublicKey(new Uint8Array(33))).toThrow(RangeError);
  });

  it("gives the private key to nobody who does not ask for it", () => {
    const secrets = [value, value.slice(1, 40), "07".repeat(32), "7, 7, 7", "7,7,7", "07 07 07"];
    const shown = [
      inspect(key, { showHidden: true, depth: 10, getters: true }),
      JSON.stringify(key),
      JSON.stringify(Object.entries(Object.getOwnPropertyDescriptors(key))),
      inspect(structuredClone(Object.assign({}, key)), { showHidden: true }),
    ];
    for (const text of shown) for (const secret of secrets) expect(text).not.toContain(secret);
    expect(shown[0]).toContain(key.id);
  });
});

describe("node key text, as Go's encoding/json reads it", () => {
  const accepted: Record<string, string> = {
    "white space": ` \n\t${key.toJson()}\r\n `,
    "other members": `{"x":[1,{"priv_key":"]}"}],"priv_key":{"type":${TYPE},"value":${value},"y":null},"z":"\\"}"}`,
    "a duplicate priv_key: the last one": `{"priv_key":5,"priv_key":{"type":${TYPE},"value":${value}}}`,
    "type and value in any case": `{"priv_key":{"TYPE":${TYPE},"Value":${value}}}`,
    "a duplicate type: the last one": `{"priv_key":{"type":"x","TYPE":${TYPE},"value":${value}}}`,
    "a type written over again in its first place": `{"priv_key":{"type":"a","TYPE":"b","type":${TYPE},"value":${value}}}`,
    "null after the type": `{"priv_key":{"type":${TYPE},"type":null,"value":${value}}}`,
    "a duplicate value: the last one": `{"priv_key":{"type":${TYPE},"value":"?","VALUE":${value}}}`,
    "escapes in names and strings": `{"priv\\u005fkey":{"t\\u0079pe":${TYPE.replace("/", "\\/")},"value":${value}}}`,
    "line breaks in base64": wrap(TYPE, `${value.slice(0, 20)}\\r\\n${value.slice(20)}`),
    "unused bits at the end of base64": wrap(
      TYPE,
      value.replace(/.==/, (end) => `${following(end)}==`),
    ),
    "a list of bytes": wrap(TYPE, JSON.stringify(bytes)),
    "bytes that are not UTF-8, elsewhere": key.toJson().replace("}}", '},"x":"\ufffd"}'),
    "a name that JavaScript knows": `{"__proto__":1,"priv_key":{"__proto__":{},"type":${TYPE},"value":${value}}}`,
  };
  it.each(Object.entries(accepted))("takes %s", (_, text) => {
    expect(NodeKey.fromJson(text).id).toBe(key.id);
  });

  const other = NodeKey.fromSeed(new Uint8Array(32).fill(8));
  const damagedTexts: Record<string, string> = {
    nothing: "",
    "white space alone": " \n",
    null: "null",
    "a list": "[]",
    "an empty object": "{}",
    "a null key": '{"priv_key":null}',
    "a key that is no object": '{"priv_key":"x"}',
    "the name of the key in another case": `{"Priv_key":{"type":${TYPE},"value":${value}}}`,
    "a null key at last": `{"priv_key":{"type":${TYPE},"value":${value}},"priv_key":null}`,
    "a type that is a number, even if another follows": `{"priv_key":{"type":5,"type":${TYPE},"value":${value}}}`,
    "no type": `{"priv_key":{"value":${value}}}`,
    "a null type": `{"priv_key":{"type":null,"value":${value}}}`,
    "no value": `{"priv_key":{"type":${TYPE}}}`,
    "a null value": wrap(TYPE, "null"),
    "a null value at last": `{"priv_key":{"type":${TYPE},"value":${value},"value":null}}`,
    "an object for the value": wrap(TYPE, "{}"),
    "an empty value": wrap(TYPE, '""'),
    "an empty list": wrap(TYPE, "[ ]"),
    "a list with 256": wrap(TYPE, JSON.stringify([...bytes.slice(1), 256])),
    "a list with a fraction": wrap(TYPE, JSON.stringify(bytes).replace("]", ".0]")),
    "a list in a list": wrap(TYPE, JSON.stringify([...bytes.slice(1), [7]])),
    "URL base64": wrap(TYPE, `"${"_".repeat(86)}=="`),
    "base64 without padding": wrap(TYPE, value.replace("==", "")),
    "base64 with half its padding": wrap(TYPE, value.replace("==", "=")),
    "base64 with too much padding": wrap(TYPE, value.replace("==", "======")),
    "base64 with a space": wrap(TYPE, value.replace(/(.{20})/, "$1 ")),
    "the seed alone": wrap(TYPE, base64(bytes.slice(0, 32))),
    "63 bytes": wrap(TYPE, base64(bytes.slice(0, 63))),
    "65 bytes": wrap(TYPE, base64([...bytes, 0])),
    "a public half of zeros": wrap(TYPE, base64([...bytes.slice(0, 32), ...new Uint8Array(32)])),
    "another key's public half": wrap(TYPE, base64([...bytes.slice(0, 32), ...other.publicKey])),
    "text behind": `${key.toJson()}x`,
    "the file twice": key.toJson() + key.toJson(),
    "half the file": key.toJson().slice(0, 80),
    "a byte order mark": `\ufeff${key.toJson()}`,
    "a trailing comma": key.toJson().replace("}}", "},}"),
    "a comment": `// key\n${key.toJson()}`,
    "10,001 levels": key.toJson().replace("}}", `},"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`),
  };
  it.each(Object.entries(damagedTexts))("refuses %s, and quotes nothing of it", (_, text) => {
    const error = refusal(text);
    expect(error.code).toBe("KEY_FILE_DAMAGED");
    expectNoLeak(error);
  });

  const kinds: [string, string | undefined][] = [
    ["tendermint/PrivKeySecp256k1", "tendermint/PrivKeySecp256k1"],
    ["cometbft/PrivKeyBls12_381", "cometbft/PrivKeyBls12_381"],
    ["Tendermint/PrivKeyEd25519", undefined],
    [value.slice(1, -1), undefined],
  ];
  it.each(kinds)("refuses the type %s", (type, named) => {
    const error = refusal(wrap(JSON.stringify(type), value));
    expect(error.code).toBe("KEY_FILE_KIND");
    expect(error.detail).toBe(named === undefined ? "its type is unknown" : `its type is ${named}`);
    expectNoLeak(error);
  });
});

/** The next character of the base64 alphabet: the last four bits of the last character before "==" are not used. */
function following(end: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return alphabet[alphabet.indexOf(end[0] ?? "") + 1] ?? "";
}

function expectNoLeak(error: P2PError): void {
  const shown = inspect(error, { depth: 10, showHidden: true }).split("\n    at ")[0] ?? "";
  for (let i = 1; i + 8 < value.length; i++)
    expect(shown + JSON.stringify(error)).not.toContain(value.slice(i, i + 8));
}
