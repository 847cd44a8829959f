import { Socket } from "node:net";
import type { Endpoint } from "../base/index.js";
import { abortError } from "./deadline.js";
import { dialError } from "./dial-errors.js";
import { TcpStream } from "./tcp-stream.js";

/** Bytes that a socket buffers in this process in each direction before it says so. Node's own default has changed. */
export const SOCKET_BUFFER_BYTES = 65_536;

/** Connects to one address. Once `signal` has fired nothing of it is left. */
export type Connect = (endpoint: Endpoint, signal: AbortSignal) => Promise<TcpStream>;

/**
 * A TCP connection to `endpoint`, without a deadline of its own.
 *
 * @throws P2PError `DIAL_REFUSED`, `DIAL_UNREACHABLE`, `DIAL_TIMEOUT`, `DIAL_FAILED`, `ABORTED`.
 */
export const connectTcp: Connect = (endpoint, signal) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError(signal));
      return;
    }
    const options = { allowHalfOpen: true, highWaterMark: SOCKET_BUFFER_BYTES };
    const socket = new Socket(options).pause();
    const onAbort = (): void => {
      socket.destroy();
      reject(abortError(signal));
    };
    const onError = (error: Error): void => {
      signal.removeEventListener("abort", onAbort);
      reject(dialError(error));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", onError);
    socket.once("connect", () => {
      signal.removeEventListener("abort", onAbort);
      const stream = new TcpStream(socket, endpoint);
      socket.off("error", onError);
      resolve(stream);
    });
    socket.connect({ host: endpoint.ip, port: endpoint.port });
  });
