/* The table of a full node's channels. The conformance suite holds it to Go's; here is what Go does not say. */
import { describe, expect, test } from "vitest";
import {
  defaultMaxTxBytes,
  mempoolMessageBytes,
  protocolVersions,
  type Release,
  standardChannels,
} from "../src/index.js";

const releases: readonly Release[] = ["v0.34", "v0.37", "v0.38", "v0.39", "v0.40", "v1.0"];

describe.each(releases)("%s", (release) => {
  test("has the ten channels, each once, in the order of Go's NodeInfo", () => {
    expect(standardChannels(release).map(({ id }) => id)).toEqual([
      0x40, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x60, 0x61, 0x00,
    ]);
  });

  test("every capacity of a message is positive and each channel has a source", () => {
    for (const { recvMessageCapacity, sources, message } of standardChannels(release)) {
      expect(recvMessageCapacity).toBeGreaterThan(0);
      expect(sources.length).toBeGreaterThan(0);
      expect(message).toMatch(release === "v1.0" ? /^cometbft\.\w+\.v1\.\w+$/ : /^tendermint\.\w+\.\w+$/);
    }
  });

  test("differs from v0.38 in names and the mempool's capacity alone", () => {
    const numbers = (of: Release) =>
      standardChannels(of, { maxTxBytes: 1_000 }).map((channel) => ({
        ...channel,
        message: "",
        sources: [],
      }));
    expect(numbers(release)).toEqual(numbers("v0.38"));
  });
});

test("v0.37 describes its channels as v0.38 does, but for where the mempool's is", () => {
  const changed = standardChannels("v0.37").filter((channel, index) => {
    return JSON.stringify(channel) !== JSON.stringify(standardChannels("v0.38")[index]);
  });
  expect(changed.map(({ reactor }) => reactor)).toEqual(["mempool"]);
});

test.each([
  [1, 5],
  [125, 129],
  [126, 131],
  [127, 132],
  [128, 134],
  [1_048_576, 1_048_584],
  [4_194_304, 4_194_314],
])("one transaction of %i bytes makes a message of %i", (maxTxBytes, bytes) => {
  expect(mempoolMessageBytes(maxTxBytes)).toBe(bytes);
  const mempool = standardChannels("v1.0", { maxTxBytes }).find(({ id }) => id === 0x30);
  expect(mempool?.recvMessageCapacity).toBe(bytes);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 31 + 1, Number.POSITIVE_INFINITY])(
  "maxTxBytes %d is refused",
  (bad) => {
    expect(() => standardChannels("v0.38", { maxTxBytes: bad })).toThrow(RangeError);
  },
);

test.each([
  [{ mempool: "app", maxTxBytes: 100, maxBatchBytes: 1_000 }, 1_006],
  [{ mempool: "app", maxTxBytes: 100, maxBatchBytes: 0 }, 104],
  [{ mempool: "app", maxTxBytes: 100 }, 104],
  [{ mempool: "flood", maxTxBytes: 100, maxBatchBytes: 1_000 }, 104],
] as const)("%j makes the mempool take %i bytes", (options, bytes) => {
  const channels = standardChannels("v0.40", options);
  expect(channels.find(({ id }) => id === 0x30)?.recvMessageCapacity).toBe(bytes);
});

test("only v0.40 takes 4 MiB by default, only v1.0 speaks p2p 9", () => {
  expect(releases.filter((release) => defaultMaxTxBytes(release) !== 1_048_576)).toEqual(["v0.40"]);
  expect(releases.filter((release) => protocolVersions(release).p2p !== 8n)).toEqual(["v1.0"]);
  expect(new Set(releases.map((release) => protocolVersions(release).block))).toEqual(new Set([11n]));
});
