/** The two ends of an MConnection with nothing above it: no switch, no reactor, no codec. */
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { NodeWorker } from "../node-worker.js";
import { channel, goFlags, goVersion } from "../settings.js";
import type { ReceiverApi } from "../workers/receiver.js";
import type { SenderApi } from "../workers/sender.js";
import { type LoadEnd, sampleOf, type Side } from "./load-end.js";

/** Starts an end that counts what it receives. */
export function startReceiver(side: Side): Promise<LoadEnd & { readonly port: number }> {
  return side === "ours" ? ourReceiver() : goReceiver();
}

/** Starts an end that sends messages of one size as fast as it can. */
export function startSender(side: Side, port: number, size: number): Promise<LoadEnd> {
  return side === "ours" ? ourSender(port, size) : goSender(port, size);
}

async function ourReceiver(): Promise<LoadEnd & { readonly port: number }> {
  const worker = new NodeWorker<ReceiverApi>("receiver");
  return {
    port: await worker.call("listen"),
    sample: () => worker.call("sample"),
    [Symbol.asyncDispose]: () => worker.stop(),
  };
}

async function goReceiver(): Promise<LoadEnd & { readonly port: number }> {
  const peer = await startReferencePeer({ ...goFlags, mode: "sink", listen: "127.0.0.1:0" }, goVersion);
  const { addr } = await peer.next("listening");
  return {
    port: Number(String(addr).split(":").at(-1)),
    sample: () => sampleOf(peer),
    [Symbol.asyncDispose]: () => peer.stop(),
  };
}

async function ourSender(port: number, size: number): Promise<LoadEnd> {
  const worker = new NodeWorker<SenderApi>("sender");
  await worker.call("start", { port, size });
  return { sample: () => worker.call("sample"), [Symbol.asyncDispose]: () => worker.stop() };
}

async function goSender(port: number, size: number): Promise<LoadEnd> {
  const flags = { ...goFlags, mode: "flood", dial: `127.0.0.1:${port}`, size, channel: channel.id };
  const peer = await startReferencePeer(flags, goVersion);
  return { sample: () => sampleOf(peer), [Symbol.asyncDispose]: () => peer.stop() };
}
