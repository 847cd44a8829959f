import { type Release, standardChannels } from "@cometwire/messages";
import { type NodeInfo, type Reactor, Switch } from "@cometwire/p2p";
import {
  checkReactor,
  ScriptedPeer,
  SeededRandom,
  SimulatedNetwork,
  simulatedNodeInfo,
  simulatedNodeKey,
  VirtualClock,
} from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { type PassiveOptions, passiveReactors } from "../../src/passive/passive-reactors.js";

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const releases: readonly Release[] = ["v0.34", "v0.37", "v0.38", "v0.39", "v0.40", "v1.0"];
const channelsOf = (options: PassiveOptions) =>
  passiveReactors(options).flatMap((reactor: Reactor<unknown>) => reactor.channels);

/** A switch with passive reactors, and a peer that sends messages and keeps what comes back, as `channel bytes`. */
async function exchange(options: Partial<PassiveOptions>, messages: readonly (readonly [number, string])[]) {
  const clock = new VirtualClock();
  const random = new SeededRandom(1);
  const network = new SimulatedNetwork({ clock, random, latencyMs: 1 });
  const nodeKey = simulatedNodeKey(random);
  const ip = "10.0.0.1";
  const nodeInfo = (): NodeInfo => simulatedNodeInfo({ id: nodeKey.id, ip, channels: sw.channelIds });
  const sw: Switch = new Switch({
    nodeId: nodeKey.id,
    nodeInfo,
    listen: `${ip}:26656`,
    reactors: passiveReactors({ release: "v0.38", ...options }),
    createTransport: (seams) => network.transport(ip, { nodeKey, nodeInfo, ...seams }),
    clock,
    random,
  });
  await sw.start();
  const channels = [...sw.channelIds];
  const peer = new ScriptedPeer({ network, random, ip: "10.0.0.2", channels });
  const connecting = peer.dial({ id: nodeKey.id, host: ip, port: 26_656 });
  await clock.advance(1_000);
  const connection = await connecting;
  for (const [channelId, message] of messages) {
    peer.send(channelId, hex(message));
    await clock.advance(100);
  }
  const { closeReason } = connection;
  const traffic = sw.traffic();
  const stopping = sw.stop();
  await clock.advance(10_000);
  await stopping;
  const answers = connection.received.map(
    ({ channelId, bytes }) => `${channelId.toString(16)} ${text(bytes)}`,
  );
  return { answers, ended: closeReason?.code, traffic };
}

const newRoundStep = "0a 0a 08 85 80 80 80 10 18 01 20 03";

describe("passive reactors", () => {
  it.each(releases)("%s: have the channels of a full node in its order, but for peer exchange", (release) => {
    const standard = standardChannels(release).filter(({ reactor }) => reactor !== "pex");
    const channels = channelsOf({ release });
    expect(channels.map(({ id }) => id)).toEqual(standard.map(({ id }) => id));
    expect(channels.map(({ priority }) => priority)).toEqual(standard.map(({ priority }) => priority));
    expect(passiveReactors({ release }).map(({ name }) => name)).toEqual([
      "blocksync",
      "consensus",
      "mempool",
      "evidence",
      "statesync",
    ]);
  });

  it("take transactions as large as the home says, or none at all", () => {
    const mempool = (options: PassiveOptions["mempool"]) =>
      channelsOf({ release: "v0.40", mempool: options ?? {} }).find(({ id }) => id === 0x30)
        ?.recvMessageCapacity;
    expect(mempool(undefined)).toBe(4_194_314);
    expect(mempool({ type: "flood", maxTxBytes: 1_048_576 })).toBe(1_048_584);
    expect(mempool({ type: "app", maxTxBytes: 1_048_576, maxBatchBytes: 4_194_304 })).toBe(4_194_314);
    expect(mempool({ type: "nop" })).toBeUndefined();
    expect(() => mempool({ maxTxBytes: 0 })).toThrow(RangeError);
  });

  it("say of every block that it is not there", async () => {
    const { answers, ended } = await exchange({}, [
      [0x40, "0a 00"],
      [0x40, "0a 02 08 07"],
      [0x40, "0a 0a 08 ff ff ff ff ff ff ff ff 7f"],
    ]);
    expect(answers).toEqual(["40 1200", "40 12020807", "40 120a08ffffffffffffffff7f"]);
    expect(ended).toBeUndefined();
  });

  it("take everything else without an answer, sense or nonsense", async () => {
    const messages = [
      [0x40, "22 00"], // StatusRequest
      [0x40, "2a 04 08 05 10 01"], // StatusResponse
      [0x40, "0a 03 08 07"], // cut off
      [0x40, `0a 40 ${"08 07".repeat(32)}`],
      [0x40, "ff ff ff"],
      [0x20, newRoundStep],
      [0x22, "32 00"],
      [0x30, "0a 03 0a 01 aa"],
      [0x30, "0a 00"],
      [0x38, "0a 02 0a 00"],
      [0x60, "0a 00"],
      [0x61, "1a 02 08 01"],
    ] as const;
    const { answers, ended, traffic } = await exchange({}, messages);
    expect(answers).toEqual([]);
    expect(ended).toBeUndefined();
    expect(traffic.reduce((sum, { receivedMessages }) => sum + receivedMessages, 0)).toBe(messages.length);
  });

  it("follow a peer's rounds when told to", async () => {
    const { answers, ended } = await exchange({ followRounds: true }, [
      [0x20, newRoundStep],
      [0x20, "3a 02 08 05"], // HasVote
      [0x20, `0a 40 ${"08 05".repeat(32)}`], // longer than can be
    ]);
    expect(answers).toEqual([`20 ${newRoundStep.replaceAll(" ", "")}`]);
    expect(ended).toBeUndefined();
  });

  it("do not keep memory for answers that they have not asked for", async () => {
    for (const channelId of [0x40, 0x61]) {
      const { ended, traffic } = await exchange({}, [[channelId, "1a".repeat(65_537)]]);
      expect(ended).toBe("CONNECTION_CLOSED");
      expect(traffic).toEqual([]);
    }
  });

  it.each(["blocksync", "consensus", "mempool", "evidence", "statesync"])(
    "%s keeps the contract",
    async (name) => {
      const create = () =>
        passiveReactors({ release: "v0.38", followRounds: true }).find(
          (each) => each.name === name,
        ) as Reactor;
      const ids = create().channels.map(({ id }) => id);
      await checkReactor(create, {
        runs: 5,
        messages: (random) => ({
          channelId: ids[random.integer(ids.length)] as number,
          bytes: random.integer(2) === 0 ? hex("0a 02 08 07") : random.bytes(1 + random.integer(40)),
        }),
      });
    },
  );
});
