import { decodeBook, NetAddress, systemRandom } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { exportAddresses } from "../../src/addrbook/export-book.js";
import { address, id, view } from "./support.js";

const at = "2026-01-01T00:00:00.000Z";
const entries = [
  view(1, { kind: "old", lastSuccess: at, lastVerified: at, lastAttempt: at }),
  view(2, { attempts: 4, lastFailure: { code: '=X(1),"', at }, address: `${id(2)}@[2001:db7::2]:1` }),
];

describe("exportAddresses", () => {
  it("makes a line for config.toml", () => {
    expect(exportAddresses(entries, "peers", systemRandom)).toBe(
      `${id(1)}@11.1.0.1:26656,${id(2)}@[2001:db7::2]:1\n`,
    );
  });

  it("makes JSON", () => {
    expect(JSON.parse(exportAddresses(entries, "json", systemRandom))).toEqual(entries);
  });

  it("makes a table for a spreadsheet, in which nothing is a formula", () => {
    expect(exportAddresses(entries, "csv", systemRandom).split("\n")).toEqual([
      "id,ip,port,kind,attempts,last_attempt,last_success,last_verified,last_failure",
      `${id(1)},11.1.0.1,26656,old,0,${at},${at},${at},`,
      `${id(2)},2001:db7::2,1,new,4,,,,"'=X(1),"""`,
      "",
    ]);
  });

  it("makes an addrbook.json that tells neither our key nor our sources", () => {
    const text = exportAddresses(entries, "addrbook", systemRandom);
    const book = decodeBook(text);
    if (typeof book === "string") throw new Error(book);
    expect(book.entries.map((each) => [each.address.toString(), each.kind, each.attempts])).toEqual([
      [`${id(1)}@11.1.0.1:26656`, "old", 0],
      [`${id(2)}@[2001:db7::2]:1`, "new", 4],
    ]);
    for (const each of book.entries) expect(each.source.equals(each.address)).toBe(true);
    expect(book.entries[0]).toMatchObject({ lastSuccess: Date.parse(at), lastVerifiedAt: Date.parse(at) });
    expect(text).not.toContain(NetAddress.parse(view(1).source).host);
    expect(exportAddresses(entries, "addrbook", systemRandom)).not.toBe(text);
  });

  it("keeps thousands of one network in an addrbook.json as far as its buckets hold them", () => {
    const many = Array.from({ length: 3_000 }, (_, i) =>
      view(i, { address: new NetAddress(id(i), address(1).ip, 1_000 + i).toString() }),
    );
    const book = decodeBook(exportAddresses(many, "addrbook", systemRandom));
    expect(typeof book === "string" ? 0 : book.entries.length).toBeGreaterThan(60);
  });
});
