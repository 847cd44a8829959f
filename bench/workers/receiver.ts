/** Counts the messages of whoever connects: bare connections. */
import { channel } from "../settings.js";
import { createTransport, listen, startConnection, usage } from "./library.js";
import { serve } from "./serve.js";

const channels = [channel];
let messages = 0;

function count(): void {
  messages++;
}

const api = {
  /** Returns the port. */
  listen: () =>
    listen(createTransport(channels), (connection) => {
      startConnection(connection, channels, count, () => {}); // the sender ends it
    }),
  sample: () => ({ ...usage(), messages }),
};

/** The functions of this worker. */
export type ReceiverApi = typeof api;

serve(api);
