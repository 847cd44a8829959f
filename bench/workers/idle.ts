/** Keeps idle connections: makes them, or accepts them and says what they take. */
import { fullNodeChannels } from "../settings.js";
import { createTransport, listen, settledMemory, startConnection } from "./library.js";
import { connectMany, type ManyConnections } from "./many-connections.js";
import { serve } from "./serve.js";

let connections = 0;

const api = {
  /** Returns the port. */
  listen: () =>
    listen(createTransport(fullNodeChannels), (connection) => {
      startConnection(connection, fullNodeChannels);
      connections++;
    }),
  connect: (wanted: ManyConnections) => connectMany(wanted, fullNodeChannels),
  /** After garbage collection. */
  memory: async () => ({ connections, residentBytes: await settledMemory() }),
};

/** The functions of this worker. */
export type IdleApi = typeof api;

serve(api);
