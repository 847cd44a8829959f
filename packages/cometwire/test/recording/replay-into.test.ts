import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MessageType, standardChannels } from "@cometwire/messages";
import { systemClock } from "@cometwire/p2p";
import {
  replayInto,
  ScriptedPeer,
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { expect, it, onTestFinished } from "vitest";
import { openRecording } from "../../src/recording/open-recording.js";
import { readRecording } from "../../src/recording/read-recording.js";
import { createTap } from "../../src/tap/tap.js";
import type { TapMessage } from "../../src/tap/tap-message.js";
import { corpusMessages } from "../support/corpus.js";

const LATENCY_MS = 10;
/** Of the corpus: one that sent votes, parts, transactions, blocks and chunks of snapshots. */
const RECORDED_PEER = "2".repeat(40);

/** Who asks for nothing hangs up on these. */
const ANSWERS = new Set<MessageType | undefined>(["PexAddrs", "BlockResponse", "ChunkResponse"]);

/** What one peer said, out of a recording of several. */
async function recorded(): Promise<TapMessage[]> {
  const folder = await mkdtemp(join(tmpdir(), "cometwire-replay-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "gossip.cwrec");
  const recording = await openRecording(file, { clock: systemClock });
  for (const message of corpusMessages("v0.38.25")) await recording.take(message);
  await recording.close();
  const messages: TapMessage[] = [];
  for await (const message of readRecording(file)) {
    if (message.peer.id !== RECORDED_PEER) continue;
    if (!ANSWERS.has(message.message?.type)) messages.push(message);
  }
  return messages;
}

it("a tap on a simulated network gets what a real node once said, in the same order at the same times", async () => {
  const messages = await recorded();
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  const network = new SimulatedNetwork({ clock, random, latencyMs: LATENCY_MS });
  const channels = standardChannels("v0.38").map(({ id }) => id);
  const peer = new ScriptedPeer({ network, random, ip: "10.0.0.2", channels });
  await peer.listen();
  const tap = createTap({
    network: "test-chain",
    nodeKey: simulatedNodeKey(random),
    peers: [peer.address],
    sockets: network.host("10.0.0.1"),
    localAddress: "10.0.0.1",
    ...simulatedCrypto({ clock, random }),
    clock,
    random,
  });
  const came: TapMessage[] = [];
  const listening = (async () => {
    for await (const message of tap.messages()) came.push(message);
  })();
  await Promise.all([tap.start(), clock.advance(5_000)]);
  const [connection] = peer.open;
  if (connection === undefined) throw new Error("the tap has not come");

  const start = clock.wallTime();
  const first = messages[0]?.at ?? 0;
  const [sent] = await Promise.all([replayInto(connection, messages, { clock }), clock.advance(150_000)]);
  await Promise.all([tap.stop(), clock.advance(20_000)]);
  await Promise.all([listening, peer.stop()]);

  const text = ({ channel, bytes, message }: TapMessage) =>
    `${channel} ${message?.type ?? "?"} ${Buffer.from(bytes).toString("base64")}`;
  expect(sent).toBe(messages.length);
  expect(new Set(messages.map(({ message }) => message?.type)).size).toBeGreaterThan(12);
  expect(came.map(text)).toEqual(messages.map(text));
  const late = came.map(({ at }, index) => at - start - ((messages[index]?.at ?? 0) - first));
  expect(Math.min(...late)).toBeCloseTo(LATENCY_MS, 3);
  // A block of several parts takes more than one packet of the network.
  expect(Math.max(...late)).toBeLessThan(500);
});
