import { type ErrorCode, limits, NetAddress, parseAddress } from "@cometwire/p2p";
import { SeededRandom, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { type AnswerRules, answerRefusal, composeAnswer, isDeadEntry } from "../../src/pex/answer-policy.js";
import { afterFailure, DialHistory, type DialRecord, isGivenUp } from "../../src/pex/dial-backoff.js";
import { judgeDial } from "../../src/pex/dial-verdict.js";
import {
  answered,
  askRefusal,
  decideRequest,
  freshRequests,
  type RequestRecord,
} from "../../src/pex/request-rules.js";
import { afterSeed, freshSeed, letsSeedGo, type SeedRecord, seedPauseMs } from "../../src/pex/seed-choice.js";
import { inventedId, inventions } from "./world.js";

/** What becomes of requests at these times; each that is answered, is so at once. */
function actionsFor(times: readonly number[]): string[] {
  let record: RequestRecord = freshRequests(0);
  return times.map((at) => {
    const { decision, record: next } = decideRequest(record, at);
    record = decision.action === "answer" ? answered(next, at) : next;
    return decision.action;
  });
}

describe("requests of a peer", () => {
  it.each<[string, readonly number[], string[]]>([
    ["one", [0], ["answer"]],
    ["two at once, as Go allows", [0, 0], ["answer", "answer"]],
    ["one each 10 s, as Go allows", [0, 0, 10_000, 20_000, 30_000], Array<string>(5).fill("answer")],
    [
      "v0.40 poked by a seed: three within 10 s, for which Go would ban",
      [0, 100, 200],
      Array<string>(3).fill("answer"),
    ],
    [
      "beyond the budget",
      [0, 0, 0, 0, 0, 0, 0],
      ["answer", "answer", "answer", "answer", "answer", "answer-later", "ignore"],
    ],
    [
      "the budget comes back",
      [0, 0, 0, 0, 0, 10_000, 10_001],
      [...Array<string>(6).fill("answer"), "answer-later"],
    ],
  ])("%s", (_name, times, actions) => {
    expect(actionsFor(times)).toEqual(actions);
  });

  it("an answer that has to wait is due when the budget has room for it", () => {
    let record = freshRequests(0);
    for (let i = 0; i < limits.pexRequestBurst; i++) record = answered(decideRequest(record, 0).record, 0);
    const { decision } = decideRequest(record, 4_000);
    expect(decision).toEqual({ action: "answer-later", delayMs: 6_000 });
  });

  it("only who goes on without waiting for answers, as no release does, is to be dropped", () => {
    let { record } = decideRequest(freshRequests(0), 0);
    const actions = Array.from({ length: limits.pexIgnoredRequests + 1 }, () => {
      const next = decideRequest(record, 0);
      record = next.record;
      return next.decision.action;
    });
    expect(new Set(actions.slice(0, -1))).toEqual(new Set(["ignore"]));
    expect(actions.at(-1)).toBe("disconnect");
  });
});

describe("whom we may ask", () => {
  const base = { hasChannel: true, lastAskedAt: undefined, waitingSince: undefined, now: 1_000_000 };
  it.each([
    [{}, true],
    [{ hasChannel: false }, false],
    [{ lastAskedAt: 1_000_000 - 29_999 }, false],
    [{ lastAskedAt: 1_000_000 - 30_000 }, true],
    [{ lastAskedAt: 1_000_000 - 60_000, waitingSince: 1_000_000 - 60_000 }, false],
    [{ lastAskedAt: 1_000_000 - 120_000, waitingSince: 1_000_000 - 120_000 }, true],
  ])("%o: %s", (changes, allowed) => {
    expect(askRefusal({ ...base, ...changes }) === undefined).toBe(allowed);
  });
});

describe("what goes into an answer", () => {
  const asker = inventedId(1);
  const hidden = inventedId(2);
  const dead = inventedId(3);
  const rules: AnswerRules = {
    askerId: asker,
    strict: true,
    isPrivate: (id) => id === hidden,
    isDead: ({ id }) => id === dead,
  };
  const other = inventedId(9);
  it.each([
    [`${other}@44.1.2.3:26656`, undefined],
    [`${other}@[2a00::1]:1`, undefined],
    [`${other}@44.1.2.3:0`, "no usable port"],
    [`${other}@0.0.0.0:26656`, "no usable address"],
    [`${other}@[2001:db8::1]:26656`, "no usable address"],
    [`${asker}@44.1.2.3:26656`, "the asker's own"],
    [`${hidden}@44.1.2.3:26656`, "private"],
    [`${other}@192.168.1.1:26656`, "unroutable"],
    [`${other}@127.0.0.1:26656`, "unroutable"],
    [`${dead}@44.1.2.3:26656`, "dead"],
  ])("%s: %s", (address, refusal) => {
    expect(answerRefusal(NetAddress.parse(address), rules)).toBe(refusal);
  });

  it("local addresses may be told where the book is not strict", () => {
    const address = NetAddress.parse(`${other}@127.0.0.1:26656`);
    expect(answerRefusal(address, { ...rules, strict: false })).toBeUndefined();
  });

  it("never more than 250, nor an id twice, and none with a text for a port or an id", () => {
    const many = inventions(400);
    expect(composeAnswer(many, { ...rules, isDead: () => false, isPrivate: () => false })).toHaveLength(250);
    expect(composeAnswer([many[9], many[9]] as NetAddress[], rules)).toHaveLength(1);
    const upperCase = new NetAddress("X".repeat(40), (many[0] as NetAddress).ip, 1);
    expect(composeAnswer([upperCase], rules)).toEqual([]);
  });

  it.each([
    [{ attempts: 3, lastSuccess: 10, lastFailure: { at: 20 } }, true],
    [{ attempts: 2, lastSuccess: 10, lastFailure: { at: 20 } }, false],
    [{ attempts: 9, lastSuccess: 30, lastFailure: { at: 20 } }, false],
    [{ attempts: 9, lastSuccess: 0, lastFailure: undefined }, false],
  ])("dead is what has failed three times and not worked since: %o %s", (entry, expected) => {
    expect(isDeadEntry(entry)).toBe(expected);
  });
});

describe("dials that failed", () => {
  const random = new SeededRandom(1);
  const address = NetAddress.parse(`${inventedId(1)}@44.1.2.3:26656`);
  const sameHost = NetAddress.parse(`${inventedId(2)}@44.1.2.3:26656`);

  it("pauses double from 2 s to an hour, with up to a second at random", () => {
    let record: DialRecord | undefined;
    const pauses = Array.from({ length: 20 }, () => {
      record = afterFailure(record, 0, random);
      return record.notBefore;
    });
    pauses.forEach((pause, i) => {
      const nominal = Math.min(3_600_000, 2_000 * 2 ** i);
      expect(pause).toBeGreaterThanOrEqual(nominal);
      expect(pause).toBeLessThan(nominal + 1_000);
    });
  });

  it("an address is given up at the 17th failure, but not while we may be cut off ourselves", () => {
    const after = (failures: number) => ({ failures, notBefore: 0 });
    expect([isGivenUp(after(16), true), isGivenUp(after(17), true), isGivenUp(after(99), false)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("what nobody answers at counts for every id there; that another node answers, for the one id", () => {
    const history = new DialHistory({ clock: new VirtualClock(), random });
    history.failed(address, true);
    expect([history.pauseMs(address) > 0, history.pauseMs(sameHost)]).toEqual([true, 0]);
    history.failed(address, false);
    expect(history.pauseMs(sameHost)).toBeGreaterThan(0);
    history.forget(sameHost);
    expect([history.pauseMs(address) > 0, history.pauseMs(sameHost)]).toEqual([true, 0]);
  });

  it("a success ends the failures of the host, and shows that we are online, for 10 minutes", async () => {
    const clock = new VirtualClock();
    const history = new DialHistory({ clock, random });
    history.failed(address, false);
    expect(history.online).toBe(false);
    history.succeeded(address);
    expect([history.online, history.pauseMs(address)]).toEqual([true, 0]);
    await clock.advance(600_000);
    expect(history.online).toBe(false);
  });

  it("remembers a bounded number, the latest", () => {
    const history = new DialHistory({ clock: new VirtualClock(), random, maxRecords: 100 });
    const many = inventions(1_000);
    for (const each of many) history.failed(each, false);
    expect(history.size).toBe(100);
    expect(history.pauseMs(many[0] as NetAddress)).toBe(0);
    expect(history.pauseMs(many[999] as NetAddress)).toBeGreaterThan(0);
  });

  it.each<[ErrorCode, string]>([
    ["DIAL_TIMEOUT", "failed"],
    ["NO_FIRST_BYTE", "failed"],
    ["NOT_COMETBFT", "failed"],
    ["RESET_BEFORE_FIRST_BYTE", "duplicate"],
    ["NODE_INFO_CLOSED", "duplicate"],
    ["DUPLICATE_ID", "duplicate"],
    ["DUPLICATE_ADDRESS", "duplicate"],
    ["REJECTED_AFTER_NODE_INFO", "reached"],
    ["ID_MISMATCH", "wrong-identity"],
    ["INCOMPATIBLE_NETWORK", "other-network"],
    ["REJECTED_NETWORK", "other-network"],
    ["SELF_CONNECTION", "self"],
    ["ABORTED", "not-tried"],
    ["BANNED", "not-tried"],
  ])("%s: %s", (code, verdict) => {
    expect(judgeDial(code)).toBe(verdict);
  });
});

describe("seeds", () => {
  const seed = freshSeed(parseAddress(`${inventedId(1)}@seed.example:26656`));
  const after = (...results: ("new-addresses" | "nothing-new" | "failed")[]) =>
    results.reduce<SeedRecord>((record, result) => afterSeed(record, result, 0), seed);
  it.each<[SeedRecord, boolean, number]>([
    [seed, false, 0],
    [after("new-addresses"), false, 30_000],
    [after("nothing-new"), false, 30_000],
    [after("failed", "nothing-new"), false, 60_000],
    [after("failed", "failed", "failed"), false, 120_000],
    [after(...Array<"failed">(30).fill("failed")), false, 600_000],
    [after(...Array<"failed">(30).fill("failed")), true, 30_000],
    [after("failed"), true, 2_000],
    [after("nothing-new", "failed", "failed"), true, 4_000],
    [after("failed", "nothing-new"), true, 30_000],
    [after("failed", "new-addresses"), true, 30_000],
    [after("failed", "failed", "new-addresses"), false, 30_000],
  ])("%o, alone %s: asked again after %i ms", (record, alone, pauseMs) => {
    expect(seedPauseMs(record, 0, alone)).toBe(pauseMs);
    expect(seedPauseMs(record, pauseMs, alone)).toBe(0);
  });

  const connection = { answered: true, others: 5, wanted: 10, persistent: false };
  it.each([
    [{}, true],
    [{ others: 4 }, false],
    [{ others: 0, wanted: 0 }, false],
    [{ answered: false }, false],
    [{ persistent: true }, false],
  ])("hangs up on a seed %o: %s", (changes, expected) => {
    expect(letsSeedGo({ ...connection, ...changes })).toBe(expected);
  });
});
