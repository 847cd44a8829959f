/** What answering requests for addresses allocates. */
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import {
  AddressBook,
  type NetAddress,
  type Peer,
  pexChannel,
  type PexMessage,
  PexReactor,
  pexRequest,
  type ReactorContext,
} from "@cometwire/p2p";
import { SeededRandom, simulatedNodeInfo, VirtualClock } from "@cometwire/p2p/testing";
import { addressesPerSource, oldShare } from "../settings.js";
import { inventedAddresses } from "./invented-addresses.js";
import { serve } from "./serve.js";

/** Who answers: a seed, from what it has verified, or an ordinary node, from its whole book. */
export type Answerer = "seed" | "peer";

/** What one run gave. */
interface AnswerCost {
  /** In the last answer. */
  readonly addresses: number;
  /** Allocated for each answer, on the heap and beside it. */
  readonly bytes: number;
}

/** As much of a switch as answering takes. Its time stands still, so that nothing else happens. */
const context: Partial<ReactorContext> = {
  clock: new VirtualClock(),
  random: new SeededRandom(1),
  nodeInfo: simulatedNodeInfo({ id: "e".repeat(40), ip: "203.0.113.2", channels: [pexChannel.id] }),
  peers: [],
  counts: () => ({ inbound: 1, outbound: 0, dialing: 0 }),
  isPrivate: () => false,
  isPersistent: () => false,
  stopPeerGracefully: () => Promise.resolve(),
};

/** A reactor with `count` addresses in its book: what it does with the one request of a peer that comes and goes. */
function answererWith(count: number, mode: Answerer): () => Uint8Array {
  const book = new AddressBook();
  fill(book, inventedAddresses(count), mode);
  const reactor = new PexReactor({ book, mode });
  reactor.start(context as ReactorContext);
  let answer = new Uint8Array();
  const trySend = (_channel: unknown, message: unknown): boolean => {
    answer = pexChannel.codec?.encode(message as PexMessage) as Uint8Array<ArrayBuffer>;
    return true;
  };
  return () => {
    const peer: Partial<Peer> = {
      id: "f".repeat(40),
      outbound: false,
      running: true,
      persistent: false,
      unconditional: false,
      address: undefined,
      remote: { ip: "203.0.113.1", port: 40_000 },
      trySend,
    };
    reactor.addPeer(peer as Peer);
    reactor.receive(peer as Peer, pexChannel.id, pexRequest);
    reactor.removePeer(peer as Peer);
    return answer;
  };
}

function fill(book: AddressBook, addresses: readonly NetAddress[], mode: Answerer): void {
  for (const [i, address] of addresses.entries()) {
    if (mode === "seed") book.learnAddress(address, { verified: true });
    else book.add(address, addresses[i - (i % addressesPerSource)] as NetAddress);
    if (i % oldShare === 0) book.markGood(address.id);
  }
}

/** On the heap and beside it; only what is allocated adds to it, as long as nothing is collected. */
function allocatedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Measures `answers` answers from a book of `count` addresses, during which nothing is collected. */
async function measure({
  count,
  mode,
  answers,
}: {
  count: number;
  mode: Answerer;
  answers: number;
}): Promise<AnswerCost> {
  const answer = answererWith(count, mode);
  for (let i = 0; i < answers; i++) answer(); // so that the code is compiled
  global.gc?.();
  await turn();
  let collections = 0;
  const observer = new PerformanceObserver((list) => void (collections += list.getEntries().length));
  observer.observe({ entryTypes: ["gc"] });
  const before = allocatedBytes();
  for (let i = 0; i < answers; i++) answer();
  const bytes = (allocatedBytes() - before) / answers;
  await turn();
  await turn();
  observer.disconnect();
  if (collections > 0) throw new Error(`there were ${collections} garbage collections`);
  const message = pexChannel.codec?.decode(answer());
  return { addresses: message?.type === "addresses" ? message.addresses.length : 0, bytes };
}

const api = { measure };

/** The functions of this worker. */
export type PexAnswerApi = typeof api;

serve(api);
