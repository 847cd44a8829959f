import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { P2PError } from "../../../src/base/index.js";
import {
  AddressBook,
  AddressBookFile,
  decodeBook,
  encodeBook,
  loadAddressBook,
  NEVER,
  saveAddressBook,
} from "../../../src/pex/index.js";
import { VirtualClock } from "../../../src/testing/index.js";
import { address, checkInvariants, id, makeBook, teller } from "./support.js";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  return { ...real, rename: vi.fn(real.rename) };
});

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), "address-book-"));
  path = join(directory, "addrbook.json");
});

afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(directory, { recursive: true, force: true });
});

function failing(error: string, times: number): void {
  for (let i = 0; i < times; i++)
    vi.mocked(fs.rename).mockRejectedValueOnce(Object.assign(new Error(error), { code: error }));
}

const key = "00112233445566778899aabb";

/** An entry as Go writes it, with members replaced. */
function goEntry(serial: number, changes: object = {}): object {
  return {
    addr: { id: id(serial), ip: "11.2.3.4", port: 26656 },
    src: { id: id(9), ip: "12.2.3.4", port: 26656 },
    buckets: [5],
    attempts: 2,
    bucket_type: 1,
    last_attempt: "2024-01-02T03:04:05.123456789+01:00",
    last_success: "0001-01-01T00:00:00Z",
    last_ban_time: "0001-01-01T00:00:00Z",
    ...changes,
  };
}

const write = (...addrs: unknown[]) => fs.writeFile(path, JSON.stringify({ key, addrs }));

describe("loading", () => {
  it("begins an empty book without a file, and makes none", async () => {
    const { book, found, dropped, warning } = await loadAddressBook(path);
    expect([book.size, found, dropped.size, warning]).toEqual([0, false, 0, undefined]);
    expect(await fs.readdir(directory)).toEqual([]);
  });

  it("reads what Go writes", async () => {
    await write(goEntry(1), goEntry(2, { bucket_type: 2, buckets: [63] }));
    const { book, found } = await loadAddressBook(path);
    expect([found, book.key, book.counts]).toEqual([true, key, { new: 1, old: 1 }]);
    expect(book.get(id(1))).toMatchObject({
      attempts: 2,
      buckets: [5],
      lastAttempt: Date.parse("2024-01-02T02:04:05.123Z"),
      lastSuccess: NEVER,
    });
  });

  it.each<[string, unknown]>([
    ["notAnObject", 7],
    ["badAddress", goEntry(1, { addr: null })],
    ["badAddress", goEntry(1, { addr: { id: "xyz", ip: "1.2.3.4", port: 1 } })],
    ["badAddress", goEntry(1, { addr: { id: id(1), ip: "1.2.3", port: 1 } })],
    ["badAddress", goEntry(1, { addr: { id: id(1), ip: "1.2.3.4", port: 65_536 } })],
    ["badSource", goEntry(1, { src: {} })],
    ["badKind", goEntry(1, { bucket_type: 3 })],
    ["badBuckets", goEntry(1, { buckets: [256] })],
    ["badBuckets", goEntry(1, { buckets: [-1] })],
    ["badBuckets", goEntry(1, { buckets: [1.5] })],
    ["badBuckets", goEntry(1, { buckets: { length: 1 } })],
    ["badBuckets", goEntry(1, { bucket_type: 2, buckets: [64] })],
    ["noBuckets", goEntry(1, { buckets: [] })],
    ["noBuckets", goEntry(1, { buckets: null })],
    ["badAttempts", goEntry(1, { attempts: "2" })],
    ["badTime", goEntry(1, { last_attempt: "yesterday" })],
    ["badTime", goEntry(1, { last_success: "2024-02-30T00:00:00Z" })],
    ["portZero", goEntry(1, { addr: { id: id(1), ip: "1.2.3.4", port: 0 } })],
    ["invalid", goEntry(1, { addr: { id: id(1), ip: "0.0.0.0", port: 1 } })],
    ["unroutable", goEntry(1, { addr: { id: id(1), ip: "10.0.0.1", port: 1 } })],
    ["duplicateId", goEntry(2)],
    ["ours", goEntry(7)],
    ["private", goEntry(8)],
  ])("leaves one entry out (%s) and takes the rest", async (reason, entry) => {
    await write(goEntry(2), entry, goEntry(3));
    const { book, dropped, warning } = await loadAddressBook(path, { ourId: id(7), privateIds: [id(8)] });
    expect([book.size, [...dropped], warning]).toEqual([2, [[reason, 1]], undefined]);
    checkInvariants(book);
  });

  it("takes no more into a bucket than it holds, and finds another place first", async () => {
    await write(
      ...Array.from({ length: 200 }, (_, serial) =>
        goEntry(serial, { addr: { id: id(serial), ip: `11.2.3.${serial}`, port: 1 } }),
      ),
    );
    const { book, dropped } = await loadAddressBook(path, { hash: undefined });
    expect([book.size, dropped.get("bucketFull")]).toEqual([130, 70]);
    checkInvariants(book);
  });

  it("takes times in the future for now", async () => {
    await write(goEntry(1, { last_attempt: "2999-01-01T00:00:00Z", last_success: "2999-01-01T00:00:00Z" }));
    const clock = new VirtualClock();
    const entry = (await loadAddressBook(path, { clock })).book.get(id(1));
    expect([entry?.lastAttempt, entry?.lastSuccess]).toEqual([clock.wallTime(), clock.wallTime()]);
  });

  it("takes no more candidates than it would keep, and none that it would refuse", async () => {
    const candidate = (ip: string, port = 1) => ({
      addr: { id: id(1), ip, port },
      src: { id: id(9), ip: "12.2.3.4", port: 1 },
    });
    const welcome = ["20.0.0.1", "20.0.0.2", "20.0.0.2", "20.0.0.3", "20.0.0.4"].map((ip) => candidate(ip));
    const others = [candidate("11.2.3.4", 26656), candidate("10.0.0.1"), candidate("20.0.0.9", 0), 7, null];
    await write(goEntry(1, { cometwire: { candidates: [...others, ...welcome] } }));
    const { book } = await loadAddressBook(path);
    const hosts = book.get(id(1))?.candidates.map((each) => each.address.host);
    expect(hosts).toEqual(["20.0.0.2", "20.0.0.3", "20.0.0.4"]);
  });

  it("replaces a key that anybody could guess", async () => {
    await fs.writeFile(path, JSON.stringify({ key: "", addrs: [goEntry(1)] }));
    const { book } = await loadAddressBook(path);
    expect(book.key).toMatch(/^[0-9a-f]{24}$/);
    expect(book.size).toBe(1);
  });

  it.each([
    ["", "it is not a JSON object (cut off?)"],
    ["hello", "it is not a JSON object (cut off?)"],
    ["[]", "it is not a JSON object (cut off?)"],
    ['{"key":"', "it is not a JSON object (cut off?)"],
    ['{"addrs":{}}', "addrs is not a list"],
    ["\u0000".repeat(4096), "it is not a JSON object (cut off?)"],
  ])("sets a damaged file aside: %j", async (text, reason) => {
    await fs.writeFile(path, text);
    const clock = new VirtualClock(Date.parse("2026-01-02T03:04:05.678Z"));
    const { book, warning, setAsideAs } = await loadAddressBook(path, { clock });
    const aside = `${path}.corrupt-2026-01-02T03-04-05.678Z`;
    expect([book.size, setAsideAs, warning?.code]).toEqual([0, aside, "STATE_FILE_DAMAGED"]);
    expect(warning?.detail).toBe(`${path}: ${reason}; it is now ${aside}`);
    expect(await fs.readFile(aside, "utf8")).toBe(text);
    expect(await fs.readdir(directory)).toEqual(["addrbook.json.corrupt-2026-01-02T03-04-05.678Z"]);
  });

  it("changes nothing when it only reads", async () => {
    await fs.writeFile(path, "hello");
    await fs.writeFile(join(directory, ".addrbook.json.00.tmp"), "");
    const { warning, setAsideAs } = await loadAddressBook(path, { readOnly: true });
    expect([warning?.code, setAsideAs]).toEqual(["STATE_FILE_DAMAGED", undefined]);
    expect((await fs.readdir(directory)).sort()).toEqual([".addrbook.json.00.tmp", "addrbook.json"]);
  });

  it("refuses to go on when the file cannot be read or set aside", async () => {
    await expect(loadAddressBook(directory)).rejects.toMatchObject({ code: "STATE_FILE_ACCESS" });
    await fs.writeFile(path, "hello");
    failing("EACCES", 1);
    await expect(loadAddressBook(path)).rejects.toMatchObject({
      code: "STATE_FILE_ACCESS",
      detail: `${path}: permission denied`,
    });
    expect(await fs.readFile(path, "utf8")).toBe("hello");
  });

  it("clears away what a killed save left behind, and nothing else", async () => {
    for (const name of [".addrbook.json.0123.tmp", ".other.json.0123.tmp", "addrbook.json.bak"])
      await fs.writeFile(join(directory, name), "");
    await loadAddressBook(path);
    expect((await fs.readdir(directory)).sort()).toEqual([".other.json.0123.tmp", "addrbook.json.bak"]);
  });

  it("survives any text", () => {
    const { book } = makeBook();
    for (const serial of [1, 2, 3]) book.add(address(serial), teller);
    book.markBad(id(2), { durationMs: 1_000, reason: "test" });
    book.markVerified(id(3), address(3, 20));
    const good = encodeBook(book.snapshot());
    const cut = fc.nat({ max: good.length }).map((end) => good.slice(0, end));
    const edited = fc
      .tuple(fc.nat({ max: good.length }), fc.nat({ max: 40 }), fc.string())
      .map(([at, count, text]) => good.slice(0, at) + text + good.slice(at + count));
    const nested = fc.constantFrom(
      "[".repeat(50_000),
      '{"a":'.repeat(50_000),
      `{"addrs":${"[".repeat(20_000)}`,
    );
    const json = fc
      .record({ key: fc.anything(), addrs: fc.anything(), cometwire: fc.anything() })
      .map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return "{}";
        }
      });
    fc.assert(
      fc.property(fc.oneof(cut, edited, fc.string(), nested, json, fc.json()), (text) => {
        const read = decodeBook(text);
        if (typeof read === "string") return;
        const { book: second } = makeBook();
        for (const ban of read.bans) second.restoreBan(ban);
        for (const entry of read.entries) second.restore(entry);
        checkInvariants(second);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("saving", () => {
  it("writes Go's text where there is nothing that Go does not know", async () => {
    const { book } = makeBook({ key });
    book.add(address(1), teller);
    await saveAddressBook(book, path);
    const [bucket] = book.get(id(1))?.buckets ?? [];
    expect(await fs.readFile(path, "utf8")).toBe(`{
\t"key": "${key}",
\t"addrs": [
\t\t{
\t\t\t"addr": {
\t\t\t\t"id": "${id(1)}",
\t\t\t\t"ip": "11.0.0.1",
\t\t\t\t"port": 26656
\t\t\t},
\t\t\t"src": {
\t\t\t\t"id": "${teller.id}",
\t\t\t\t"ip": "99.1.2.3",
\t\t\t\t"port": 26656
\t\t\t},
\t\t\t"buckets": [
\t\t\t\t${bucket}
\t\t\t],
\t\t\t"attempts": 0,
\t\t\t"bucket_type": 1,
\t\t\t"last_attempt": "2023-11-14T22:13:20Z",
\t\t\t"last_success": "0001-01-01T00:00:00Z",
\t\t\t"last_ban_time": "0001-01-01T00:00:00Z"
\t\t}
\t]
}`);
  });

  it("remembers what Go does not: verification, failures, candidates, bans", async () => {
    const { book, clock } = makeBook();
    for (const serial of [1, 2]) book.add(address(serial), teller);
    book.markVerified(id(1));
    book.markAttempt(address(1), "DIAL_TIMEOUT");
    book.add(address(1, 20), teller);
    book.markBad(id(2), { durationMs: 1_000, reason: "test" });
    await saveAddressBook(book, path);
    const { book: second } = await loadAddressBook(path, { clock });
    expect(second.snapshot()).toEqual(book.snapshot());
    expect(second.get(id(1))?.lastFailure?.code).toBe("DIAL_TIMEOUT");
    expect(second.selectVerified({ maxAgeMs: 1_000 })).toEqual([address(1)]);
    expect(second.isBanned(id(2))).toBe(true);
    // All of it is in members of one name, which Go ignores.
    const file = JSON.parse(await fs.readFile(path, "utf8")) as { addrs: object[] };
    expect(Object.keys(file)).toEqual(["key", "addrs", "cometwire"]);
    expect(Object.keys(file.addrs[0] ?? {}).at(-1)).toBe("cometwire");
  });

  it("happens every two minutes, when something has changed, and at the stop", async () => {
    const { book, clock } = makeBook();
    const file = new AddressBookFile({ path, book, clock });
    const saved = () => fs.readFile(path, "utf8").then(decodeBook, () => undefined);
    file.start();
    await clock.advance(120_000);
    expect(await fs.readdir(directory)).toEqual([]);
    book.add(address(1), teller);
    await clock.advance(119_999);
    expect(await fs.readdir(directory)).toEqual([]);
    await clock.advance(1);
    await vi.waitFor(async () => expect(await saved()).toMatchObject({ entries: { length: 1 } }));
    book.add(address(2), teller);
    await file.stop();
    expect(await saved()).toMatchObject({ entries: { length: 2 } });
    expect([clock.pendingTimers, await fs.readdir(directory)]).toEqual([0, ["addrbook.json"]]);
  });

  it("reports a failure, loses nothing, and tries again", async () => {
    const { book, clock } = makeBook();
    const problems: P2PError[] = [];
    const file = new AddressBookFile({ path, book, clock, onProblem: (error) => problems.push(error) });
    book.add(address(1), teller);
    await file.save();
    const before = await fs.readFile(path, "utf8");
    failing("ENOSPC", 2);
    book.add(address(2), teller);
    await expect(file.save()).rejects.toMatchObject({ detail: `${path}: the disk is full` });
    file.start();
    await clock.advance(120_000);
    await vi.waitFor(() => expect(problems.map((each) => each.code)).toEqual(["STATE_FILE_ACCESS"]));
    expect(await fs.readFile(path, "utf8")).toBe(before);
    expect(await fs.readdir(directory)).toEqual(["addrbook.json"]);
    await vi.waitFor(() => expect(clock.pendingTimers).toBe(1));
    await clock.advance(10_000);
    await vi.waitFor(async () => expect(await fs.readFile(path, "utf8")).not.toBe(before));
    await file.stop();
    expect(problems.length).toBe(1);
  });

  it("saves one at a time, and all that was there when it was asked to", async () => {
    const { book } = makeBook();
    const file = new AddressBookFile({ path, book });
    vi.mocked(fs.rename).mockClear();
    const saves = Array.from({ length: 20 }, (_, serial) => {
      book.add(address(serial), teller);
      return file.save();
    });
    await Promise.all(saves);
    const read = decodeBook(await fs.readFile(path, "utf8"));
    expect(read).toMatchObject({ entries: { length: 20 } });
    // The first, and one for all that were asked for while it ran.
    expect(vi.mocked(fs.rename).mock.calls.length).toBeLessThanOrEqual(3);
  });

  it("does not throw at the stop", async () => {
    const { book } = makeBook();
    const problems: P2PError[] = [];
    const nowhere = join(directory, "no", "addrbook.json");
    const file = new AddressBookFile({ path: nowhere, book, onProblem: (error) => problems.push(error) });
    book.add(address(1), teller);
    await file.stop();
    expect(problems[0]?.detail).toBe(`${nowhere}: its directory does not exist`);
  });
});

it("a book that is killed while it saves is whole, and has all that was saved", async () => {
  const script = fileURLToPath(new URL("./save-forever.ts", import.meta.url));
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, ["--import", "tsx", script, path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let reported = "";
    await new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => {
        reported += chunk.toString();
        // Each round is killed after another number of saves, wherever it is then.
        if (reported.split("\n").length > 3 + 7 * round) child.kill("SIGKILL");
      });
      child.on("close", () => resolve());
    });
    const complete = reported.split("\n").slice(0, -1);
    const { book, warning, dropped } = await loadAddressBook(path, { readOnly: true });
    expect([warning, dropped.size]).toEqual([undefined, 0]);
    expect(book.size).toBeGreaterThanOrEqual(Number(complete.at(-1)));
    checkInvariants(book);
    expect(new AddressBook({ key: book.key }).key).toBe(book.key);
    await loadAddressBook(path);
    expect(await fs.readdir(directory)).toEqual(["addrbook.json"]);
    await fs.rm(path);
  }
});
