import {
  abortError,
  asP2PError,
  type ByteStream,
  type Clock,
  type ErrorCode,
  limits,
  P2PError,
  printable,
  withDeadline,
} from "../base/index.js";
import type { FrameCipher, HandshakeCrypto, NodeKey } from "../crypto/index.js";
import { performHandshake, type SecretConnection } from "../secret-connection/index.js";
import {
  checkCompatibility,
  decodeNodeInfo,
  encodeNodeInfo,
  type NodeInfo,
  validateNodeInfo,
} from "../wire/index.js";
import { addressGroup } from "./endpoint.js";
import type { DialTrace } from "./transport.js";

/** What {@link upgrade} needs. */
export interface UpgradeOptions {
  /** Our identity. */
  readonly nodeKey: NodeKey;
  /** Our NodeInfo, asked for once the peer's id is proven. Its id must be the node key's. */
  readonly nodeInfo: () => NodeInfo;
  /** See {@link HandshakeOptions.crypto}. */
  readonly crypto: HandshakeCrypto;
  /** See {@link HandshakeOptions.cipher}. */
  readonly cipher: FrameCipher;
  /** See {@link HandshakeOptions.clock}. */
  readonly clock: Clock;
  /** Milliseconds for each half, secret connection and NodeInfo; a peer that trickles bytes does not extend them. */
  readonly handshakeTimeoutMs: number;
  /** The id that must answer: 40 lower-case hex digits. */
  readonly expectedId?: string | undefined;
  /**
   * Asked once the peer's id is proven, before our NodeInfo goes out: an error refuses the peer. A promise holds the
   * handshake; its time is part of the second half's. `signal` makes one that fires when the answer is no
   * longer wanted.
   */
  readonly admit?:
    | ((id: string, signal: () => AbortSignal) => P2PError | undefined | Promise<P2PError | undefined>)
    | undefined;
  /** Ends it with the signal's reason when that is a `P2PError`, otherwise with `ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the phases `secretConnection` and `nodeInfo` as they end well. Must not throw. */
  readonly onTrace?: ((event: DialTrace) => void) | undefined;
}

/** What a connected stream has become. */
export interface Upgraded {
  /** Not yet attached: nothing is read until it is. */
  readonly secretConnection: SecretConnection;
  /** The peer's, valid and compatible with ours. */
  readonly nodeInfo: NodeInfo;
  /** The peer's authenticated id: 40 lower-case hex digits. */
  readonly id: string;
}

/**
 * Takes a connected stream through everything that both sides of a connection must pass, in Go's order
 * (`p2p/transport.go:411-498@v0.38.25`).
 *
 * @throws P2PError - the first thing that went wrong; the stream is destroyed then, whatever it was.
 */
export async function upgrade(stream: ByteStream, options: UpgradeOptions): Promise<Upgraded> {
  const {
    nodeKey,
    crypto,
    cipher,
    clock,
    onTrace,
    expectedId,
    signal,
    handshakeTimeoutMs: timeoutMs,
  } = options;
  let secretConnection: SecretConnection | undefined;
  try {
    // 1. Secret connection: encrypted, and the peer has proven its key.
    const connectedAt = clock.now();
    const source = addressGroup(stream.remote.ip);
    secretConnection = await performHandshake(stream, {
      nodeKey,
      crypto,
      cipher,
      clock,
      timeoutMs,
      source,
      signal,
    });
    const { remoteId: id } = secretConnection;
    const securedAt = clock.now();
    onTrace?.({ phase: "secretConnection", id, ms: securedAt - connectedAt });

    // 2. It is the peer that we meant to meet, and we have room for it.
    refuseIf(aborted(signal) ?? wrongId(expectedId, id));
    refuseIf(await askAdmission(id, options));

    // 3. NodeInfo, both ways at once.
    const ours = ourNodeInfo(options);
    const leftMs = Math.max(1, timeoutMs - (clock.now() - securedAt));
    const nodeInfo = await exchangeNodeInfo(secretConnection, ours.message, leftMs);
    onTrace?.({ phase: "nodeInfo", nodeInfo, ms: clock.now() - securedAt });

    // 4. Valid, 5. its own, 6. not ourselves, 7. of our network and with something to talk about.
    refuseIf(
      aborted(signal) ??
        validateNodeInfo(nodeInfo) ??
        foreignNodeInfo(nodeInfo, id) ??
        selfConnection(options.nodeKey.id, id) ??
        checkCompatibility(ours.nodeInfo, nodeInfo),
    );
    return { secretConnection, nodeInfo, id };
  } catch (error) {
    secretConnection?.destroy();
    stream.destroy();
    throw aborted(signal) ?? asP2PError(error, "HANDSHAKE_FAILED");
  }
}

async function askAdmission(id: string, options: UpgradeOptions): Promise<P2PError | undefined> {
  const { admit, clock, signal, handshakeTimeoutMs: timeoutMs } = options;
  if (admit === undefined) return undefined;
  const bounds = { clock, signal, timeoutMs, timeoutCode: "ADMISSION_TIMEOUT" } as const;
  return withDeadline(bounds, (admitSignal) => admit(id, admitSignal));
}

function refuseIf(refusal: P2PError | undefined): void {
  if (refusal !== undefined) throw refusal;
}

/** What has arrived already is read without waiting, and so without noticing the signal. */
function aborted(signal: AbortSignal | undefined): P2PError | undefined {
  return signal?.aborted === true ? abortError(signal) : undefined;
}

function wrongId(expected: string | undefined, actual: string): P2PError | undefined {
  if (expected === undefined || expected === actual) return undefined;
  return new P2PError("ID_MISMATCH", { detail: `expected ${expected}, got ${actual}` });
}

/** Text against text, as in Go: its own id in upper case is a mismatch. */
function foreignNodeInfo(nodeInfo: NodeInfo, id: string): P2PError | undefined {
  if (nodeInfo.id === id) return undefined;
  return new P2PError("NODE_INFO_ID_MISMATCH", {
    detail: `it says ${printable(nodeInfo.id)}, its key ${id}`,
  });
}

function selfConnection(ourId: string, id: string): P2PError | undefined {
  return ourId === id ? new P2PError("SELF_CONNECTION") : undefined;
}

const NODE_INFO_CODES = { tooLarge: "NODE_INFO_TOO_LARGE", malformed: "NODE_INFO_MALFORMED" } as const;

/** What the secret connection's codes mean while NodeInfo is awaited. */
const inNodeInfoPhase: Partial<Record<ErrorCode, ErrorCode>> = {
  HANDSHAKE_TIMEOUT: "NODE_INFO_TIMEOUT",
  HANDSHAKE_CLOSED: "NODE_INFO_CLOSED",
  CONNECTION_LOST: "NODE_INFO_CLOSED",
};

/** Our NodeInfo and its bytes; what is wrong with it is the caller's to mend. */
function ourNodeInfo(options: UpgradeOptions): { nodeInfo: NodeInfo; message: Uint8Array } {
  let nodeInfo: NodeInfo;
  let message: Uint8Array;
  try {
    nodeInfo = options.nodeInfo();
    message = encodeNodeInfo(nodeInfo);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new P2PError("OPTION_INVALID", { detail: `nodeInfo: ${printable(why)}`, cause: error });
  }
  if (nodeInfo.id !== options.nodeKey.id) {
    throw new P2PError("OPTION_INVALID", { detail: "nodeInfo: the id is not that of nodeKey" });
  }
  if (message.length > limits.nodeInfoBytes + LENGTH_BYTES) {
    throw new P2PError("OPTION_INVALID", { detail: `nodeInfo: more than ${limits.nodeInfoBytes} bytes` });
  }
  return { nodeInfo, message };
}

async function exchangeNodeInfo(
  connection: SecretConnection,
  message: Uint8Array,
  timeoutMs: number,
): Promise<NodeInfo> {
  try {
    return decodeNodeInfo(
      await connection.exchange(message, limits.nodeInfoBytes, timeoutMs, NODE_INFO_CODES),
    );
  } catch (error) {
    const code = error instanceof P2PError ? inNodeInfoPhase[error.code] : undefined;
    if (code === undefined) throw error;
    throw new P2PError(code, { cause: error });
  }
}

/** Varint bytes in front of a message of 10,240 bytes. */
const LENGTH_BYTES = 2;
