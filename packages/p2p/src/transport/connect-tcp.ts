import { Socket } from "node:net";
import { abortError } from "../base/index.js";
import { dialError } from "./dial-errors.js";
import { SharedReads, SOCKET_BUFFER_BYTES } from "./shared-reads.js";
import type { Connect } from "./socket-layer.js";
import { TcpStream } from "./tcp-stream.js";

export type { Connect } from "./socket-layer.js";

/** {@link Connect} with a TCP socket of Node's. */
export const connectTcp: Connect = (endpoint, signal, localAddress) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError(signal));
      return;
    }
    const reads = new SharedReads();
    const options = { allowHalfOpen: true, highWaterMark: SOCKET_BUFFER_BYTES, onread: reads.onread };
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
      const stream = new TcpStream(socket, endpoint, reads);
      socket.off("error", onError);
      resolve(stream);
    });
    socket.connect({
      host: endpoint.ip,
      port: endpoint.port,
      ...(localAddress !== undefined && { localAddress }),
    });
  });
