/** Keeps idle connections: makes them, or accepts them and says what they take. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fullNodeChannels } from "../settings.js";
import { createTransport, listen, startConnection } from "./library.js";
import { serve } from "./serve.js";

let connections = 0;

const api = {
  /** Returns the port. */
  listen: () =>
    listen(createTransport(fullNodeChannels), (connection) => {
      startConnection(connection, fullNodeChannels);
      connections++;
    }),
  /** Makes `count` connections, four at a time. Each has a transport of its own, which keeps one to an address. */
  connect: async ({ port, count }: { port: number; count: number }) => {
    let left = count;
    const connect = async () => {
      while (left-- > 0) {
        const transport = createTransport(fullNodeChannels);
        startConnection(await transport.dial({ host: "127.0.0.1", port }), fullNodeChannels);
        connections++;
      }
    };
    await Promise.all([connect(), connect(), connect(), connect()]);
  },
  /** After garbage collection. */
  memory: async () => {
    for (let i = 0; i < 5; i++) {
      global.gc?.();
      await sleep(50);
    }
    return { connections, residentBytes: residentBytes() };
  },
};

/** As the reference peer measures it; `process.memoryUsage` where there is no /proc. */
function residentBytes(): number {
  try {
    const kib = /^VmRSS:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    if (kib !== undefined) return Number(kib) * 1_024;
  } catch {
    // another system
  }
  return process.memoryUsage.rss();
}

/** The functions of this worker. */
export type IdleApi = typeof api;

serve(api);
