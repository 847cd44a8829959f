/** Keeps idle connections: makes them, or accepts them and says what they take. */
import { fullNodeChannels } from "../settings.js";
import { createTransport, listen, settledMemory, startConnection } from "./library.js";
import { serve } from "./serve.js";

let connections = 0;

/** One of fifty loopback addresses to dial from; systems other than Linux have one only. */
function sourceAddress(number: number): string | undefined {
  return process.platform === "linux" ? `127.0.1.${1 + (number % 50)}` : undefined;
}

const api = {
  /** Returns the port. */
  listen: () =>
    listen(createTransport(fullNodeChannels), (connection) => {
      startConnection(connection, fullNodeChannels);
      connections++;
    }),
  /**
   * Makes `count` connections, four at a time, each from a node of its own: a transport keeps one to an address. They
   * come from several loopback addresses and say, as nodes behind a router do, that they can be dialled nowhere.
   */
  connect: async ({ port, count }: { port: number; count: number }) => {
    let left = count;
    const connect = async () => {
      while (left-- > 0) {
        const transport = createTransport(fullNodeChannels, {
          localAddress: sourceAddress(left),
          listenAddr: "tcp://0.0.0.0:26656",
        });
        startConnection(await transport.dial({ host: "127.0.0.1", port }), fullNodeChannels);
        connections++;
      }
    };
    await Promise.all([connect(), connect(), connect(), connect()]);
  },
  /** After garbage collection. */
  memory: async () => ({ connections, residentBytes: await settledMemory() }),
};

/** The functions of this worker. */
export type IdleApi = typeof api;

serve(api);
