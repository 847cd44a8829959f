import {
  type Ban,
  BanList,
  type BookEntry,
  type ChannelTraffic,
  type Clock,
  type NodeEvent,
  type NodeHappening,
  P2PError,
  parseAddress,
  type Peer,
  systemClock,
} from "@cometwire/p2p";
import type { ApiNode } from "../../src/api/api-node.js";
import { nodeInfo } from "../support/node-info.js";

/** A node id made of one hex digit. */
export function idOf(digit: string): string {
  return digit.repeat(40);
}

/** What of a fake peer can be chosen. */
export interface FakePeerChanges extends Partial<Pick<Peer, "outbound" | "persistent" | "remote">> {
  readonly moniker?: string;
  readonly listenAddr?: string;
  readonly traffic?: readonly ChannelTraffic[];
  readonly queued?: number;
}

/** A connected peer with given numbers. */
export function fakePeer(id: string, changes: FakePeerChanges = {}): Peer {
  const { outbound = true, persistent = false, remote = { ip: "10.0.0.1", port: 26656 } } = changes;
  const { moniker = "a peer", listenAddr = "tcp://10.0.0.1:26656", traffic = [], queued = 2 } = changes;
  const flow = { bytes: 215, currentRate: 132, averageRate: 106, peakRate: 202, idleMs: 840 };
  return {
    id,
    nodeInfo: nodeInfo({ id, moniker, listenAddr }),
    outbound,
    remote,
    address: parseAddress(`${id}@10.0.0.1:26656`),
    persistent,
    unconditional: false,
    running: true,
    signal: new AbortController().signal,
    closeReason: undefined,
    hasChannel: () => true,
    send: () => Promise.resolve(),
    trySend: () => true,
    canSend: () => true,
    get: () => undefined,
    set: () => {},
    status: () => ({
      durationMs: 2_029.60666,
      send: flow,
      recv: flow,
      unfinishedBytes: 0,
      paused: false,
      sendIdle: true,
      channels: [
        { id: 0x30, priority: 5, sendQueueCapacity: 1, sendQueueSize: queued, recentlySent: 0 },
        { id: 0x00, priority: 1, sendQueueCapacity: 10, sendQueueSize: 1, recentlySent: 7.25 },
      ],
    }),
    traffic: () => traffic,
  };
}

/** Counts of one channel. */
export function traffic(channelId: number, receivedBytes: number, sentBytes: number): ChannelTraffic {
  return { channelId, receivedMessages: 3, receivedBytes, sentMessages: 2, sentBytes, unknownMessages: 1 };
}

/** A node that does nothing but remember what it was told. */
export class FakeNode implements ApiNode {
  readonly id = idOf("a");
  readonly network = "test-chain";
  readonly nodeInfo = nodeInfo({ id: idOf("a"), moniker: "ours" });
  readonly endpoint = { ip: "127.0.0.1", port: 26656 };
  readonly startedAt = 1_700_000_000_000;
  readonly bans: BanList;
  readonly calls: string[] = [];
  readonly clock: Clock;
  peers: Peer[] = [];
  totals: readonly ChannelTraffic[] = [];
  book: BookEntry[] = [];
  persistent = new Map<string, ReturnType<typeof parseAddress>>();
  /** What a dial does. */
  onDial: (address: string) => Promise<Peer> = () => Promise.reject(new P2PError("DIAL_REFUSED"));
  readonly #listeners = new Set<(event: NodeEvent) => void>();
  readonly #onSilence: (() => void)[] = [];

  constructor(clock: Clock = systemClock) {
    this.clock = clock;
    this.bans = new BanList({ clock });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  readonly switch: ApiNode["switch"] = ((node: FakeNode): ApiNode["switch"] => ({
    get peers() {
      return node.peers;
    },
    get roster() {
      return {
        persistentAddresses: [...node.persistent.values()],
        persistentIds: new Set(node.persistent.keys()),
        unconditionalIds: new Set<string>(),
        privateIds: new Set<string>(),
        persistentAddress: (id: string) => node.persistent.get(id),
      };
    },
    peer: (id) => node.peers.find((each) => each.id === id),
    counts: () => ({ outbound: 0, inbound: 0, dialing: 4 }),
    traffic: () => node.totals,
    addPersistentPeer: (address) => {
      node.calls.push(`persistent ${address.toString()}`);
      node.persistent.set(address.id, address);
    },
    removePersistentPeer: (id) => node.persistent.delete(id),
    addPrivatePeer: (id) => void node.calls.push(`private ${id}`),
    addUnconditionalPeer: (id) => void node.calls.push(`unconditional ${id}`),
  }))(this);

  readonly addressBook: ApiNode["addressBook"] = ((node: FakeNode): ApiNode["addressBook"] => ({
    get size() {
      return node.book.length;
    },
    get counts() {
      const old = node.book.filter(({ kind }) => kind === "old").length;
      return { new: node.book.length - old, old };
    },
    entries: () => node.book.values(),
    bans: () => [].values(),
  }))(this);

  onEvent(listener: (event: NodeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) for (const resolve of this.#onSilence.splice(0)) resolve();
    };
  }

  /** Resolves when the last listener has gone. */
  nextSilence(): Promise<void> {
    return new Promise((resolve) => this.#onSilence.push(resolve));
  }

  /** Something happens. */
  emit(happening: NodeHappening): void {
    const event: NodeEvent = { ...happening, at: this.clock.wallTime() };
    for (const listener of this.#listeners) listener(event);
  }

  dial(address: Parameters<ApiNode["dial"]>[0], options?: { readonly persistent?: boolean | undefined }) {
    this.calls.push(`dial ${address.toString()}${options?.persistent === true ? " persistent" : ""}`);
    return this.onDial(address.toString());
  }

  disconnect(id: string): Promise<boolean> {
    this.calls.push(`disconnect ${id}`);
    return Promise.resolve(this.peers.some((peer) => peer.id === id));
  }

  ban(target: string, options: Parameters<ApiNode["ban"]>[1]): void {
    this.bans.add(target, options);
  }

  /** How often it was told to save. */
  saves = 0;

  save(): Promise<void> {
    this.saves++;
    return Promise.resolve();
  }

  /** The bans' targets. */
  get banned(): string[] {
    return this.bans.list().map(({ text }: Ban) => text);
  }
}
