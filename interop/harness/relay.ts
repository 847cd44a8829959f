/** A relay between two nodes, which can be cut: a network that fails without either node failing. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How a cut looks to both sides. */
export type Cut =
  /** Connections end, and new ones end as soon as they are accepted. */
  | "closed"
  /** Connections stay open and new ones are accepted, but nothing arrives any more. */
  | "silent";

/** A running relay. */
export interface Relay {
  /** `host:port` where it listens. */
  readonly address: string;
  /** Cuts the line, until {@link heal}. */
  cut(how: Cut): void;
  /** Mends the line. Connections that fell silent end: bytes of theirs are lost. */
  heal(): void;
  /** Ends all connections and the relay. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Relays TCP connections to a node: whoever dials `id@<relay.address>` reaches it. Addresses that nodes gossip lead past the
 * relay, so nodes that shall meet only here need `p2p.pex` off.
 *
 * @param target - `host:port`
 */
export async function startRelay(target: string): Promise<Relay> {
  const { hostname: host, port } = new URL(`tcp://${target}`);
  const sockets = new Set<Socket>();
  let state: Cut | "whole" = "whole";
  const hold = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined); // "close" follows
    socket.once("close", () => sockets.delete(socket));
  };
  const pass = (from: Socket, to: Socket): void => {
    from.on("data", (bytes) => {
      if (state === "whole" && !to.write(bytes)) from.pause();
    });
    to.on("drain", () => from.resume());
    from.once("end", () => {
      if (state === "whole") to.end();
    });
    from.once("close", () => {
      if (state !== "silent") to.destroy();
    });
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    hold(near);
    if (state === "closed") {
      near.destroy();
      return;
    }
    if (state === "silent") {
      near.resume();
      return;
    }
    const far = connect({ host, port: Number(port), allowHalfOpen: true });
    hold(far);
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const closeAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const stop = async (): Promise<void> => {
    server.close();
    closeAll();
    await once(server, "close");
  };
  return {
    address: `127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cut(how) {
      state = how;
      if (how === "closed") closeAll();
    },
    heal() {
      if (state === "silent") closeAll();
      state = "whole";
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
