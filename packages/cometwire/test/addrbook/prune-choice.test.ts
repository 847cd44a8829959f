import { type BookEntry, NetAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { choosePrune, type PruneCriteria } from "../../src/addrbook/prune-choice.js";
import { entry, id } from "./support.js";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const DAY = 86_400_000;
const none: PruneCriteria = { failures: undefined, olderThanMs: undefined, unroutable: false };

/** Why one entry goes, if it does. */
function why(changes: Partial<BookEntry>, criteria: Partial<PruneCriteria>): string | undefined {
  const [chosen] = choosePrune([entry(1, changes)], { ...none, ...criteria }, NOW);
  return chosen && `${chosen.reason}: ${chosen.detail}`;
}

const failure = (code: string) => ({ code, at: NOW - DAY });

describe("what failed", () => {
  it.each<[string, Partial<BookEntry>, string | undefined]>([
    ["untried", {}, undefined],
    ["failed twice", { attempts: 2 }, undefined],
    [
      "failed three times",
      { attempts: 3, lastFailure: failure("DIAL_TIMEOUT") },
      "failing: failed 3 times in a row (DIAL_TIMEOUT), never worked",
    ],
    ["worked six days ago", { attempts: 9, lastSuccess: NOW - 6 * DAY }, undefined],
    [
      "worked eight days ago",
      { attempts: 9, lastSuccess: NOW - 8 * DAY, kind: "old" },
      "failing: failed 9 times in a row, last worked 8 d ago",
    ],
    [
      "another network, at the first failure",
      { attempts: 1, lastSuccess: NOW - DAY, lastFailure: failure("INCOMPATIBLE_NETWORK") },
      "other-network: the node is on another network (INCOMPATIBLE_NETWORK)",
    ],
    [
      "another network once, and fine since",
      { attempts: 0, lastFailure: failure("INCOMPATIBLE_NETWORK") },
      undefined,
    ],
    [
      "another node answers, and it never worked",
      { attempts: 1, lastFailure: failure("ID_MISMATCH") },
      "wrong-identity: another node answers there (ID_MISMATCH)",
    ],
    [
      "another node answers, where it worked lately",
      { attempts: 1, lastSuccess: NOW - DAY, lastFailure: failure("ID_MISMATCH") },
      undefined,
    ],
    [
      "a code that nobody knows",
      { attempts: 3, lastFailure: failure("NO_SUCH_CODE") },
      "failing: failed 3 times in a row (NO_SUCH_CODE), never worked",
    ],
  ])("%s", (_name, changes, expected) => {
    expect(why(changes, { failures: 3 })).toBe(expected);
  });

  it("may be enough once", () => {
    expect(why({ attempts: 1 }, { failures: 1 })).toBe("failing: failed once, never worked");
  });
});

describe("what is older", () => {
  it.each<[string, Partial<BookEntry>, string | undefined]>([
    ["worked lately", { lastSuccess: NOW - 29 * DAY }, undefined],
    ["worked long ago", { lastSuccess: NOW - 31 * DAY }, "stale: last worked 31 d ago"],
    ["verified since", { lastSuccess: NOW - 31 * DAY, lastVerifiedAt: NOW - DAY }, undefined],
    ["heard of lately", { lastAttempt: NOW - DAY }, undefined],
    [
      "heard of long ago",
      { lastAttempt: NOW - 40 * DAY },
      "stale: never worked, and last tried or heard of 40 d ago",
    ],
    [
      "worked long ago, tried lately",
      { lastSuccess: NOW - 31 * DAY, lastAttempt: NOW },
      "stale: last worked 31 d ago",
    ],
    ["no time at all", {}, "stale: never worked, and last tried or heard of at an unknown time"],
  ])("%s", (_name, changes, expected) => {
    expect(why(changes, { olderThanMs: 30 * DAY })).toBe(expected);
  });
});

describe("what is unroutable", () => {
  it.each([
    ["11.0.0.1", undefined],
    ["10.0.0.1", "unroutable: it cannot be reached from the Internet"],
    ["127.0.0.1", "unroutable: it cannot be reached from the Internet"],
  ])("%s", (ip, expected) => {
    const address = NetAddress.parse(`${id(1)}@${ip}:26656`);
    expect(why({ address }, { unroutable: true })).toBe(expected);
    expect(why({ address }, { failures: 3 })).toBeUndefined();
  });
});

it("is told once, whatever the number of criteria that are met", () => {
  const entries = [entry(1, { attempts: 5 }), entry(2, { lastSuccess: NOW }), entry(3)];
  const chosen = choosePrune(entries, { failures: 3, olderThanMs: DAY, unroutable: true }, NOW);
  expect(chosen.map(({ entry: { address }, reason }) => [address.id, reason])).toEqual([
    [id(1), "failing"],
    [id(3), "stale"],
  ]);
});
