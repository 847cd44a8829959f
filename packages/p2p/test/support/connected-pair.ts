import {
  createHandshakeCrypto,
  defaultFrameCipher,
  type HandshakeOptions,
  MConnection,
  type MConnectionOptions,
  NodeKey,
  P2PError,
  performHandshake,
  type SecretConnection,
} from "@cometwire/p2p";
import { type MemoryStream, memoryStreamPair, VirtualClock } from "@cometwire/p2p/testing";

/** What every handshake of a test needs. */
export function handshakeOptions(clock: VirtualClock, key = NodeKey.generate()): HandshakeOptions {
  return {
    nodeKey: key,
    crypto: createHandshakeCrypto({ clock }),
    cipher: defaultFrameCipher(),
    clock,
    timeoutMs: 20_000,
  };
}

/** Two secret connections with each other, in virtual time. */
export async function secretPair(clock: VirtualClock, bufferBytes?: number) {
  const streams = memoryStreamPair({ clock, ...(bufferBytes === undefined ? {} : { bufferBytes }) });
  const both = Promise.all(streams.map((stream) => performHandshake(stream, handshakeOptions(clock))));
  await clock.settle();
  const connections = (await both) as [SecretConnection, SecretConnection];
  return { streams, connections };
}

/** One end of {@link mconnectionPair} with everything that happened to it. */
class End {
  readonly received: { channel: number; message: Uint8Array }[] = [];
  closed: P2PError | undefined;
  connection!: MConnection;
  stream!: MemoryStream;

  /** Messages received on `channel`. */
  messages(channel: number): Uint8Array[] {
    return this.received.filter((entry) => entry.channel === channel).map((entry) => entry.message);
  }
}

/** Two started MConnections with each other, in virtual time. */
export async function mconnectionPair(
  options: Partial<MConnectionOptions> = {},
  overrides: { a?: Partial<MConnectionOptions>; b?: Partial<MConnectionOptions>; bufferBytes?: number } = {},
) {
  const clock = new VirtualClock();
  const { streams, connections } = await secretPair(clock, overrides.bufferBytes);
  const ends = [new End(), new End()] as const;
  for (const [i, end] of ends.entries()) {
    end.stream = streams[i] as MemoryStream;
    end.connection = new MConnection(connections[i] as SecretConnection, {
      channels: [
        { id: 0x20, priority: 6, sendQueueCapacity: 10 },
        { id: 0x30, priority: 1, sendQueueCapacity: 10 },
      ],
      receive: (channel, message) => void end.received.push({ channel, message }),
      onClosed: (reason) => {
        if (end.closed !== undefined) throw new Error("closed twice");
        end.closed = reason;
      },
      clock,
      ...options,
      ...(i === 0 ? overrides.a : overrides.b),
    });
    end.connection.start();
  }
  await clock.settle();
  return { clock, a: ends[0], b: ends[1] };
}

/** `length` bytes that differ from place to place. */
export function pattern(length: number, salt = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + 7 + salt) & 0xff);
}

/** The code of a `P2PError`; other errors are told from it. */
export function codeOf(error: unknown): string {
  return error instanceof P2PError ? error.code : `not a P2PError: ${String(error)}`;
}
