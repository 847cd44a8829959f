/** Sends messages of one size over a bare connection, as fast as the queue takes them. */
import { channel } from "../settings.js";
import { flood } from "./flood.js";
import { createTransport, startConnection, usage } from "./library.js";
import { filler } from "./load-messages.js";
import { fail, serve } from "./serve.js";

const api = {
  /** Connects, and goes on sending until the process ends. */
  start: async ({ port, size }: { port: number; size: number }) => {
    const transport = createTransport([channel]);
    const connection = startConnection(await transport.dial({ host: "127.0.0.1", port }), [channel]);
    flood(connection, channel.id, filler(size)).catch(fail);
  },
  sample: () => ({ ...usage(), messages: 0 }),
};

/** The functions of this worker. */
export type SenderApi = typeof api;

serve(api);
