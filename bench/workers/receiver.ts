/** Counts the messages of whoever connects. */
import { channel } from "../settings.js";
import { createTransport, listen, startConnection, usage } from "./library.js";
import { serve } from "./serve.js";

const channels = [channel];
let bytes = 0;

function count(_channel: number, message: Uint8Array): void {
  bytes += message.length;
}

const api = {
  /** Returns the port. */
  listen: () =>
    listen(createTransport(channels), (connection) => {
      startConnection(connection, channels, count, () => {}); // the sender ends it
    }),
  sample: () => ({ ...usage(), bytes }),
};

/** The functions of this worker. */
export type ReceiverApi = typeof api;

serve(api);
