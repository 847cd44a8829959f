import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { P2PError, type Random, systemRandom } from "../base/index.js";
import { nodeIdFromPublicKey } from "./node-id.js";
import { inFile, readKeyFile, writeNewKeyFile } from "./node-key-file.js";
import { damaged, formatNodeKey, parseNodeKey } from "./node-key-json.js";

const SEED_BYTES = 32;

/** DER of a PKCS #8 Ed25519 private key, up to the seed's 32 bytes. RFC 8410, §7 */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * A node's identity: the Ed25519 key that it proves itself with in every handshake, and that its id comes from.
 *
 * Files are those of a CometBFT home (`config/node_key.json`), in both directions.
 *
 * Safety: the private half can be had only from {@link NodeKey.toJson}; `console.log`, `util.inspect`, `JSON.stringify`
 * and every error are free of it.
 *
 * @example
 * ```ts
 * const nodeKey = await NodeKey.loadOrCreate("config/node_key.json");
 * console.log(nodeKey.id); // 2d9983b2e026419997a412b6b2b75263ba98cd74
 * ```
 *
 * Source: `p2p/key.go@v0.38.25`.
 */
export class NodeKey {
  /** The node's id: 40 characters of lower-case hexadecimal. */
  readonly id: string;
  /** Ed25519 public key, 32 bytes. Not to be changed. */
  readonly publicKey: Uint8Array;
  readonly #seed: Uint8Array;
  readonly #privateKey: KeyObject;

  private constructor(seed: Uint8Array) {
    this.#seed = Uint8Array.from(seed);
    const der = Buffer.concat([PKCS8_PREFIX, seed]);
    this.#privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    der.fill(0);
    const { x } = createPublicKey(this.#privateKey).export({ format: "jwk" });
    this.publicKey = Uint8Array.from(Buffer.from(x ?? "", "base64url"));
    this.id = nodeIdFromPublicKey(this.publicKey);
  }

  /**
   * A new key.
   *
   * @param random - where the seed comes from; the operating system's randomness unless a run must be repeatable.
   */
  static generate(random: Random = systemRandom): NodeKey {
    return new NodeKey(random.bytes(SEED_BYTES));
  }

  /**
   * The key of a seed: what RFC 8032 calls the private key, and the first half of the value in a key file.
   *
   * @param seed - 32 bytes (copied).
   * @throws RangeError when it does not have 32 bytes.
   */
  static fromSeed(seed: Uint8Array): NodeKey {
    if (seed.length !== SEED_BYTES) throw new RangeError(`seed has ${seed.length} bytes, want ${SEED_BYTES}`);
    return new NodeKey(seed);
  }

  /**
   * The key in the text of a node key file.
   *
   * Takes what Go loads and can use. Stricter than Go in one point: the public half must be the seed's, for with another
   * one Go starts, but no peer accepts its signature.
   *
   * @throws P2PError `KEY_FILE_DAMAGED`, or `KEY_FILE_KIND` when the key is not Ed25519 (Go loads such a file, and its
   *   peers then refuse it).
   */
  static fromJson(text: string): NodeKey {
    const { seed, publicKey } = parseNodeKey(text);
    const key = new NodeKey(seed);
    if (Buffer.compare(publicKey, key.publicKey) !== 0)
      throw damaged("the public half is not that of the private half");
    return key;
  }

  /**
   * The key in the file at `path`.
   *
   * @throws P2PError `KEY_FILE_MISSING`, `KEY_FILE_ACCESS`, `KEY_FILE_DAMAGED` or `KEY_FILE_KIND`.
   */
  static async load(path: string): Promise<NodeKey> {
    const text = await readKeyFile(path);
    try {
      return NodeKey.fromJson(text);
    } catch (error) {
      throw inFile(error, path);
    }
  }

  /**
   * The key in the file at `path`, or a new one that is saved there when there is no such file. Of several that do this at
   * the same time one creates the file, and all get its key. Directories are not made.
   *
   * @throws P2PError `KEY_FILE_ACCESS` (also when the directory does not exist), `KEY_FILE_DAMAGED` or `KEY_FILE_KIND`.
   */
  static async loadOrCreate(path: string): Promise<NodeKey> {
    try {
      return await NodeKey.load(path);
    } catch (error) {
      if (!isCode(error, "KEY_FILE_MISSING")) throw error;
    }
    const key = NodeKey.generate();
    try {
      await key.save(path);
      return key;
    } catch (error) {
      if (!isCode(error, "KEY_FILE_EXISTS")) throw error;
    }
    return NodeKey.load(path);
  }

  /**
   * Saves the key in a new file at `path`, mode 0600. The file appears complete or not at all, and an existing one is never
   * overwritten, even when it is made at the same moment.
   *
   * @throws P2PError `KEY_FILE_EXISTS`, or `KEY_FILE_ACCESS` (also when the directory does not exist).
   */
  async save(path: string): Promise<void> {
    await writeNewKeyFile(path, this.toJson());
  }

  /** The Ed25519 signature of `message`: 64 bytes, always the same for the same message. */
  sign(message: Uint8Array): Uint8Array {
    return Uint8Array.from(sign(null, message, this.#privateKey));
  }

  /** The text of this key's file, exactly as Go writes it. It holds the private key: for nobody's eyes. */
  toJson(): string {
    return formatNodeKey(this.#seed, this.publicKey);
  }
}

function isCode(error: unknown, code: P2PError["code"]): boolean {
  return error instanceof P2PError && error.code === code;
}
