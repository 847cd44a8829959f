/** One connection, one sender, one receiver: how much gets through, and what it costs each end. */
import { channel, type Extent } from "../settings.js";
import { startReceiver, startSender } from "./bare-connection.js";
import { type LoadWindow, measureLoad, type Side } from "./load-end.js";
import { startLoadNode } from "./load-node.js";

/** What the messages go through: the API for reactors, or the connection below it and nothing else. */
export type Level = "api" | "mconnection";

/** What is sent from where to where. */
export interface StreamPlan {
  readonly level: Level;
  readonly from: Side;
  readonly to: Side;
  /** Payload bytes of a message. */
  readonly size: number;
}

/** What one run gave, in message payload. */
export interface StreamResult {
  /** At the receiver. */
  readonly bytesPerS: number;
  /** CPU seconds a byte. */
  readonly senderCpuPerByte: number;
  readonly receiverCpuPerByte: number;
}

/** Measures one direction once, with processes of its own. */
export async function measureStream(plan: StreamPlan, extent: Extent): Promise<StreamResult> {
  const { size } = plan;
  const measure = plan.level === "api" ? throughNodes : overBareConnection;
  const { messagesPerS, senderCpu, receiverCpu } = await measure(plan, extent);
  return {
    bytesPerS: messagesPerS * size,
    senderCpuPerByte: senderCpu / size,
    receiverCpuPerByte: receiverCpu / size,
  };
}

async function throughNodes({ from, to, size }: StreamPlan, extent: Extent): Promise<LoadWindow> {
  await using receiver = await startLoadNode(to);
  await using sender = await startLoadNode(from);
  await sender.dial(receiver.address);
  await sender.flood({ channel: channel.id, size });
  return await measureLoad({ sender, receiver }, extent);
}

async function overBareConnection({ from, to, size }: StreamPlan, extent: Extent): Promise<LoadWindow> {
  await using receiver = await startReceiver(to);
  await using sender = await startSender(from, receiver.port, size);
  return await measureLoad({ sender, receiver }, extent);
}
