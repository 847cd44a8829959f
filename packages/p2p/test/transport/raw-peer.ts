import {
  type ByteStream,
  createHandshakeCrypto,
  deriveSession,
  ephemeralKeyFromPrivate,
  nodeFrameCipher,
  NodeKey,
  type SessionSecrets,
  systemClock,
} from "@cometwire/p2p";

const crypto = createHandshakeCrypto({ clock: systemClock });

/** The other end of a connection, with every byte in the test's hands. */
export class RawPeer {
  readonly nodeKey: NodeKey;
  readonly stream: ByteStream;
  /** Whether our side has ended or closed the connection. */
  ended = false;
  received = Buffer.alloc(0);
  readonly #ephemeral = ephemeralKeyFromPrivate(Uint8Array.from({ length: 32 }, (_, i) => i + 1));
  #session: SessionSecrets | undefined;
  #nonce = 0n;

  constructor(stream: ByteStream, nodeKey = NodeKey.generate()) {
    this.stream = stream;
    this.nodeKey = nodeKey;
    stream.setHandlers({
      onData: (chunk) => {
        this.received = Buffer.concat([this.received, chunk]);
      },
      onDrain: () => {},
      onEnd: () => {
        this.ended = true;
      },
      onClose: () => {
        this.ended = true;
      },
    });
    stream.resume();
  }

  /** The ephemeral key message, 35 bytes. */
  get keyMessage(): Uint8Array {
    return Buffer.concat([Buffer.from("220a20", "hex"), this.#ephemeral.publicKey]);
  }

  /** Sends bytes in clear. */
  send(bytes: Uint8Array | string): void {
    this.stream.write(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  }

  /** Sends the auth message, sealed. Our key must have been exchanged. */
  sendAuth(): void {
    const { publicKey } = this.nodeKey;
    const signature = this.nodeKey.sign(this.session.challenge);
    const parts = [Buffer.from("660a220a20", "hex"), publicKey, Buffer.from("1240", "hex"), signature];
    this.sendFrame(Buffer.concat(parts));
  }

  /** Sends one sealed frame, with a length field of choice. */
  sendFrame(plaintext: Uint8Array, length = plaintext.length): void {
    const { sealArena } = nodeFrameCipher;
    sealArena.fill(0, 0, 1028);
    new DataView(sealArena.buffer, sealArena.byteOffset).setUint32(0, length, true);
    sealArena.set(plaintext, 4);
    const wire = new Uint8Array(1044);
    nodeFrameCipher.createKey(this.session.sendKey).seal(1, this.#nonce++, wire, 0);
    this.stream.write(wire);
  }

  /** Sends bytes in as many frames as they need. */
  sendSealed(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1024) this.sendFrame(bytes.subarray(at, at + 1024));
  }

  get session(): SessionSecrets {
    if (this.#session === undefined) {
      const remote = this.received.subarray(3, 35);
      const secret = this.#ephemeral.sharedSecret(remote);
      this.#session = deriveSession(this.#ephemeral.publicKey, remote, secret, crypto);
    }
    return this.#session;
  }
}
