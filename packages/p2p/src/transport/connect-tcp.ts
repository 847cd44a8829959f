import { Socket } from "node:net";
import { abortError } from "../base/index.js";
import { dialError } from "./dial-errors.js";
import type { Connect } from "./socket-layer.js";
import { TcpStream } from "./tcp-stream.js";

/** Bytes that a socket buffers in this process in each direction before it says so. Node's own default has changed. */
export const SOCKET_BUFFER_BYTES = 65_536;

export type { Connect } from "./socket-layer.js";

/** {@link Connect} with a TCP socket of Node's. */
export const connectTcp: Connect = (endpoint, signal, localAddress) =>
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
    socket.connect({
      host: endpoint.ip,
      port: endpoint.port,
      ...(localAddress !== undefined && { localAddress }),
    });
  });
