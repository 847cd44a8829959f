import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type AddressBook, decodeBook, encodeBook } from "../../../src/pex/index.js";
import { address, checkInvariants, id, makeBook, oneBucket } from "./support.js";

const DAY = 86_400_000;

type Book = ReturnType<typeof makeBook>;
type Action = (subject: Book) => void | Promise<void>;

const serial = fc.integer({ min: 0, max: 199 });
const group = fc.integer({ min: 11, max: 14 });

/** What anybody may do to a book, in any order. */
const action: fc.Arbitrary<[string, Action]> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(serial, group, serial).map(named("add", add)) },
  { weight: 3, arbitrary: serial.map(named("good", ({ book }, who) => void book.markGood(id(who)))) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(serial, group)
      .map(
        named(
          "attempt",
          ({ book }, [who, where]) => void book.markAttempt(address(who, where), "DIAL_TIMEOUT"),
        ),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(serial, group)
      .map(
        named("verified", ({ book }, [who, where]) => void book.markVerified(id(who), address(who, where))),
      ),
  },
  {
    weight: 1,
    arbitrary: serial.map(
      named("bad", ({ book }, who) => book.markBad(id(who), { durationMs: DAY, reason: "test" })),
    ),
  },
  { weight: 1, arbitrary: serial.map(named("unban", ({ book }, who) => void book.unban(id(who)))) },
  { weight: 1, arbitrary: serial.map(named("remove", ({ book }, who) => void book.remove(id(who)))) },
  { weight: 1, arbitrary: fc.constant(0).map(named("reinstate", ({ book }) => void book.reinstate())) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100 }).map(named("select", select)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 2 * DAY }).map(named("wait", ({ clock }, ms) => clock.advance(ms))),
  },
);

function named<T>(name: string, run: (subject: Book, argument: T) => void | Promise<void>) {
  return (argument: T): [string, Action] => [
    `${name} ${JSON.stringify(argument)}`,
    (subject) => run(subject, argument),
  ];
}

function add({ book }: Book, [who, where, source]: [number, number, number]): void {
  const before = book.size;
  const { outcome } = book.add(address(who, where), address(source, 90 + (source % 100)));
  expect(outcome === "ignored").toBe(book.isBanned(id(who)));
  // A full bucket may have let somebody go.
  if (outcome !== "added") expect(book.size).toBe(before);
  else expect(book.has(id(who))).toBe(true);
}

function select({ book }: Book, bias: number): void {
  for (const selection of [
    book.selection(),
    book.selectionWithBias(bias),
    book.selectVerified({ maxAgeMs: DAY }),
  ]) {
    expect(new Set(selection.map((each) => each.id)).size).toBe(selection.length);
    for (const each of selection) expect(book.get(each.id)?.address).toEqual(each);
  }
  const picked = book.pickAddress(bias);
  if (picked !== undefined) expect(book.has(picked.id)).toBe(true);
}

/** All ids that the book knows, banned or not. */
function knownIds(book: AddressBook): Set<string> {
  const banned = [...book.bans()].filter((ban) => ban.entry !== undefined);
  return new Set([
    ...Array.from(book.entries(), (entry) => entry.address.id),
    ...banned.map((ban) => ban.id),
  ]);
}

it.each([
  ["spread over its buckets", undefined],
  ["crowded into one bucket", oneBucket],
])("any history leaves a sound book, %s", async (_, hash) => {
  const histories = fc.array(action, { maxLength: 250 });
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), async (history, seed) => {
      const subject = makeBook({ hash }, seed);
      for (const [, run] of history) await run(subject);
      checkInvariants(subject.book);
    }),
    { numRuns: 150 },
  );
});

it("nothing but a full new bucket and `remove` makes the book forget an id", async () => {
  const histories = fc.array(action, { maxLength: 250 });
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), async (history, seed) => {
      // 200 ids over hundreds of buckets: none is ever full.
      const subject = makeBook({}, seed);
      for (const [name, run] of history) {
        const before = knownIds(subject.book);
        await run(subject);
        const after = knownIds(subject.book);
        if (!name.startsWith("remove")) for (const each of before) expect(after).toContain(each);
      }
    }),
    { numRuns: 60 },
  );
});

it("what is saved is what is loaded", async () => {
  const histories = fc.array(action, { maxLength: 250 });
  await fc.assert(
    fc.asyncProperty(histories, fc.nat(), async (history, seed) => {
      const subject = makeBook({}, seed);
      for (const [, run] of history) await run(subject);
      const saved = subject.book.snapshot();
      const read = decodeBook(encodeBook(saved));
      if (typeof read === "string") throw new Error(read);
      expect(read).toEqual({ ...saved, faults: new Map() });
      const { book } = makeBook({ key: saved.key, clock: subject.clock }, seed + 1);
      for (const ban of read.bans) book.restoreBan(ban);
      for (const entry of read.entries) expect(book.restore(entry)).toBeUndefined();
      checkInvariants(book);
      expect(book.snapshot()).toEqual(saved);
    }),
    { numRuns: 60 },
  );
});
