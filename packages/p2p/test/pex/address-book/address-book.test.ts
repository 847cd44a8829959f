import { describe, expect, it } from "vitest";
import { NetAddress } from "../../../src/wire/index.js";
import { AddressBook, BucketChoice, bookHash, NEVER } from "../../../src/pex/index.js";
import { address, checkInvariants, id, makeBook, oneBucket, teller } from "./support.js";

const DAY = 86_400_000;
const other = (serial: number) => address(serial, 20);

describe("adding", () => {
  it("gives an unknown id an entry, and says so", () => {
    const { book, clock } = makeBook();
    expect(book.add(address(1), teller)).toEqual({ outcome: "added" });
    expect(book.get(id(1))).toMatchObject({
      address: address(1),
      source: teller,
      kind: "new",
      attempts: 0,
      lastAttempt: clock.wallTime(),
      lastSuccess: NEVER,
    });
    expect([book.size, book.counts, book.isEmpty, book.needsMore]).toEqual([
      1,
      { new: 1, old: 0 },
      false,
      true,
    ]);
  });

  it("knows an id in upper case as the same", () => {
    const { book } = makeBook();
    const upper = "ABCDEF0000000000000000000000000000000001";
    book.add(NetAddress.parse(`${upper}@1.2.3.4:26656`), teller);
    expect([book.has(upper), book.has(upper.toLowerCase()), book.size]).toEqual([true, true, 1]);
    book.markBad(upper, { durationMs: DAY, reason: "test" });
    expect([book.isBanned(upper.toLowerCase()), book.has(upper)]).toEqual([true, false]);
  });

  it("puts an address into up to four buckets, the more the less likely", () => {
    const { book } = makeBook();
    for (let source = 0; source < 500; source++) book.add(address(1), address(source, 30 + (source % 90)));
    expect(book.get(id(1))?.buckets.length).toBe(4);
    checkInvariants(book);
  });

  it("takes an address into a second bucket every other time", () => {
    const { book } = makeBook();
    const sparse = (serial: number) => address(serial, 20 + (serial % 100));
    for (let serial = 0; serial < 1_000; serial++)
      book.add(sparse(serial), address(serial, 130 + (serial % 50)));
    let taken = 0;
    for (let serial = 0; serial < 1_000; serial++) {
      const result = book.add(sparse(serial), address(serial, 181 + (serial % 40)));
      if (result.outcome === "known" && result.change === "bucket") taken++;
    }
    expect(book.size).toBe(1_000);
    expect(taken).toBeGreaterThan(430);
    expect(taken).toBeLessThan(570);
  });

  it("does nothing about an old one", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.markGood(id(1));
    for (let source = 0; source < 50; source++)
      expect(book.add(address(1), address(source, 40))).toEqual({ outcome: "known", change: "nothing" });
  });

  it("refuses us, by id and by address", () => {
    const { book } = makeBook({ ourId: id(7).toUpperCase() });
    expect(book.add(address(7), teller)).toEqual({ outcome: "ignored", reason: "ours" });
    book.add(address(8), teller);
    book.addOurAddress(new NetAddress(id(9), address(8).ip, 26656));
    expect(book.has(id(8))).toBe(false);
    expect(book.add(address(8), teller)).toEqual({ outcome: "ignored", reason: "ours" });
    expect(book.add(other(9), teller)).toEqual({ outcome: "ignored", reason: "ours" });
    expect([book.isOurAddress(address(8)), book.isOurAddress(address(5))]).toEqual([true, false]);
  });

  it("lets private ids leave and stay out", () => {
    const { book } = makeBook();
    for (const serial of [1, 2, 3]) book.add(address(serial), teller);
    book.addPrivateIds([id(1), id(3).toUpperCase()]);
    expect(Array.from(book.entries(), (entry) => entry.address.id)).toEqual([id(2)]);
    expect(book.add(address(1), teller)).toEqual({ outcome: "ignored", reason: "private" });
    expect(book.add(address(4), address(1))).toEqual({ outcome: "ignored", reason: "privateSource" });
  });

  it("refuses options that are none", () => {
    expect(() => new AddressBook({ key: "short" })).toThrow("24 hex digits");
    expect(() => new AddressBook({ ourId: "me" })).toThrow("ourId");
  });
});

describe("another address of a known id", () => {
  it("is kept while the first works, and takes over when that fails", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    expect(book.add(other(1), teller)).toEqual({ outcome: "known", change: "candidate" });
    expect(book.add(other(1), teller)).toEqual({ outcome: "known", change: "nothing" });
    expect(book.get(id(1))?.address).toEqual(address(1));
    book.markAttempt(address(1), "DIAL_TIMEOUT");
    const entry = book.get(id(1));
    expect(entry?.address).toEqual(other(1));
    expect(entry?.candidates.map((each) => each.address)).toEqual([address(1)]);
    expect(entry).toMatchObject({ attempts: 1, lastFailure: { code: "DIAL_TIMEOUT" } });
    checkInvariants(book);
  });

  it("comes to be tried in turn, the first one too", () => {
    const { book } = makeBook();
    const all = [address(1), other(1), address(1, 21), address(1, 22)];
    for (const each of all) book.add(each, teller);
    const tried = Array.from({ length: 8 }, () => {
      const current = book.get(id(1))?.address as NetAddress;
      book.markAttempt(current);
      return current.ip.bytes[12];
    });
    expect(tried).toEqual([11, 20, 21, 22, 11, 20, 21, 22]);
  });

  it("takes over at once when the current one has failed already", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.markAttempt(address(1));
    expect(book.add(other(1), teller)).toEqual({ outcome: "known", change: "address" });
    // But the next one has to wait until this one has been tried.
    expect(book.add(address(1, 21), teller)).toEqual({ outcome: "known", change: "candidate" });
  });

  it("needs three failures where the first has worked, and does not inherit its standing", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.markGood(id(1));
    book.markVerified(id(1));
    book.add(other(1), teller);
    for (let i = 0; i < 2; i++) book.markAttempt(address(1));
    expect(book.get(id(1))).toMatchObject({ address: address(1), kind: "old" });
    book.markAttempt(address(1));
    expect(book.get(id(1))).toMatchObject({ address: other(1), kind: "new", lastVerifiedAt: undefined });
    expect(book.get(id(1))?.candidates).toMatchObject([{ address: address(1), proven: true }]);
    checkInvariants(book);
  });

  it("takes over at once when it is proved, and an old entry stays old", () => {
    const { book, clock } = makeBook();
    book.add(address(1), teller);
    book.markGood(id(1));
    expect(book.learnAddress(other(1), { verified: true })).toEqual({ outcome: "known", change: "address" });
    expect(book.get(id(1))).toMatchObject({
      address: other(1),
      kind: "old",
      lastVerifiedAt: clock.wallTime(),
    });
    checkInvariants(book);
  });

  it("is not driven out by inventions once it has worked", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.markVerified(id(1));
    for (let i = 0; i < 3; i++) book.markAttempt(address(1));
    for (let group = 20; group < 60; group++) {
      book.add(address(1, group), teller);
      book.markAttempt(book.get(id(1))?.address as NetAddress);
    }
    const entry = book.get(id(1));
    const known = [entry?.address, ...(entry?.candidates ?? []).map((each) => each.address)];
    expect(known).toContainEqual(address(1));
  });

  it("fails on its own account: an address that was not dialled is not blamed", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.add(other(1), teller);
    expect(book.markAttempt(other(1))).toBe(true);
    expect(book.get(id(1))).toMatchObject({ address: address(1), attempts: 0, candidates: [] });
  });

  it("is checked like any other", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    const local = NetAddress.parse(`${id(1)}@127.0.0.1:26656`);
    expect(book.learnAddress(local, { verified: true })).toEqual({
      outcome: "ignored",
      reason: "unroutable",
    });
    expect(book.markVerified(id(1), local)).toBe(false);
    expect(book.markVerified(id(2), address(1))).toBe(false);
  });
});

describe("good and bad", () => {
  it("makes a good address old, and forgets its failures", () => {
    const { book, clock } = makeBook();
    book.add(address(1), teller);
    book.markAttempt(address(1), "DIAL_TIMEOUT");
    expect(book.isGood(id(1))).toBe(false);
    expect(book.markGood(id(1))).toBe(true);
    expect([book.isGood(id(1)), book.counts]).toEqual([true, { new: 0, old: 1 }]);
    expect(book.get(id(1))).toMatchObject({ attempts: 0, lastSuccess: clock.wallTime() });
    expect([
      book.markGood(id(2)),
      book.isGood(id(2)),
      book.markAttempt(address(2)),
      book.markVerified(id(2)),
    ]).toEqual([false, false, false, false]);
  });

  it("makes the old address not tried for longest new when its bucket is full", async () => {
    const { book, clock } = makeBook({ hash: oneBucket });
    for (let serial = 0; serial < 70; serial++) {
      book.add(address(serial), teller);
      book.markGood(id(serial));
      await clock.advance(1_000);
    }
    expect([book.size, book.counts]).toEqual([70, { new: 5, old: 65 }]);
    for (const serial of [0, 1, 2, 3, 4]) expect(book.isGood(id(serial))).toBe(false);
    checkInvariants(book);
  });

  it("keeps all of 300 good addresses of one network, where Go loses 40", async () => {
    const { book } = makeBook();
    for (let serial = 0; serial < 300; serial++) {
      book.add(address(serial), address(serial, 100 + (serial % 50)));
      book.markGood(id(serial));
    }
    expect(book.size).toBe(300);
    expect(book.counts.old).toBeLessThanOrEqual(4 * 65);
    checkInvariants(book);
  });

  it("throws a bad one out of a full new bucket, and never a proven one before others", async () => {
    const { book, clock } = makeBook({ hash: oneBucket });
    for (let serial = 0; serial < 65; serial++) book.add(address(serial), teller);
    book.markVerified(id(0));
    for (let i = 0; i < 3; i++) book.markAttempt(address(40));
    await clock.advance(61_000);
    book.add(address(100), teller);
    expect([book.has(id(40)), book.size]).toEqual([false, 65]);
    for (let serial = 200; serial < 1_000; serial++) book.add(address(serial), teller);
    expect([book.has(id(0)), book.size]).toEqual([true, 65]);
    checkInvariants(book);
  });

  it("counts failures no further than Go's number goes", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    const stored = { ...book.snapshot().entries[0], attempts: 2 ** 31 - 1 } as never;
    const { book: second } = makeBook();
    second.restore(stored);
    second.markAttempt(address(1));
    expect(second.get(id(1))?.attempts).toBe(2 ** 31 - 1);
  });
});

describe("bans", () => {
  const ban = { durationMs: DAY, reason: "asked too often\u001b[31m" };

  it.each([false, true])("keep an id out until they end, and lose nothing (old: %s)", async (good) => {
    const { book, clock } = makeBook();
    book.add(address(1), teller);
    if (good) book.markGood(id(1));
    book.markBad(id(1), ban);
    expect([book.size, book.isBanned(id(1)), book.has(id(1))]).toEqual([0, true, false]);
    expect(book.add(address(1), teller)).toEqual({ outcome: "ignored", reason: "banned" });
    expect([...book.bans()][0]?.reason).toBe("asked too often\\u{1b}[31m");
    expect(book.reinstate()).toBe(0);
    await clock.advance(DAY);
    expect(book.isBanned(id(1))).toBe(false);
    expect(book.reinstate()).toBe(1);
    expect(book.get(id(1))).toMatchObject({ address: address(1), kind: "new" });
    expect(book.get(id(1))?.lastSuccess === NEVER).toBe(!good);
    checkInvariants(book);
  });

  it("work for an id that nobody has heard of", () => {
    const { book } = makeBook();
    book.markBad(id(5), ban);
    expect(book.add(address(5), teller)).toEqual({ outcome: "ignored", reason: "banned" });
    expect([book.unban(id(5)), book.unban(id(5)), book.size]).toEqual([true, false, 0]);
    expect(book.add(address(5), teller)).toEqual({ outcome: "added" });
  });

  it("end by the clock, without anybody's help", async () => {
    const { book, clock } = makeBook();
    book.add(address(1), teller);
    book.markBad(id(1), ban);
    await clock.advance(DAY);
    expect(book.add(address(1), teller).outcome).toBe("known");
    expect([book.size, [...book.bans()]]).toEqual([1, []]);
    checkInvariants(book);
  });

  it("are not shortened by another", async () => {
    const { book, clock } = makeBook();
    book.markBad(id(1), ban);
    book.markBad(id(1), { durationMs: 1_000, reason: "again" });
    await clock.advance(DAY - 1);
    expect(book.isBanned(id(1))).toBe(true);
  });

  it("do not bring back what has become private since", () => {
    const { book } = makeBook();
    book.add(address(1), teller);
    book.markBad(id(1), ban);
    book.addPrivateIds([id(1)]);
    expect([book.unban(id(1)), book.size]).toEqual([true, 0]);
  });

  it("are bounded: a flood of bans replaces those that end first", () => {
    const { book } = makeBook();
    book.markBad(id(1), { durationMs: 2 * DAY, reason: "long" });
    for (let serial = 2; serial < 10_101; serial++) book.markBad(id(serial), ban);
    expect([[...book.bans()].length, book.isBanned(id(1))]).toEqual([10_000, true]);
  });
});

describe("selections", () => {
  it("of an empty book are empty", () => {
    const { book } = makeBook();
    expect([book.selection(), book.selectionWithBias(30), book.pickAddress(50)]).toEqual([[], [], undefined]);
    expect(book.selectVerified({ maxAgeMs: DAY })).toEqual([]);
  });

  it("show everybody alike", () => {
    const { book } = makeBook();
    for (let serial = 0; serial < 100; serial++) book.add(address(serial), address(serial, 60 + serial));
    for (let serial = 0; serial < 50; serial++) book.markGood(id(serial));
    const shown = new Map<string, number>();
    for (let i = 0; i < 5_000; i++)
      for (const each of book.selection()) shown.set(each.id, (shown.get(each.id) ?? 0) + 1);
    // 1,600 each on average, with a standard deviation of 33.
    expect(shown.size).toBe(100);
    expect(Math.min(...shown.values())).toBeGreaterThan(1_400);
    expect(Math.max(...shown.values())).toBeLessThan(1_800);
    checkInvariants(book);
  });

  it("with a bias favour an address in more buckets", () => {
    const { book } = makeBook();
    for (let serial = 0; serial < 200; serial++) book.add(address(serial), teller);
    for (let source = 0; source < 500; source++) book.add(address(0), address(source, 30 + (source % 90)));
    let [many, one] = [0, 0];
    for (let i = 0; i < 3_000; i++) {
      const ids = new Set(book.selectionWithBias(100).map((each) => each.id));
      if (ids.has(id(0))) many++;
      if (ids.has(id(1))) one++;
    }
    // 46 of 203 pairs: four pairs against one.
    expect(many / 3_000).toBeGreaterThan(0.55);
    expect(one / 3_000).toBeLessThan(0.3);
  });

  it("pick from a bucket, not from a crowd", () => {
    const { book } = makeBook();
    // 65 addresses of one group are in one bucket, a single one of another group in another.
    for (let serial = 0; serial < 65; serial++) book.add(address(serial), teller);
    book.add(address(9_999, 44), address(1, 45));
    let picked = 0;
    for (let i = 0; i < 2_000; i++) if (book.pickAddress(100)?.id === id(9_999)) picked++;
    // Half of them, with a standard deviation of 22.
    expect(picked).toBeGreaterThan(880);
    expect(picked).toBeLessThan(1_120);
  });
});

describe("verified addresses", () => {
  it("are handed out while they are fresh", async () => {
    const { book, clock } = makeBook();
    for (let serial = 0; serial < 500; serial++)
      book.add(address(serial), address(serial, 50 + (serial % 100)));
    for (let serial = 0; serial < 100; serial++) book.markVerified(id(serial));
    await clock.advance(60_000);
    for (let serial = 100; serial < 130; serial++) book.markVerified(id(serial));
    const serials = (maxAgeMs: number) =>
      book
        .selectVerified({ maxAgeMs })
        .map((each) => Number.parseInt(each.id, 16))
        .sort((a, b) => a - b);
    expect(serials(59_999)).toEqual(Array.from({ length: 30 }, (_, i) => 100 + i));
    expect(serials(60_000)).toEqual(Array.from({ length: 130 }, (_, i) => i));
  });

  it("leave out whom one does not want, and are at most 250", () => {
    const { book } = makeBook();
    for (let serial = 0; serial < 400; serial++) {
      book.add(address(serial), address(serial, 50 + (serial % 100)));
      book.markVerified(id(serial));
    }
    const selection = book.selectVerified({ maxAgeMs: DAY, exclude: (each) => each.id === id(3) });
    expect(new Set(selection.map((each) => each.id)).size).toBe(250);
    for (let i = 0; i < 50; i++)
      expect(book.selectVerified({ maxAgeMs: DAY, exclude: (each) => each.id === id(3) })).not.toContainEqual(
        address(3),
      );
    expect(book.selectVerified({ maxAgeMs: DAY, count: 7 }).length).toBe(7);
    expect(book.selectVerified({ maxAgeMs: DAY, count: 7_000 }).length).toBe(250);
  });

  it("follow a bias as far as there are enough", () => {
    const { book } = makeBook();
    for (let serial = 0; serial < 100; serial++) {
      book.add(address(serial), address(serial, 50 + serial));
      if (serial < 50) book.markGood(id(serial));
      book.markVerified(id(serial));
    }
    const news = (bias: number, count: number) =>
      book.selectVerified({ maxAgeMs: DAY, bias, count }).filter((each) => !book.isGood(each.id)).length;
    expect([news(30, 50), news(0, 50), news(100, 50), news(100, 80), news(0, 80)]).toEqual([
      15, 0, 50, 50, 30,
    ]);
  });

  it("count as having worked", async () => {
    const { book, clock } = makeBook();
    book.add(address(1), teller);
    book.markAttempt(address(1), "DIAL_REFUSED");
    expect(book.markVerified(id(1))).toBe(true);
    expect(book.get(id(1))).toMatchObject({ attempts: 0, kind: "new", lastVerifiedAt: clock.wallTime() });
    expect(book.get(id(1))?.lastFailure?.code).toBe("DIAL_REFUSED");
    expect([book.markVerified(id(2), address(2)), book.has(id(2))]).toEqual([true, true]);
  });
});

describe("buckets", () => {
  it("follow from the key: the same after a restart, others for another key", () => {
    const key = "00112233445566778899aabb";
    const buckets = (bookKey: string) => {
      const choice = new BucketChoice(bookKey, bookHash(bookKey), true);
      return Array.from({ length: 50 }, (_, i) => [
        choice.newBucket(address(i, 20 + i), teller),
        choice.oldBucket(address(i, 20 + i)),
      ]).join();
    };
    expect(buckets(key)).toBe(buckets(key));
    expect(buckets(key)).not.toBe(buckets("00112233445566778899aabc"));
  });

  it("limit what one source and one network can fill", () => {
    const choice = new BucketChoice("00112233445566778899aabb", bookHash("00112233445566778899aabb"), true);
    const news = new Set<number>();
    const olds = new Set<number>();
    for (let i = 0; i < 5_000; i++) {
      news.add(choice.newBucket(address(i, 20 + (i % 100)), teller));
      olds.add(choice.oldBucket(address(i & 0xffff)));
    }
    expect(news.size).toBeLessThanOrEqual(32);
    expect(news.size).toBeGreaterThan(20);
    expect(olds.size).toBeLessThanOrEqual(4);
  });
});

it("100,000 hostile addresses do not grow the book past its buckets", () => {
  const { book } = makeBook();
  for (let serial = 0; serial < 100_000; serial++) {
    const hostile = address(serial, 20 + (serial % 100));
    book.add(hostile, hostile);
    if (serial % 3 === 0) book.add(address(serial % 50, 21 + (serial % 97)), teller);
  }
  expect(book.size).toBeLessThanOrEqual(256 * 65);
  checkInvariants(book);
});
