/** Sends messages of one size as fast as the queue takes them. */
import type { MConnection } from "@cometwire/p2p";
import { channel } from "../settings.js";
import { createTransport, startConnection, usage } from "./library.js";
import { fail, serve } from "./serve.js";

async function flood(connection: MConnection, message: Uint8Array): Promise<void> {
  for (;;) {
    while (connection.trySend(channel.id, message));
    await connection.send(channel.id, message);
  }
}

const api = {
  /** Connects, and goes on sending until the process ends. */
  start: async ({ port, size }: { port: number; size: number }) => {
    const transport = createTransport([channel]);
    const connection = startConnection(await transport.dial({ host: "127.0.0.1", port }), [channel]);
    const message = Uint8Array.from({ length: size }, (_, i) => i * 31 + 7);
    flood(connection, message).catch(fail);
  },
  sample: usage,
};

/** The functions of this worker. */
export type SenderApi = typeof api;

serve(api);
