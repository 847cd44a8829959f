/** Many bare connections that count what they receive. */
import { channel } from "../settings.js";
import { usage } from "./library.js";
import { connectMany, type ManyConnections } from "./many-connections.js";
import { serve } from "./serve.js";

let messages = 0;

function count(): void {
  messages++;
}

const api = {
  connect: (wanted: ManyConnections) => connectMany(wanted, [channel], count),
  sample: () => ({ ...usage(), messages }),
};

/** The functions of this worker. */
export type SinksApi = typeof api;

serve(api);
