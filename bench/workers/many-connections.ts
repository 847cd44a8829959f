/** Many bare connections from one process. */
import type { MConnectionChannel, MessageReceiver } from "@cometwire/p2p";
import { sourceAddresses } from "../settings.js";
import { createTransport, startConnection } from "./library.js";

/** What to connect. */
export interface ManyConnections {
  readonly port: number;
  readonly count: number;
}

/**
 * Makes `count` connections, four at a time, each from a node of its own: a transport keeps one to an address. They come
 * from several loopback addresses and say, as nodes behind a router do, that they can be dialled nowhere.
 */
export async function connectMany(
  { port, count }: ManyConnections,
  channels: readonly MConnectionChannel[],
  receive?: MessageReceiver,
): Promise<void> {
  let left = count;
  const connect = async () => {
    while (left-- > 0) {
      const transport = createTransport(channels, {
        localAddress: sourceAddress(left),
        listenAddr: "tcp://0.0.0.0:26656",
      });
      startConnection(await transport.dial({ host: "127.0.0.1", port }), channels, receive);
    }
  };
  await Promise.all([connect(), connect(), connect(), connect()]);
}

/** One of the loopback addresses to dial from; systems other than Linux have one only. */
function sourceAddress(number: number): string | undefined {
  return process.platform === "linux" ? `127.0.1.${1 + (number % sourceAddresses)}` : undefined;
}
