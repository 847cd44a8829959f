import {
  type AuthSigMessage,
  decodeAuthSigMessage,
  decodeBytesValue,
  DecodeError,
  encodeAuthSigMessage,
  encodeBytesValue,
  encodeDelimited,
} from "@cometwire/messages";
import { type ByteStream, type Clock, limits, P2PError } from "../base/index.js";
import {
  deriveSession,
  type FrameCipher,
  type HandshakeCrypto,
  nodeIdFromPublicKey,
  type NodeKey,
} from "../crypto/index.js";
import { FrameOpener } from "./frame-opener.js";
import { FrameSealer } from "./frame-sealer.js";
import { recogniseOtherProtocol } from "./handshake-failure.js";
import { readDelimited } from "./read-delimited.js";
import { readFrame, SecretConnection, writeSealed } from "./secret-connection.js";
import { StreamReader } from "./stream-reader.js";

/** What a handshake needs. */
export interface HandshakeOptions {
  /** Our identity. */
  readonly nodeKey: NodeKey;
  /** Key exchange and signature checks: one {@link createHandshakeCrypto} for the whole process. */
  readonly crypto: HandshakeCrypto;
  /** Encrypts the frames, during the handshake and ever after: {@link defaultFrameCipher}. */
  readonly cipher: FrameCipher;
  /** What the deadline goes by: {@link systemClock} outside of tests. */
  readonly clock: Clock;
  /** Milliseconds from now for the whole handshake; a peer that trickles bytes does not extend them. */
  readonly timeoutMs: number;
  /** Whose budget a slow signature check is charged to. Default: the remote IP address. */
  readonly source?: string | undefined;
  /** Aborts the handshake with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns a connected stream into an authenticated, encrypted connection. Both sides do the same; who dialled plays no
 * part. Whom we met is in the result: comparing it with whom we meant to meet is the transport's task.
 *
 * Steps and numbers: `p2p/conn/secret_connection.go:92-181@v0.38.25`.
 *
 * @throws P2PError - any code of the secret connection in `docs/ERRORS.md`; the stream is destroyed then.
 */
export async function performHandshake(
  stream: ByteStream,
  options: HandshakeOptions,
): Promise<SecretConnection> {
  const reader = new StreamReader(stream, options);
  let sealer: FrameSealer | undefined;
  let opener: FrameOpener | undefined;
  try {
    reader.startDeadline(options.timeoutMs);

    // 1. An ephemeral key pair; 2. exchange of the public keys, in clear. Both sides send before they read.
    const ephemeral = options.crypto.generateEphemeralKey();
    stream.write(encodeDelimited(encodeBytesValue({ value: ephemeral.publicKey })));
    const remoteEphemeral = await readEphemeralKey(reader).catch(explainFirstBytes(reader));

    // 3.–6. Shared secret, transcript challenge, a key for each direction.
    const secret = ephemeral.sharedSecret(remoteEphemeral);
    const session = deriveSession(ephemeral.publicKey, remoteEphemeral, secret, options.crypto);
    sealer = new FrameSealer(options.cipher, session.sendKey);
    opener = new FrameOpener(options.cipher, session.recvKey);
    for (const bytes of [secret, session.sendKey, session.recvKey]) bytes.fill(0);

    // 7. Sign the challenge; 8. exchange key and signature, encrypted from here on.
    const auth = encodeDelimited(encodeAuthSigMessage(authMessage(options.nodeKey, session.challenge)));
    sealer.put(auth, 0, auth.length);
    writeSealed(stream, sealer);
    const authReader = new AuthReader(reader, opener);
    const remote = parseAuth(await readDelimited(authReader, limits.authMessageBytes, AUTH_CODES));

    // 9. The peer must own the key it shows. 10. From here on there is no deadline.
    const verdict = options.crypto.verify(
      remote.publicKey,
      session.challenge,
      remote.signature,
      options.source ?? stream.remote.ip,
    );
    if (verdict !== "valid") throw new P2PError(verdict === "invalid" ? "AUTH_SIGNATURE" : "AUTH_BUDGET");
    reader.clearDeadline();

    return new SecretConnection({
      remotePublicKey: remote.publicKey,
      remoteId: nodeIdFromPublicKey(remote.publicKey),
      reader,
      sealer,
      opener,
      plaintext: authReader.plaintext,
    });
  } catch (error) {
    sealer?.wipe();
    opener?.wipe();
    reader.release();
    stream.destroy();
    throw error;
  }
}

const EPHEMERAL_CODES = { tooLarge: "EPHEMERAL_TOO_LARGE", malformed: "EPHEMERAL_MALFORMED" } as const;
const AUTH_CODES = { tooLarge: "AUTH_TOO_LARGE", malformed: "AUTH_MALFORMED" } as const;

async function readEphemeralKey(reader: StreamReader): Promise<Uint8Array> {
  const body = await readDelimited(reader, limits.ephemeralMessageBytes, EPHEMERAL_CODES);
  const { value } = decodeOr("EPHEMERAL_MALFORMED", () => decodeBytesValue(body));
  if (value.length !== 32) throw new P2PError("EPHEMERAL_KEY_LENGTH", { detail: `${value.length} bytes` });
  return value;
}

/** Another protocol's greeting says more than the rule it happened to break. */
function explainFirstBytes(reader: StreamReader): (error: unknown) => never {
  return (error) => {
    const protocol = recogniseOtherProtocol(reader.firstBytes);
    if (protocol === undefined) throw error;
    throw new P2PError("NOT_COMETBFT", { detail: `it speaks ${protocol}`, cause: error });
  };
}

/** Plaintext of the auth message: at most 16 frames are opened for it, whatever lies behind it is kept. */
class AuthReader {
  plaintext: Uint8Array = new Uint8Array(0);
  #frames = 0;
  readonly #reader: StreamReader;
  readonly #opener: FrameOpener;

  constructor(reader: StreamReader, opener: FrameOpener) {
    this.#reader = reader;
    this.#opener = opener;
  }

  async read(length: number): Promise<Uint8Array> {
    while (this.plaintext.length < length) {
      if (++this.#frames > limits.authMessageFrames) throw new P2PError("AUTH_TOO_MANY_FRAMES");
      const frame = await readFrame(this.#reader, this.#opener);
      this.plaintext = this.plaintext.length === 0 ? frame : Buffer.concat([this.plaintext, frame]);
    }
    const bytes = this.plaintext.subarray(0, length);
    this.plaintext = this.plaintext.subarray(length);
    return bytes;
  }
}

function authMessage(nodeKey: NodeKey, challenge: Uint8Array): AuthSigMessage {
  return {
    pubKey: { sum: { case: "ed25519", value: nodeKey.publicKey } },
    sig: nodeKey.sign(challenge),
  };
}

/** Key type and length are checked while decoding in Go (`crypto/encoding/codec.go:46-63@v0.38.25`). */
function parseAuth(body: Uint8Array): { publicKey: Uint8Array; signature: Uint8Array } {
  const message = decodeOr("AUTH_MALFORMED", () => decodeAuthSigMessage(body));
  const { sum } = message.pubKey;
  if (sum === undefined) throw new P2PError("AUTH_KEY_MISSING");
  if (sum.case !== "ed25519") throw new P2PError("AUTH_KEY_TYPE", { detail: sum.case });
  if (sum.value.length !== 32) throw new P2PError("AUTH_KEY_LENGTH", { detail: `${sum.value.length} bytes` });
  return { publicKey: sum.value, signature: message.sig };
}

function decodeOr<T>(code: "EPHEMERAL_MALFORMED" | "AUTH_MALFORMED", decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) throw new P2PError(code, { detail: error.message, cause: error });
    throw error;
  }
}
