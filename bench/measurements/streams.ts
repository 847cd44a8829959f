/** One connection, one sender, one receiver: how much gets through, and what it costs each end. */
import { setTimeout as sleep } from "node:timers/promises";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { channel, type Extent, goFlags, goVersion } from "../settings.js";
import type { ReceiverApi } from "../workers/receiver.js";
import type { SenderApi } from "../workers/sender.js";

/** Whose implementation an end is. */
export type Side = "ours" | "go";

/** What one run gave. */
export interface StreamResult {
  /** Message bytes a second at the receiver. */
  readonly bytesPerS: number;
  /** CPU seconds a message byte. */
  readonly senderCpuPerByte: number;
  readonly receiverCpuPerByte: number;
}

/** What a receiver saw in the measured window. */
interface Window {
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Receiver extends AsyncDisposable {
  readonly port: number;
  /** Waits for the first message and then for the end of the warm-up. */
  warmUp(): Promise<void>;
  window(): Promise<Window>;
}

interface Sender extends AsyncDisposable {
  /** The window begins; the result is called when it has ended. */
  begin(): Promise<(window: Window) => Promise<number>>;
}

/** Measures one direction once, with processes of its own. */
export async function measureStream(
  from: Side,
  to: Side,
  size: number,
  extent: Extent,
): Promise<StreamResult> {
  await using receiver = await (to === "ours" ? ourReceiver(extent) : goReceiver(extent));
  await using sender = await (from === "ours"
    ? ourSender(receiver.port, size)
    : goSender(receiver.port, size, extent));
  await receiver.warmUp();
  const end = await sender.begin();
  const window = await receiver.window();
  const senderCpuPerByte = await end(window);
  return {
    bytesPerS: window.bytes / window.seconds,
    senderCpuPerByte,
    receiverCpuPerByte: window.cpuSeconds / window.bytes,
  };
}

async function ourReceiver({ seconds, warmUpSeconds }: Extent): Promise<Receiver> {
  const worker = new NodeWorker<ReceiverApi>("receiver");
  return {
    port: await worker.call("listen"),
    async warmUp() {
      const deadline = performance.now() + 10_000;
      while ((await worker.call("sample")).bytes === 0) {
        if (performance.now() > deadline) throw new Error("no message has arrived");
        await sleep(10);
      }
      await sleep(warmUpSeconds * 1_000);
    },
    async window() {
      const before = await worker.call("sample");
      await sleep(seconds * 1_000);
      const after = await worker.call("sample");
      return {
        bytes: after.bytes - before.bytes,
        seconds: after.seconds - before.seconds,
        cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      };
    },
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}

/** Reports each second of its own accord: the window is made of whole seconds. */
async function goReceiver({ seconds, warmUpSeconds }: Extent): Promise<Receiver> {
  const peer = await startReferencePeer({ ...goFlags, mode: "sink", listen: "127.0.0.1:0" }, goVersion);
  const { addr } = await peer.next("listening");
  return {
    port: Number(String(addr).split(":").at(-1)),
    async warmUp() {
      for (let i = 0; i <= warmUpSeconds; i++) await peer.next("rate"); // the first began before the first message
    },
    async window() {
      const sum = { bytes: 0, seconds: 0, cpuSeconds: 0 };
      for (let i = 0; i < seconds; i++) {
        const rate = await peer.next(({ event }) => event === "rate" || event === "closed");
        if (rate.event === "closed" || rate["final"] === true) {
          throw new Error("the connection ended during the measurement");
        }
        for (const key of ["bytes", "seconds", "cpuSeconds"] as const) sum[key] += Number(rate[key]);
      }
      return sum;
    },
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}

async function ourSender(port: number, size: number): Promise<Sender> {
  const worker = new NodeWorker<SenderApi>("sender");
  await worker.call("start", { port, size });
  return {
    async begin() {
      const before = await worker.call("sample");
      return async ({ bytes }) => {
        const after = await worker.call("sample");
        return (after.cpuSeconds - before.cpuSeconds) / bytes;
      };
    },
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}

/** Says what it has used only at its end, for all it has sent. */
async function goSender(port: number, size: number, extent: Extent): Promise<Sender> {
  const seconds = extent.warmUpSeconds + extent.seconds + 2; // a Go receiver's seconds begin at any time
  const peer = await startReferencePeer(
    {
      ...goFlags,
      mode: "flood",
      dial: `127.0.0.1:${port}`,
      size,
      channel: channel.id,
      duration: `${seconds}s`,
    },
    goVersion,
  );
  return {
    begin: () =>
      Promise.resolve(async () => {
        if (peer.events.some(({ event }) => event === "flooded")) {
          throw new Error("the reference peer ended before the measurement");
        }
        const flooded = await peer.waitFor("flooded", 30_000);
        if (flooded["refused"] === true) throw new Error("the reference peer could not go on sending");
        return Number(flooded["cpuSeconds"]) / Number(flooded["bytes"]);
      }),
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}
