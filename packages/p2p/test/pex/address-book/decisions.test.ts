import { describe, expect, it } from "vitest";
import {
  entryToExpire,
  isBad,
  longestUntried,
  mayChangeAddress,
  newShare,
  oldProbability,
  refusalOf,
  selectionSize,
} from "../../../src/pex/address-book/decisions.js";
import { type BookEntry, NEVER } from "../../../src/pex/address-book/index.js";
import { withCandidate } from "../../../src/pex/address-book/candidates.js";
import { NetAddress } from "../../../src/wire/index.js";
import { address, id, teller } from "./support.js";

const DAY = 86_400_000;
const now = 1_700_000_000_000;

function entry(facts: Partial<BookEntry>): BookEntry {
  return {
    address: address(1),
    source: teller,
    kind: "new",
    buckets: [0],
    attempts: 0,
    lastAttempt: now - 120_000,
    lastSuccess: NEVER,
    lastBanTime: NEVER,
    lastVerifiedAt: undefined,
    lastFailure: undefined,
    candidates: [],
    ...facts,
  };
}

describe("isBad", () => {
  it.each<[string, Partial<BookEntry>, boolean]>([
    ["fresh", {}, false],
    ["old, whatever else", { kind: "old", attempts: 99, lastAttempt: NEVER }, false],
    ["three failures, never worked", { attempts: 3 }, true],
    ["two failures, never worked", { attempts: 2 }, false],
    ["three failures, the last a moment ago", { attempts: 3, lastAttempt: now - 59_999 }, false],
    ["three failures, the last a minute ago", { attempts: 3, lastAttempt: now - 60_000 }, true],
    ["not tried for a week", { lastAttempt: now - 7 * DAY - 1 }, true],
    ["tried a week ago", { lastAttempt: now - 7 * DAY }, false],
    ["nine failures, worked long ago", { attempts: 9, lastSuccess: now - 8 * DAY }, false],
    ["ten failures, worked long ago", { attempts: 10, lastSuccess: now - 8 * DAY }, true],
    ["ten failures, worked lately", { attempts: 10, lastSuccess: now - 6 * DAY }, false],
  ])("%s", (_, facts, bad) => {
    expect(isBad(entry(facts), now)).toBe(bad);
  });
});

describe("entryToExpire", () => {
  const bad = entry({ attempts: 3 });
  const older = entry({ lastAttempt: now - 400_000 });
  const newer = entry({ lastAttempt: now - 300_000 });
  const worked = entry({ lastAttempt: now - 500_000, lastSuccess: now - 500_000 });

  it.each<[string, BookEntry[], number, BookEntry]>([
    ["a bad one, wherever it is", [older, newer, bad, worked], 0, bad],
    ["the one not tried for longest", [newer, older], 0, older],
    ["one that never worked before one that did", [worked, newer, older], 1, older],
    ["one that worked when there is no other", [worked], 0, worked],
  ])("%s", (_, entries, start, expected) => {
    expect(entryToExpire(entries, start, now)).toBe(expected);
  });

  it("starts where it is told to, so that which of the bad ones goes is up to chance", () => {
    const all = [0, 1, 2].map((serial) => entry({ attempts: 3, address: address(serial) }));
    for (const start of [0, 1, 2]) expect(entryToExpire(all, start, now)).toBe(all[start]);
  });

  it("finds nobody in an empty bucket", () => {
    const empty: BookEntry[] = [];
    expect(entryToExpire(empty, 0, now)).toBeUndefined();
    expect(longestUntried(empty)).toBeUndefined();
  });
});

it.each([
  [false, 0, false],
  [false, 1, true],
  [true, 2, false],
  [true, 3, true],
])("an address that worked: %s, with %i failures, may change: %s", (proven, addressFailures, may) => {
  expect(mayChangeAddress({ proven, addressFailures })).toBe(may);
});

it.each([
  [0, 0],
  [1, 1],
  [32, 32],
  [139, 32],
  [140, 32],
  [144, 33],
  [1_086, 249],
  [1_087, 250],
  [20_000, 250],
])("a selection from %i addresses has %i", (size, count) => {
  expect(selectionSize(size)).toBe(count);
});

it.each([
  // bias, count, old, new
  [30, 250, 5_000, 75],
  [30, 32, 0, 32],
  [30, 32, 30, 10],
  [-10, 32, 100, 0],
  [150, 32, 100, 32],
  [50, 33, 100, 17],
])("bias %i, %i of them, %i old: %i new", (bias, count, old, expected) => {
  expect(newShare(bias, count, old)).toBe(expected);
});

it.each([
  [30, 50, 50, 0.7],
  [30, 0, 50, 1],
  [30, 50, 0, 0],
  [0, 50, 50, 1],
  [100, 50, 50, 0],
  [200, 50, 50, 0],
  [50, 100, 400, 2 / 3],
  [50, 0, 0, 0],
])("bias %i of %i new and %i old looks at old ones with probability %d", (bias, news, olds, probability) => {
  expect(oldProbability(bias, news, olds)).toBeCloseTo(probability, 12);
});

describe("refusalOf", () => {
  const rules = {
    isBanned: (each: string) => each === id(2),
    isPrivate: (each: string) => each === id(3),
    isOurs: (each: NetAddress) => each.id === id(4),
    strict: true,
  };
  const at = (serial: number, host: string) => NetAddress.parse(`${id(serial)}@${host}`);

  it.each([
    ["welcome", at(1, "1.2.3.4:26656"), undefined],
    ["no id", new NetAddress("xyz", address(1).ip, 26656), "invalid"],
    ["unspecified", at(1, "0.0.0.0:26656"), "invalid"],
    ["documentation", at(1, "[2001:db8::1]:26656"), "invalid"],
    ["port 0", at(1, "1.2.3.4:0"), "portZero"],
    ["banned", at(2, "1.2.3.4:26656"), "banned"],
    ["private", at(3, "1.2.3.4:26656"), "private"],
    ["ours", at(4, "1.2.3.4:26656"), "ours"],
    ["not routable", at(1, "192.168.1.1:26656"), "unroutable"],
  ])("%s", (_, what, reason) => {
    expect(refusalOf(what, teller, rules)).toBe(reason);
  });

  it("refuses what a private node tells", () => {
    expect(refusalOf(at(1, "1.2.3.4:26656"), address(3), rules)).toBe("privateSource");
  });

  it("takes unroutable addresses when it is not strict", () => {
    expect(refusalOf(at(1, "127.0.0.1:1"), teller, { ...rules, strict: false })).toBeUndefined();
  });
});

describe("withCandidate", () => {
  const candidate = (group: number, proven = false) => ({
    address: address(1, group),
    source: teller,
    proven,
  });

  it.each([
    ["adds at the end", [11], 12, [11, 12]],
    ["takes each once", [11, 12], 11, [11, 12]],
    ["drops the first when there are too many", [11, 12, 13], 14, [12, 13, 14]],
    ["drops none that worked while there is another", [-11, 12, 13], 14, [-11, 13, 14]],
    ["drops the first when all worked", [-11, -12, -13], -14, [-12, -13, -14]],
    ["drops the newcomer when only that one never worked", [-11, -12, -13], 14, [-11, -12, -13]],
  ])("%s", (_, before, more, after) => {
    const make = (group: number) => candidate(Math.abs(group), group < 0);
    const result = withCandidate(before.map(make), make(more), 3);
    expect(result.map(({ address: { ip } }) => ip.bytes[12])).toEqual(after.map(Math.abs));
  });
});
