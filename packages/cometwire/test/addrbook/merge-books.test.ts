import { AddressBook, NetAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { mergeEntries } from "../../src/addrbook/merge-books.js";
import { address, entry, id } from "./support.js";

const LONG_AGO = Date.parse("2024-01-01T00:00:00Z");
const proven = {
  kind: "old",
  lastSuccess: LONG_AGO,
  lastVerifiedAt: LONG_AGO,
  lastAttempt: LONG_AGO,
} as const;

describe("mergeEntries", () => {
  it("takes in what is new and welcome", () => {
    const book = new AddressBook({ ourId: id(9) });
    book.add(address(2), address(3));
    book.markBad(id(4), { durationMs: 60_000, reason: "x" });
    const local = NetAddress.parse(`${id(5)}@10.0.0.1:26656`);
    const counts = mergeEntries(
      book,
      [entry(1), entry(2), entry(4), entry(5, { address: local }), entry(9)],
      false,
    );
    expect(counts).toEqual({
      entries: 5,
      added: 1,
      known: 1,
      refused: { banned: 1, unroutable: 1, ours: 1 },
    });
    expect([book.size, book.has(id(1))]).toEqual([2, true]);
  });

  it("keeps another address of a known id as one to try", () => {
    const book = new AddressBook();
    book.add(address(1), address(3));
    mergeEntries(book, [entry(1, { address: address(1, 1) })], false);
    expect(book.get(id(1))?.candidates.map((each) => each.address.port)).toEqual([1]);
  });

  it("believes nothing that a stranger's file says of an address", () => {
    const book = new AddressBook();
    mergeEntries(book, [entry(1, proven)], false);
    expect(book.get(id(1))).toMatchObject({ kind: "new", lastVerifiedAt: undefined });
    expect(book.get(id(1))?.lastSuccess).toBeLessThan(0);
  });

  it("believes it when told to, of addresses that it does not know itself", () => {
    const book = new AddressBook();
    book.add(address(2), address(3));
    const counts = mergeEntries(book, [entry(1, proven), entry(2, proven)], true);
    expect(counts).toMatchObject({ added: 1, known: 1 });
    expect(book.get(id(1))).toMatchObject(proven);
    expect(book.get(id(2))).toMatchObject({ kind: "new", lastVerifiedAt: undefined });
  });
});
