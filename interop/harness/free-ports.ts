/** Ports for programs that cannot choose one themselves. */
import { createServer } from "node:net";

/** Below the range from which the system takes ports for outgoing connections (32768 and up on Linux). */
const lowest = 20_000;
const highest = 32_000;

const given = new Set<number>();

/** A TCP port that is free on an address of this machine and was not given out by this process before. */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (given.has(port)) continue;
    given.add(port);
    if (await canListen(host, port)) return port;
  }
  throw new Error(`no free port found on ${host} between ${String(lowest)} and ${String(highest)}`);
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
