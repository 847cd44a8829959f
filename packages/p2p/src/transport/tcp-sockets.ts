import type { Socket } from "node:net";
import { type Clock, systemClock } from "../base/index.js";
import { connectTcp } from "./connect-tcp.js";
import { Listener } from "./listener.js";
import { withSharedReads } from "./shared-reads.js";
import type { SocketLayer } from "./socket-layer.js";
import { TcpStream } from "./tcp-stream.js";

/**
 * The operating system's TCP, by way of `node:net`: the {@link SocketLayer} of a transport that is given no other.
 *
 * @param clock - what a listener's pauses after errors go by.
 */
export function tcpSockets(clock: Clock = systemClock): SocketLayer {
  return {
    connect: connectTcp,
    async listen(address, handlers) {
      const onSocket = (accepted: Socket): void => {
        const { socket, reads } = withSharedReads(accepted);
        handlers.onStream(new TcpStream(socket, undefined, reads));
      };
      const listener = new Listener(address, {
        clock,
        onSocket,
        onError: (error) => handlers.onError(error),
      });
      const endpoint = await listener.open();
      return { endpoint, close: () => listener.close() };
    },
  };
}
