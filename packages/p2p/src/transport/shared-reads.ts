import { type OnReadOpts, Socket } from "node:net";

/** Bytes that a socket buffers in this process in each direction before it says so. Node's own default has changed. */
export const SOCKET_BUFFER_BYTES = 65_536;
/** What one read of a socket takes at most. */
const READ_BYTES = 65_536;
/** What has just been read, of whichever socket: it is used before anything else is read. */
const shared = Buffer.allocUnsafeSlow(READ_BYTES);

/**
 * Reads of a socket into a buffer that all sockets share. Node would make a buffer of 64 KiB for each read, and the garbage
 * that these are takes a quarter to a third of a busy connection's CPU time (`docs/adr/0013-reads-share-a-buffer.md`).
 */
export class SharedReads {
  /** Takes what was read, which is valid during the call only; returns whether to read on. */
  onChunk: (chunk: Uint8Array) => boolean = () => false;
  /** For the constructor of a socket. */
  readonly onread: OnReadOpts = {
    buffer: shared,
    callback: (bytes) => this.onChunk(shared.subarray(0, bytes)),
  };
}

/**
 * Gives a socket that a server has accepted {@link SharedReads}: it is replaced by another one around the same connection,
 * since the server makes its sockets without them. This needs a property that Node does not document (`_handle`); where it
 * is missing, the socket stays as it is and no reads are returned.
 */
export function withSharedReads(accepted: Socket): { socket: Socket; reads: SharedReads | undefined } {
  const owner = accepted as { _handle?: { useUserBuffer?: unknown } | null };
  const handle = owner._handle;
  if (typeof handle?.useUserBuffer !== "function") return { socket: accepted, reads: undefined };
  owner._handle = null;
  accepted.destroy(); // closes nothing, as it has nothing; its server counts one connection less
  const reads = new SharedReads();
  const options = { handle, allowHalfOpen: true, highWaterMark: SOCKET_BUFFER_BYTES, onread: reads.onread };
  return { socket: new Socket(options).pause(), reads };
}
