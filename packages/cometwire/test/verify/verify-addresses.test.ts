import {
  type AddressSpec,
  encodePexAddresses,
  type EstablishedConnection,
  IpAddress,
  NamedAddress,
  NetAddress,
  type NodeInfo,
  NodeKey,
  systemClock,
  systemRandom,
} from "@cometwire/p2p";
import { SeededRandom, SimulatedNetwork, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import {
  type VerifiedAddress,
  verifyAddresses,
  type VerifyOptions,
} from "../../src/verify/verify-addresses.js";
import { nodeInfo } from "../support/node-info.js";
import { answering, closing, startPeer } from "../support/peers.js";

const CLIENT = "10.0.0.1";

/** A simulated network with a host that verifies. */
class World {
  readonly clock = new VirtualClock();
  readonly random = new SeededRandom(1);
  readonly network = new SimulatedNetwork({ clock: this.clock, random: this.random, latencyMs: 25 });
  readonly interrupt = new AbortController();
  /** Connections that the peers have accepted. */
  accepted = 0;

  /** A peer that listens at `ip`. */
  async peer(
    ip: string,
    info: Partial<NodeInfo> = {},
    serve?: (connection: EstablishedConnection) => void,
  ): Promise<NetAddress> {
    const nodeKey = NodeKey.generate(this.random);
    const own = nodeInfo({ id: nodeKey.id, ...info });
    const transport = this.network.transport(ip, { nodeKey, nodeInfo: () => own });
    const listening = transport.listen(`${ip}:26656`, {
      onConnection: (connection) => {
        this.accepted++;
        (serve ?? answering(undefined, "stay", this.clock))(connection);
      },
    });
    await this.clock.settle();
    await listening;
    return new NetAddress(nodeKey.id, IpAddress.parse(ip) as IpAddress, 26656);
  }

  /** Verifies, and lets as much time pass as that takes. */
  async verify(
    addresses: readonly AddressSpec[],
    options: Partial<VerifyOptions> = {},
  ): Promise<VerifiedAddress[]> {
    let results: VerifiedAddress[] | undefined;
    const { clock, random, interrupt } = this;
    const done = verifyAddresses(addresses, {
      network: "test-chain",
      io: { clock, random, signal: interrupt.signal },
      createTransport: ({ nodeKey, nodeInfo: ours }) =>
        this.network.transport(CLIENT, { nodeKey, nodeInfo: () => ours, allowDuplicateIp: true }),
      ...options,
    }).then((value) => {
      results = value;
    });
    await clock.advanceUntil(() => results !== undefined, 3_600_000);
    await done;
    return results as unknown as VerifiedAddress[];
  }
}

const unknownId = "e".repeat(40);

function at(ip: string, id = unknownId, port = 26656): NetAddress {
  return new NetAddress(id, IpAddress.parse(ip) as IpAddress, port);
}

/** The part of results that tests look at. */
function outcomes(results: readonly VerifiedAddress[]): string[] {
  return results.map(({ outcome, error }) => error?.code ?? outcome);
}

describe("verifyAddresses", () => {
  it("says which addresses are right, and why the others are not, in their order", async () => {
    const world = new World();
    const good = await world.peer("10.0.0.2");
    const other = await world.peer("10.0.0.3", { network: "another-chain" });
    const unwelcoming = await world.peer("10.0.0.4", {}, closing);
    const old = await world.peer("10.0.0.5", { protocolVersion: { p2p: 7n, block: 10n, app: 0n } });
    const results = await world.verify([
      at("10.0.0.9"),
      other,
      good,
      at("10.0.0.2", good.id, 1),
      at("10.0.0.3"),
      unwelcoming,
      old,
    ]);
    expect(outcomes(results)).toEqual([
      "DIAL_UNREACHABLE",
      "INCOMPATIBLE_NETWORK",
      "reached",
      "DIAL_REFUSED",
      "ID_MISMATCH",
      "REJECTED_AFTER_NODE_INFO",
      "INCOMPATIBLE_BLOCK_VERSION",
    ]);
    expect(results[2]).toMatchObject({ address: good, nodeInfo: { moniker: "test node" }, learned: [] });
    expect(results[2]?.latencyMs).toBe(50);
    expect(results[1]?.nodeInfo?.network).toBe("another-chain");
    await world.clock.advance(1_000);
    expect(world.network.connections).toBe(0);
  });

  it("dials an endpoint once, whoever is said to be there", async () => {
    const world = new World();
    const good = await world.peer("10.0.0.2");
    const results = await world.verify([at("10.0.0.2"), good, at("10.0.0.2", "f".repeat(40))]);
    expect(outcomes(results)).toEqual(["ID_MISMATCH", "reached", "ID_MISMATCH"]);
    expect(results[0]?.error?.message).toContain(`expected ${unknownId}, got ${good.id}`);
    expect(world.accepted).toBe(1);
  });

  it("takes a peer that offers no PEX, in a second contact", async () => {
    const world = new World();
    const good = await world.peer("10.0.0.2", { channels: Uint8Array.of(0x38, 0x40) });
    expect(outcomes(await world.verify([good], { askForAddresses: true }))).toEqual(["reached"]);
  });

  it("asks for addresses when told to", async () => {
    const world = new World();
    const told = [at("192.0.2.1"), at("192.0.2.2")];
    const answer = encodePexAddresses(told.map(({ id, host, port }) => ({ id, ip: host, port })));
    const good = await world.peer("10.0.0.2", {}, answering(answer, "stay", world.clock));
    const [asked] = await world.verify([good], { askForAddresses: true });
    expect(asked?.learned?.map(String)).toEqual(told.map(String));
    const [unasked] = await world.verify([good]);
    expect(unasked?.learned).toEqual([]);
  });

  it("sees who hangs up after the answer when it stays", async () => {
    const world = new World();
    const seed = await world.peer("10.0.0.2", {}, answering(encodePexAddresses([]), "close", world.clock));
    const node = await world.peer("10.0.0.3", {}, answering(encodePexAddresses([]), "stay", world.clock));
    const hungUp = async (lingerMs?: number) =>
      (await world.verify([seed, node], { askForAddresses: true, lingerMs })).map(
        (result) => result.outcome === "reached" && result.hungUp,
      );
    expect(await hungUp(300)).toEqual([true, false]);
    expect(await hungUp()).toEqual([false, false]);
    await world.clock.advance(1_000);
    expect(world.network.connections).toBe(0);
  });

  it("has no more dials under way than it may, and gives each its time", async () => {
    const world = new World();
    const silent = Array.from({ length: 10 }, (_, i) => `10.0.1.${i + 1}`);
    for (const ip of silent) {
      world.network.host(ip);
      world.network.dropHost(ip);
    }
    let most = 0;
    const watch = (): void => void (most = Math.max(most, world.network.connections));
    const began = world.clock.now();
    const results = await world.verify(
      silent.map((ip) => at(ip)),
      { concurrency: 4, timeoutMs: 2_000, onResult: watch },
    );
    expect(outcomes(results)).toEqual(silent.map(() => "DIAL_TIMEOUT"));
    expect(most).toBeLessThanOrEqual(4);
    // 4, 4 and 2.
    expect(world.clock.now() - began).toBeCloseTo(6_000, -3);
  });

  it("may have many dials under way without a warning of a leak", async () => {
    const world = new World();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on("warning", onWarning);
    const ips = Array.from({ length: 40 }, (_, i) => `10.0.1.${i + 1}`);
    await world.verify(
      ips.map((ip) => at(ip)),
      { concurrency: 40 },
    );
    // Node tells of it in a later turn.
    await new Promise((resolve) => void setImmediate(resolve));
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
  });

  it("reports each result as it comes", async () => {
    const world = new World();
    const good = await world.peer("10.0.0.2");
    world.network.host("10.0.0.3");
    world.network.dropHost("10.0.0.3");
    const seen: string[] = [];
    const results = await world.verify([at("10.0.0.3"), good], {
      onResult: ({ address }) => void seen.push(address.host),
    });
    expect(seen).toEqual(["10.0.0.2", "10.0.0.3"]);
    expect(results.map(({ address }) => address.host)).toEqual(["10.0.0.3", "10.0.0.2"]);
  });

  it("ends early with what it has when its signal fires", async () => {
    const world = new World();
    const good = await world.peer("10.0.0.2");
    world.network.host("10.0.0.3");
    world.network.dropHost("10.0.0.3");
    const results = await world.verify([at("10.0.0.3"), good, at("10.0.0.4")], {
      concurrency: 2,
      onResult: () => world.interrupt.abort(),
    });
    expect(outcomes(results)).toEqual(["reached"]);
    await world.clock.advance(1_000);
    expect(world.network.connections).toBe(0);
  });

  it("resolves names at every dial", async () => {
    const world = new World();
    const { id } = await world.peer("10.0.0.2");
    world.network.names.set("seed.example.com", ["10.0.0.2"]);
    const results = await world.verify([
      new NamedAddress(id, "seed.example.com", 26656),
      new NamedAddress(id, "nobody.example.com", 26656),
    ]);
    expect(outcomes(results)).toEqual(["reached", "DNS_FAILED"]);
    expect(results[0]).toMatchObject({ remote: { ip: "10.0.0.2", port: 26656 } });
  });

  it("works over TCP", async () => {
    const peers = [await startPeer(), await startPeer()];
    const results = await verifyAddresses(
      peers.map(({ address }) => NetAddress.parse(address)),
      {
        network: "test-chain",
        io: { clock: systemClock, random: systemRandom, signal: new AbortController().signal },
      },
    );
    expect(outcomes(results)).toEqual(["reached", "reached"]);
  });
});
