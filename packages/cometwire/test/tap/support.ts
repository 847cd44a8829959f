import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type ChannelMessage, encodeMessage, messagePlaces, type Release } from "@cometwire/messages";
import {
  ScriptedPeer,
  SeededRandom,
  simulatedCrypto,
  SimulatedNetwork,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { readMessage } from "../../src/tap/read-message.js";
import { createTap, type Tap, type TapOptions } from "../../src/tap/tap.js";
import type { TapMessage, TapPeer } from "../../src/tap/tap-message.js";

const CHANNELS = [0x40, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x60, 0x61, 0x00];

/** One message of the recorded gossip. */
export interface Recorded {
  readonly release: Release;
  readonly channel: number;
  readonly bytes: Uint8Array;
  /** Its name in Go, with its package: `consensus.Vote`. */
  readonly type: string;
  readonly peer: number;
}

/** What real nodes of a version said. */
export function recorded(version: string): Recorded[] {
  const path = new URL(`../../../../test/fixtures/corpus/${version}.jsonl.gz`, import.meta.url);
  const release = /^v\d+\.\d+/.exec(version)?.[0] as Release;
  return gunzipSync(readFileSync(path))
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<"dir" | "ch" | "hex" | "type", string> & { peer: number })
    .filter(({ dir }) => dir === "in")
    .map(({ ch, hex, type, peer }) => ({
      release,
      channel: Number(ch),
      bytes: Uint8Array.from(Buffer.from(hex, "hex")),
      type,
      peer,
    }));
}

/** A peer for messages that no peer has sent. */
export const somePeer: TapPeer = {
  id: "2d9983b2e026419997a412b6b2b75263ba98cd74",
  address: "203.0.113.5:26656",
  release: "v0.38",
};

/** A message as a tap hands it out. */
export function tapped(bytes: Uint8Array, channel: number, changes: Partial<TapMessage> = {}): TapMessage {
  const peer = changes.peer ?? somePeer;
  const at = 1_763_847_639_812.345;
  return {
    at,
    peer,
    network: "test-chain",
    channel,
    bytes,
    ...readMessage(channel, bytes, peer.release),
    ...changes,
  };
}

/** A message of ours, as a tap hands it out. */
export function tappedMessage(message: ChannelMessage, changes: Partial<TapMessage> = {}): TapMessage {
  return tapped(encodeMessage(message), messagePlaces[message.type].channel, changes);
}

/** A tap in virtual time, and peers that do as they are told. */
export class TapWorld {
  readonly clock = new VirtualClock();
  readonly #random = new SeededRandom(1);
  readonly network = new SimulatedNetwork({ clock: this.clock, random: this.#random, latencyMs: 1 });
  readonly #taps: Tap[] = [];
  #peers = 0;

  /** A peer that listens. */
  async peer(): Promise<ScriptedPeer> {
    const { network } = this;
    const ip = `10.0.1.${++this.#peers}`;
    const peer = new ScriptedPeer({ network, random: this.#random, ip, channels: CHANNELS });
    await peer.listen();
    return peer;
  }

  /** A tap that has started, and is connected to these. */
  async tap(peers: readonly ScriptedPeer[], changes: Partial<TapOptions> = {}): Promise<Tap> {
    const { clock, network } = this;
    const random = this.#random;
    const tap = createTap({
      network: "test-chain",
      nodeKey: simulatedNodeKey(random),
      sockets: network.host("10.0.0.1"),
      localAddress: "10.0.0.1",
      ...simulatedCrypto({ clock, random }),
      clock,
      random,
      peers: peers.map(({ address }) => address.toString()),
      ...changes,
    });
    this.#taps.push(tap);
    await tap.start();
    const connected = (): boolean => tap.summary().peers.length === peers.length;
    if (!(await clock.advanceUntil(connected, 10_000))) throw new Error("not connected");
    await clock.advance(1_000);
    return tap;
  }

  /** Lets time pass until a promise has settled. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = promise.finally(() => (settled = true));
    await this.clock.advanceUntil(() => settled, 60_000);
    return done;
  }

  /** Stops the taps. */
  async stop(): Promise<void> {
    await this.run(Promise.all(this.#taps.map((tap) => tap.stop())));
  }
}
