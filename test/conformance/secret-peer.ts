import { setImmediate as nextTurn } from "node:timers/promises";
import {
  createHandshakeCrypto,
  nodeFrameCipher,
  NodeKey,
  type P2PError,
  performHandshake,
  type SecretConnection,
  systemClock,
} from "@cometwire/p2p";
import { type MemoryStream, memoryPair } from "./memory-stream.js";

/** A handshake with a given identity and ephemeral key (32 bytes each). */
export function handshake(
  stream: MemoryStream,
  seed: Uint8Array,
  ephemeral: Uint8Array,
): Promise<SecretConnection> {
  const random = { bytes: () => ephemeral, integer: () => 0 };
  return performHandshake(stream, {
    nodeKey: NodeKey.fromSeed(seed),
    crypto: createHandshakeCrypto({ clock: systemClock, random }),
    cipher: nodeFrameCipher,
    clock: systemClock,
    timeoutMs: 10_000,
  });
}

/** Two ends that have met, with their streams. */
export async function connectedPair(): Promise<{
  a: SecretConnection;
  b: SecretConnection;
  aStream: MemoryStream;
  bStream: MemoryStream;
}> {
  const [aStream, bStream] = memoryPair();
  const fill = (byte: number) => new Uint8Array(32).fill(byte);
  const [a, b] = await Promise.all([
    handshake(aStream, fill(1), fill(2)),
    handshake(bStream, fill(3), fill(4)),
  ]);
  return { a, b, aStream, bStream };
}

/** Keeps the plaintext of a connection and why it ended. */
export class Collector {
  readonly #parts: Uint8Array[] = [];
  /** Why the connection ended. */
  readonly closed: Promise<P2PError>;
  #resolve: (reason: P2PError) => void = () => {};

  constructor() {
    this.closed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  /** All plaintext so far. */
  get bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }

  consume(bytes: Uint8Array, start: number, end: number): void {
    this.#parts.push(bytes.slice(start, end));
  }

  onDrain(): void {}

  onWireBytes(): void {}

  onClosed(reason: P2PError): void {
    this.#resolve(reason);
  }
}

/** Lets everything happen that waits in the event loop, and what follows from it. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await nextTurn();
}

/** How a connection ended, in the words that Go's errors have too. */
export function ending(reason: P2PError): "end" | "cut" | "refused" {
  if (reason.code === "CONNECTION_CLOSED") return "end";
  return reason.code === "FRAME_TRUNCATED" ? "cut" : "refused";
}

/** The same for an error text of Go. */
export function goEnding(error: string): "end" | "cut" | "refused" {
  if (error === "EOF") return "end";
  return error === "unexpected EOF" ? "cut" : "refused";
}
