/** Processes at the ends of connections under load. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PeerEvent, ReferencePeer } from "../../interop/harness/reference-peer.js";
import type { Extent } from "../settings.js";
import type { Usage } from "../workers/library.js";

/** Whose implementation an end is. */
export type Side = "ours" | "go";

/** What a process has used, and how many messages it has received, until now. */
export interface LoadSample extends Usage {
  readonly messages: number;
}

/** A process that sends, or receives. */
export interface LoadEnd extends AsyncDisposable {
  /** @throws Error when a connection of it has ended */
  sample(): Promise<LoadSample>;
}

/** What happened between two samples of both ends. */
export interface LoadWindow {
  readonly messagesPerS: number;
  /** CPU seconds a message. */
  readonly senderCpu: number;
  readonly receiverCpu: number;
}

const firstMessageDeadlineMs = 15_000;

/** Waits for the first message and for the end of the warm-up, then measures. */
export async function measureLoad(
  { sender, receiver }: { readonly sender: LoadEnd; readonly receiver: LoadEnd },
  { warmUpSeconds, seconds }: Extent,
): Promise<LoadWindow> {
  const sample = () => Promise.all([sender.sample(), receiver.sample()]);
  const deadline = performance.now() + firstMessageDeadlineMs;
  while ((await receiver.sample()).messages === 0) {
    if (performance.now() > deadline) throw new Error("no message has arrived");
    await sleep(10);
  }
  await sleep(warmUpSeconds * 1_000);
  const [senderBefore, receiverBefore] = await sample();
  await sleep(seconds * 1_000);
  const [senderAfter, receiverAfter] = await sample();
  const messages = receiverAfter.messages - receiverBefore.messages;
  if (messages === 0) throw new Error("no message arrived during the measurement");
  return {
    messagesPerS: messages / (receiverAfter.seconds - receiverBefore.seconds),
    senderCpu: (senderAfter.cpuSeconds - senderBefore.cpuSeconds) / messages,
    receiverCpu: (receiverAfter.cpuSeconds - receiverBefore.cpuSeconds) / messages,
  };
}

/** Has a reference peer answer a command whose answer is called like the command. */
export function ask(peer: ReferencePeer, cmd: string): Promise<PeerEvent> {
  peer.send({ cmd });
  return peer.next(cmd);
}

/** {@link LoadEnd.sample} of a reference peer. */
export async function sampleOf(peer: ReferencePeer): Promise<LoadSample> {
  const { messages, seconds, cpuSeconds } = await ask(peer, "sample");
  const end = peer.events.find(({ event }) => ["closed", "peer-removed", "handshake-failed"].includes(event));
  if (end !== undefined) throw new Error(`a connection of Go's has ended: ${JSON.stringify(end)}`);
  return { messages: Number(messages), seconds: Number(seconds), cpuSeconds: Number(cpuSeconds) };
}
