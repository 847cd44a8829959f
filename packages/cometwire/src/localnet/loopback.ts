import { createServer } from "node:net";
import { loopbackAddress } from "./plan.js";

/** Whether sockets can be opened on as many loopback addresses. Linux and Windows have 127.0.0.0/8, macOS 127.0.0.1 alone. */
export async function hasLoopbackAddresses(count: number): Promise<boolean> {
  return (await canListen(loopbackAddress(0))) && canListen(loopbackAddress(count - 1));
}

function canListen(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host, port: 0 }, () => server.close(() => resolve(true)));
  });
}
