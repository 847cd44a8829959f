/**
 * The tap among the validators of real chains: what it sees is what the chain has decided. For a minute on each version, or
 * `COMETWIRE_TAP_SECONDS`.
 */
import { decodeBlock, headerHash, splitBlock } from "@cometwire/messages";
import { systemClock, systemRandom } from "@cometwire/p2p";
import { expect, test } from "vitest";
import { goPeerErrors } from "../../interop/harness/go-log.js";
import { prepareNetwork, startNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import type { NodeVersion } from "../../interop/harness/real-nodes.js";
import { txLoop } from "../../interop/harness/transactions.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { run } from "../../packages/cometwire/src/run.js";
import { createTap, type Tap } from "../../packages/cometwire/src/tap/tap.js";
import { Cleanup } from "./support/cleanup.js";
import { describeWithGo } from "./support/describe-with-go.js";

const seconds = Number(process.env["COMETWIRE_TAP_SECONDS"] ?? 60);
const deadlineMs = 60_000;
const versions: readonly NodeVersion[] = ["v0.38", "v1.0", "v0.40"];
/** Each dials those before it. */
const names = ["one", "two", "three", "four"];

/** A line of `cometwire tap --output ndjson`, as far as it is looked at here. */
interface Line {
  readonly peer: string;
  readonly type: string | null;
  readonly message?: Record<string, unknown>;
  readonly txHashes?: readonly string[];
  readonly error?: { readonly code: string };
  readonly sighting?: { readonly first: boolean };
}

interface BlockPartJson {
  readonly height: string;
  readonly part: {
    readonly index: number;
    readonly bytes: string;
    readonly proof: { readonly total: string };
  };
}

interface BlockAnswer {
  readonly block_id: {
    readonly hash: string;
    readonly parts: { readonly total: number; readonly hash: string };
  };
}

/** `cometwire tap` as in a shell whose output goes to a program. */
function startTap(words: readonly string[]) {
  const lines: Line[] = [];
  let [rest, stderr] = ["", ""];
  const controller = new AbortController();
  const exit = run(["tap", ...words, "--output", "ndjson"], {
    stdout: {
      isTTY: false,
      write(text) {
        const parts = (rest + text).split("\n");
        rest = parts.pop() ?? "";
        lines.push(...parts.map((line) => JSON.parse(line) as Line));
      },
    },
    stderr: { isTTY: false, write: (text) => void (stderr += text) },
    env: {},
    clock: systemClock,
    random: systemRandom,
    signal: controller.signal,
  });
  const stop = async (): Promise<void> => {
    controller.abort("SIGINT");
    await exit;
  };
  return { lines, exit, stop, notices: () => stderr };
}

const ofType = (lines: readonly Line[], type: string) => lines.filter((line) => line.type === type);

/** The first line of each block part, by height and index. */
function partsOf(lines: readonly Line[]): Map<number, Map<number, BlockPartJson["part"]>> {
  const heights = new Map<number, Map<number, BlockPartJson["part"]>>();
  for (const { message } of ofType(lines, "BlockPart")) {
    const { height, part } = message as unknown as BlockPartJson;
    const parts = heights.get(Number(height)) ?? new Map<number, BlockPartJson["part"]>();
    heights.set(Number(height), parts.set(part.index, part));
  }
  return heights;
}

const hexOf = (bytes: Uint8Array | undefined): string =>
  Buffer.from(bytes ?? [])
    .toString("hex")
    .toUpperCase();

async function blockAt(node: GoNode, height: number): Promise<BlockAnswer> {
  return (await node.rpc("block", { height: String(height) })) as BlockAnswer;
}

const heightIn = ({ message = {} }: Line): number => {
  const inner = (message["vote"] ?? message["proposal"] ?? message) as { height: string };
  return Number(inner.height);
};

describeWithGo("the tap", () => {
  test.each(versions)(
    "%s: sees all that four validators decide",
    { timeout: seconds * 1_000 + 240_000 },
    async (version) => {
      await using running = new Cleanup();
      const nodes = names.map((name, index) => ({
        name,
        validator: true,
        persistentPeers: names.slice(0, index),
      }));
      const network = running.add(await startNetwork({ version, network: `tap-${version}`, nodes }));
      const [first] = network.nodes as [GoNode];
      await waitFor(async () => (await first.height()) >= 2, { deadlineMs, what: "the second block" });

      const tap = running.add(startTap(network.nodes.map(({ peerAddress }) => peerAddress)));
      const heard = () => new Set(ofType(tap.lines, "Vote").map(({ peer }) => peer)).size === names.length;
      await waitFor(heard, { deadlineMs, what: () => `votes from all peers: ${tap.notices()}` });

      // From the height after this one on it has been there for all of it.
      const from = (await first.height()) + 2;
      const sizes = [64, 200_000];
      const loops = sizes.map((size, index) =>
        running.add(txLoop(first, { everyMs: index === 0 ? 100 : 5_000, size })),
      );
      const end = performance.now() + seconds * 1_000;
      await waitFor(() => performance.now() >= end, {
        deadlineMs: 2 * seconds * 1_000,
        what: "the end",
        everyMs: 500,
      });
      for (const loop of loops) await loop.stop();
      const to = await first.height();
      // What the last of them have put in motion arrives, too.
      await waitFor(async () => (await first.height()) >= to + 2, { deadlineMs, what: "two more blocks" });
      // Nobody has anything to say of the tap while it is there.
      const complaints = network.nodes.flatMap((node) => goPeerErrors(node.log()));
      expect(complaints.filter(({ normal }) => normal === undefined)).toEqual([]);
      await tap.stop();

      const { lines } = tap;
      expect(lines.filter(({ error, type }) => error !== undefined || type === null)).toEqual([]);
      expect(await tap.exit).toBe(0);
      expect(tap.notices()).not.toMatch(/lost|refused/);

      const sent = loops.flatMap((loop) => [...loop.sent]);
      expect(loops.flatMap(({ failures }) => failures)).toEqual([]);
      expect(sent.length).toBeGreaterThan(seconds);
      const seen = new Set(lines.flatMap(({ txHashes = [] }) => txHashes.map((hash) => hash.toUpperCase())));
      expect(sent.filter((hash) => !seen.has(hash))).toEqual([]);

      const heights = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      expect(heights.length).toBeGreaterThan(seconds / 6);
      for (const type of ["Proposal", "Vote"]) {
        const known = new Set(ofType(lines, type).map(heightIn));
        expect(
          heights.filter((height) => !known.has(height)),
          `heights without a ${type}`,
        ).toEqual([]);
      }
      const parts = partsOf(lines);
      let large = 0;
      for (const height of heights) {
        const { block_id } = await blockAt(first, height);
        const found = [...(parts.get(height)?.values() ?? [])].sort((a, b) => a.index - b.index);
        expect(found.length, `parts of block ${height}`).toBe(block_id.parts.total);
        const bytes = Buffer.concat(found.map((part) => Buffer.from(part.bytes, "hex")));
        const { header } = decodeBlock(bytes, { release: version });
        expect([hexOf(splitBlock(bytes).header.hash), hexOf(headerHash(header))]).toEqual([
          block_id.parts.hash,
          block_id.hash,
        ]);
        if (found.length > 1) large++;
      }
      expect(large).toBeGreaterThan(0);
      // Everybody passes everything on, and somebody was first.
      const votes = ofType(lines, "Vote");
      const firsts = votes.filter(({ sighting }) => sighting?.first === true).length;
      expect(firsts).toBeGreaterThan(heights.length * names.length);
      expect(firsts).toBeLessThan(votes.length);
    },
  );

  // 20 s: block sync asks every 10 s. It would believe so a second after a status that says height 0: measured on all three.
  test("does not make nodes that know nobody else believe that they have all blocks", async () => {
    await using running = new Cleanup();
    const syncing: GoNode[] = [];
    const taps: Tap[] = [];
    for (const version of versions) {
      const network = `lonely-${version}`;
      const nodes = [{ name: "maker", validator: true }, { name: "syncing" }];
      const node = running.add(await prepareNetwork({ version, network, nodes })).node("syncing");
      await node.start();
      syncing.push(node);
      taps.push(running.add(await createTap({ network, peers: [node.peerAddress] }).start()));
    }
    const requests = (tap: Tap): number =>
      tap.summary().types.find(({ type }) => type === "StatusRequest")?.messages ?? 0;
    const asked = (): boolean => taps.every((tap) => requests(tap) >= 2);
    await waitFor(asked, { deadlineMs, what: "two requests for our status from each" });
    expect(await Promise.all(syncing.map((node) => node.caughtUp()))).toEqual([false, false, false]);
    expect(syncing.flatMap((node) => goPeerErrors(node.log()))).toEqual([]);
  });
});
