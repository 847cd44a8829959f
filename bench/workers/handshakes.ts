/** Makes, or answers, complete handshakes: TCP, secret connection, NodeInfo. */
import { channel } from "../settings.js";
import { createTransport, listen, usage } from "./library.js";
import { fail, serve } from "./serve.js";

const channels = [channel];
let count = 0;

/** With a transport of its own: to one address, a transport keeps one connection at a time. */
async function dialForEver(port: number): Promise<never> {
  const transport = createTransport(channels);
  for (;;) {
    const { secretConnection } = await transport.dial({ host: "127.0.0.1", port });
    secretConnection.destroy();
    count++;
  }
}

const api = {
  /** Answers handshakes and keeps each connection until the other side closes it. Returns the port. */
  listen: () =>
    listen(createTransport(channels), ({ secretConnection }) => {
      secretConnection.attach({ consume() {}, onDrain() {}, onWireBytes() {}, onClosed() {} });
    }),
  /** Makes `parallel` handshakes at a time until the process ends. */
  dial: ({ port, parallel }: { port: number; parallel: number }) => {
    for (let i = 0; i < parallel; i++) dialForEver(port).catch(fail);
  },
  sample: () => ({ ...usage(), count }),
};

/** The functions of this worker. */
export type HandshakesApi = typeof api;

serve(api);
