import { type AddressSpec, NetAddress, P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { Crawl, type CrawlOptions } from "../../src/bootstrap/crawl.js";
import type { VerifiedAddress } from "../../src/verify/verify-addresses.js";
import { nodeInfo } from "../support/node-info.js";
import { at } from "./addresses.js";

/** A node of a made-up network. */
interface FakeNode {
  readonly address: NetAddress;
  readonly tells?: readonly NetAddress[];
  /** Answers and hangs up. */
  readonly seed?: boolean;
}

/** A made-up network in virtual time. Every dial takes 100 ms, whether somebody is there or not. */
class World {
  readonly clock = new VirtualClock();
  readonly interrupt = new AbortController();
  readonly #nodes = new Map<string, FakeNode>();
  readonly dialled: string[] = [];
  underWay = 0;
  mostUnderWay = 0;
  dialMs = 100;

  add(...nodes: readonly FakeNode[]): void {
    for (const node of nodes) this.#nodes.set(node.address.dialString, node);
  }

  async crawl(changes: Partial<CrawlOptions> & { seeds: readonly AddressSpec[] }) {
    const found: string[] = [];
    const options = { want: 20, allowPrivate: false, timeoutMs: 60_000, ...changes };
    const crawl = new Crawl(options, {
      clock: this.clock,
      signal: this.interrupt.signal,
      verify: (addresses, signal) => this.#verify(addresses, signal),
      onFinding: (finding) => {
        if (finding.kind === "peer") found.push(finding.node.address.host);
      },
    });
    let ended = false;
    const end = crawl.run().finally(() => {
      ended = true;
    });
    await this.clock.advanceUntil(() => ended, 3_600_000);
    return { crawl, endedBy: await end, found };
  }

  async #verify(addresses: readonly AddressSpec[], signal: AbortSignal): Promise<VerifiedAddress[]> {
    this.dialled.push(addresses[0]?.host ?? "");
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    await new Promise<void>((resolve) => {
      this.clock.setTimer(this.dialMs, resolve);
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    this.underWay--;
    return signal.aborted ? [] : addresses.map((address) => this.#result(address));
  }

  #result(address: AddressSpec): VerifiedAddress {
    const node = this.#nodes.get(address.dialString);
    const latencyMs = 20;
    if (node?.address.id !== address.id) {
      const error = new P2PError(node === undefined ? "DIAL_TIMEOUT" : "ID_MISMATCH");
      return { address, outcome: "failed", latencyMs, nodeInfo: undefined, error };
    }
    const { host: ip, port } = node.address;
    const { tells: learned = [], seed: hungUp = false } = node;
    return {
      address,
      outcome: "reached",
      remote: { ip, port },
      latencyMs,
      nodeInfo: nodeInfo(),
      learned,
      hungUp,
    };
  }
}

/** Addresses of `count` nodes, each in a subnet of its own. */
function addresses(count: number, from = 1): NetAddress[] {
  return Array.from({ length: count }, (_, i) =>
    at(from + i, `${20 + ((from + i) >> 8)}.${(from + i) & 0xff}.0.1`),
  );
}

const seedAddress = at(0xffff, "9.9.0.1");

describe("a crawl", () => {
  it("follows what nodes tell, from the seeds on, and ends when nothing is left", async () => {
    const world = new World();
    const [a, b, c, dead] = addresses(4) as [NetAddress, NetAddress, NetAddress, NetAddress];
    world.add({ address: seedAddress, seed: true, tells: [a, dead] });
    world.add({ address: a, tells: [b, a] }, { address: b, tells: [c, seedAddress] }, { address: c });
    const { crawl, endedBy, found } = await world.crawl({ seeds: [seedAddress] });
    expect(endedBy).toBe("exhausted");
    expect(found).toEqual([a.host, b.host, c.host]);
    expect(crawl.harvest.peers.map(({ source }) => source)).toEqual([seedAddress, a, b]);
    expect(crawl.harvest.counts).toMatchObject({ peer: 3, seed: 1, failed: 1 });
    expect([...crawl.harvest.failures]).toEqual([["DIAL_TIMEOUT", 1]]);
    expect(crawl).toMatchObject({ dials: 5, waiting: 0 });
  });

  it("takes an id once, wherever it is", async () => {
    const world = new World();
    const [a] = addresses(1) as [NetAddress];
    const elsewhere = new NetAddress(a.id, at(1, "77.7.0.1").ip, 26_656);
    world.add({ address: seedAddress, tells: [a, elsewhere] }, { address: a }, { address: elsewhere });
    const { crawl } = await world.crawl({ seeds: [seedAddress] });
    expect(crawl.harvest.peers.map(({ address }) => address)).toEqual([seedAddress, a]);
  });

  it("counts what is left out", async () => {
    const world = new World();
    world.add({ address: seedAddress, tells: [at(1, "10.0.0.1"), at(2, "127.0.0.1"), at(3, "0.0.0.0")] });
    const { crawl } = await world.crawl({ seeds: [seedAddress] });
    expect(crawl.harvest.heard).toMatchObject({ private: 2, invalid: 1, taken: 0 });
    expect(world.dialled).toEqual([seedAddress.host]);
  });

  it("ends when there is more than enough to choose from, and gives up what is under way", async () => {
    const world = new World();
    const all = addresses(200);
    world.add({ address: seedAddress, seed: true, tells: all }, ...all.map((address) => ({ address })));
    const { crawl, endedBy } = await world.crawl({ seeds: [seedAddress], want: 5 });
    expect(endedBy).toBe("ample");
    expect(crawl.harvest.peers.length).toBeGreaterThanOrEqual(10);
    expect(crawl.dials).toBeLessThan(60);
    expect(world.underWay).toBe(0);
  });

  it("ends when the time is up, with what there is", async () => {
    const world = new World();
    const all = addresses(200);
    world.dialMs = 1_000;
    world.add({ address: seedAddress, seed: true, tells: all }, ...all.map((address) => ({ address })));
    const { crawl, endedBy } = await world.crawl({ seeds: [seedAddress], timeoutMs: 2_500, want: 50 });
    expect(endedBy).toBe("time");
    expect(crawl.elapsedMs).toBe(2_500);
    expect(crawl.harvest.peers.length).toBeGreaterThan(0);
    expect(world.underWay).toBe(0);
  });

  it("ends on Ctrl-C, with what there is", async () => {
    const world = new World();
    const all = addresses(20);
    world.add({ address: seedAddress, seed: true, tells: all }, ...all.map((address) => ({ address })));
    world.clock.setTimer(150, () => world.interrupt.abort());
    const { crawl, endedBy } = await world.crawl({ seeds: [seedAddress] });
    expect(endedBy).toBe("interrupt");
    expect(crawl.elapsedMs).toBe(150);
    expect(crawl.harvest.counts.seed).toBe(1);
  });

  it("ends after as many dials as are fit, few of them at once", async () => {
    const world = new World();
    world.add({ address: seedAddress, seed: true, tells: addresses(250) });
    const { crawl, endedBy } = await world.crawl({ seeds: [seedAddress], want: 1 });
    expect(endedBy).toBe("dials");
    expect(crawl).toMatchObject({ dials: 100, waiting: 151 });
    expect(world.mostUnderWay).toBe(24);
  });

  it("does not let one liar use up the dials", async () => {
    const world = new World();
    const honest = addresses(30, 1_000);
    const liar = at(0xfffe, "8.8.0.1");
    world.add({ address: liar, tells: addresses(250) });
    world.add({ address: seedAddress, seed: true, tells: honest }, ...honest.map((address) => ({ address })));
    const { crawl } = await world.crawl({ seeds: [liar, seedAddress], want: 5 });
    expect(crawl.harvest.peers.length).toBeGreaterThanOrEqual(10);
    expect(crawl.dials).toBeLessThan(100);
  });
});
