import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BookEntry, decodeBook, loadAddressBook, NetAddress, NodeKey, NEVER } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { address, bookText, entry, id } from "../addrbook/support.js";
import { temporaryDirectory } from "../api/http.js";
import { cli, recorder } from "../support/cli.js";
import { addressOf, quietHome, runningHome, startNode } from "../support/home-node.js";
import { refusedPort, startPeer } from "../support/peers.js";

const NOW = Date.now();
const DAY = 86_400_000;

const bookFile = (dir: string): string => join(dir, "config", "addrbook.json");

/** A home with this book, in which no node runs. */
async function homeWithBook(entries: readonly BookEntry[]): Promise<string> {
  const dir = await quietHome();
  await writeFile(bookFile(dir), bookText(entries));
  return dir;
}

/** A file with this book, in no home. */
async function fileWith(entries: readonly BookEntry[]): Promise<string> {
  const path = join(await temporaryDirectory(), "book.json");
  await writeFile(path, bookText(entries));
  return path;
}

/** What a file holds. */
async function entriesOf(path: string): Promise<Map<string, BookEntry>> {
  const book = decodeBook(await readFile(path, "utf8"));
  if (typeof book === "string") throw new Error(book);
  return new Map(book.entries.map((each) => [each.address.id, each]));
}

const worked = { lastSuccess: NOW - 60_000, lastAttempt: NOW - 60_000, kind: "old", buckets: [1] } as const;
const failing = { attempts: 5, lastAttempt: NOW - DAY, lastFailure: { code: "DIAL_TIMEOUT", at: NOW - DAY } };

describe("addrbook show", () => {
  it("shows a home's book in numbers, and the most promising first", async () => {
    const dir = await homeWithBook([
      entry(1, failing),
      entry(2, worked),
      entry(3, { lastVerifiedAt: NOW - 3_600_000, lastSuccess: NOW - 3_600_000 }),
    ]);
    const { code, stdout, stderr } = await cli(["addrbook", "--home", dir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n").map((line) => line.replace(/ {2,}/g, " | "));
    expect(lines.slice(0, 7)).toEqual([
      `book | ${bookFile(dir)}`,
      "addresses | 3 (2 new, 1 old)",
      "verified | 1",
      "groups | 3",
      "banned | 0",
      "",
      "address | kind | worked | verified | failures | last failure",
    ]);
    expect(lines[7]).toMatch(
      /^0{39}3@11\.3\.0\.1:26656 \| new \| 1 h( \d+ min)? ago \| 1 h( \d+ min)? ago \| 0$/,
    );
    expect(lines[8]).toMatch(/^0{39}2@11\.2\.0\.1:26656 \| old \| \d+ min( \d+ s)? ago \| never \| 0$/);
    expect(lines[9]).toMatch(/^0{39}1@11\.1\.0\.1:26656 \| new \| never \| never \| 5 \| DIAL_TIMEOUT$/);
  });

  it("shows so many, and says how many more there are", async () => {
    const path = await fileWith([entry(1), entry(2), entry(3)]);
    const { stdout } = await cli(["addrbook", "show", "--file", path, "--limit", "2"]);
    expect(stdout).toContain("… and 1 more: --limit 3 shows all\n");
    const json = (await cli(["addrbook", "show", "--file", path, "--json", "--limit", "1"])).json();
    expect(json).toMatchObject({ origin: path, size: 3, groups: 3, dropped: {}, entries: [{ kind: "new" }] });
  });

  it("shows a running node's book as it is in memory", async () => {
    const { dir, node } = await runningHome();
    for (let serial = 1; serial <= 1_001; serial++) {
      const local = NetAddress.parse(`${id(serial)}@127.0.${serial >> 8}.${serial & 255}:26656`);
      node.addressBook.add(local, NetAddress.parse(`${id(serial)}@10.${serial & 255}.0.1:26656`));
    }
    const json = (await cli(["addrbook", "show", "--home", dir, "--json"])).json();
    expect(json).toMatchObject({ origin: "the running node", size: node.addressBook.size });
    expect((json as { entries: unknown[] }).entries).toHaveLength(node.addressBook.size);
    expect(node.addressBook.size).toBeGreaterThan(1_000);
  });

  it("says what of a file cannot be read", async () => {
    const path = join(await temporaryDirectory(), "book.json");
    const { addrs } = JSON.parse(bookText([entry(1)])) as { addrs: unknown[] };
    await writeFile(path, JSON.stringify({ key: "", addrs: [...addrs, 7, { addr: null }, ...addrs] }));
    const { stdout } = await cli(["addrbook", "show", "--file", path]);
    expect(stdout).toContain("3 entries left out (notAnObject 1, badAddress 1, duplicateId 1)");
  });

  it("prints no control characters of a file's", async () => {
    const path = await fileWith([
      entry(1, { ...failing, lastFailure: { code: "\u001b[2J\u0007", at: NOW } }),
    ]);
    for (const more of [[], ["--json"]]) {
      const { stdout } = await cli(["addrbook", "show", "--file", path, ...more]);
      expect(stdout).toContain("[2J");
      expect(stdout).not.toMatch(/[^\n\x20-\x7e]/);
    }
  });

  it.each([
    ["nonsense", "STATE_FILE_DAMAGED"],
    [undefined, "NO_ADDRESS_BOOK"],
  ])("fails on %j, and leaves it", async (content, expected) => {
    const dir = await temporaryDirectory();
    const path = join(dir, "book.json");
    if (content !== undefined) await writeFile(path, content);
    const { code, stdout, stderr } = await cli(["addrbook", "show", "--file", path]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`(${expected})`);
    expect(await readdir(dir)).toEqual(content === undefined ? [] : ["book.json"]);
  });
});

describe("addrbook verify", () => {
  /** A book with a node that is right, one of another network, and one where nobody is. */
  async function mixed() {
    const right = NetAddress.parse(addressOf(await startNode({ moniker: "right one" })));
    const other = NetAddress.parse((await startPeer({ info: { network: "another" } })).address);
    const nobody = NetAddress.parse(`${id(7)}@${await refusedPort()}`);
    const entries = [right, other, nobody].map((each, at) => entry(at + 1, { address: each }));
    return { right, other, nobody, entries };
  }

  it("says who answers and why the others do not, and changes nothing", async () => {
    const { right, entries } = await mixed();
    const dir = await homeWithBook(entries);
    const before = await readFile(bookFile(dir), "utf8");
    const { code, stdout, stderr } = await cli(["addrbook", "verify", "--home", dir]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));
    expect(lines[0]).toBe('1 of 3 addresses answered on network "net"');
    expect(lines[3]).toMatch(/^[\d.]+ ms \| /);
    expect(lines[3]).toContain(` | ${right.toString()} | right one | cometwire/`);
    expect(lines.slice(5, 8).map((line) => line.split(": ")[0])).toEqual([
      "failed | code | what, and why",
      expect.stringMatching(/^1 \| (INCOMPATIBLE_NETWORK|DIAL_REFUSED) \| the /),
      expect.stringMatching(/^1 \| (INCOMPATIBLE_NETWORK|DIAL_REFUSED) \| the /),
    ]);
    expect(await readFile(bookFile(dir), "utf8")).toBe(before);
  });

  it("writes down what it found when told to", async () => {
    const { right, other, nobody, entries } = await mixed();
    const dir = await homeWithBook(entries);
    const result = (await cli(["addrbook", "verify", "--home", dir, "--write", "--json"])).json();
    expect(result).toMatchObject({
      network: "net",
      total: 3,
      reached: 1,
      failures: { DIAL_REFUSED: 1, INCOMPATIBLE_NETWORK: 1 },
      written: { verified: 1, failed: 2, unclear: 0 },
    });
    const after = await entriesOf(bookFile(dir));
    expect(after.get(right.id)?.lastVerifiedAt).toBeGreaterThanOrEqual(NOW - 1_000);
    expect(after.get(other.id)?.lastFailure?.code).toBe("INCOMPATIBLE_NETWORK");
    expect(after.get(nobody.id)).toMatchObject({ attempts: 1, lastFailure: { code: "DIAL_REFUSED" } });
    expect(await readdir(join(dir, "data"))).toEqual([]);

    const exported = await cli(["addrbook", "export", "--verified", "--home", dir]);
    expect(exported.stdout).toBe(`${right.toString()}\n`);
    const pruned = (await cli(["addrbook", "prune", "--failed", "1", "--home", dir, "--json"])).json();
    expect(pruned).toMatchObject({ before: 3, after: 1 });
  });

  it("of a running node's addresses writes nothing, and refuses to", async () => {
    const { dir, node } = await runningHome();
    const peer = await startNode();
    node.addressBook.add(NetAddress.parse(addressOf(peer)), NetAddress.parse(addressOf(peer)));
    const seen = (await cli(["addrbook", "verify", "--home", dir, "--json"])).json();
    expect(seen).toMatchObject({ network: "net", total: 1, written: null });
    const refused = await cli(["addrbook", "verify", "--home", dir, "--write"]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^error: the address book cannot be changed now: .*\(HOME_IN_USE\)/);
  });

  it("writes nothing when nobody answers at all", async () => {
    const dir = await homeWithBook([
      entry(1, { address: NetAddress.parse(`${id(1)}@${await refusedPort()}`) }),
    ]);
    const before = await readFile(bookFile(dir), "utf8");
    const { code, stdout } = await cli(["addrbook", "verify", "--write", "--home", dir]);
    expect(code).toBe(1);
    expect(stdout).toContain(`nothing written to ${bookFile(dir)}: is this machine online?`);
    expect(await readFile(bookFile(dir), "utf8")).toBe(before);
  });

  it("works on a file whose network is named, those verified longest ago first", async () => {
    const { right, nobody } = await mixed();
    const path = await fileWith([
      entry(1, { address: nobody, lastVerifiedAt: NOW - DAY, lastSuccess: NOW - DAY }),
      entry(2, { address: right }),
    ]);
    const words = ["addrbook", "verify", "--file", path, "--network", "net", "--limit", "1", "--json"];
    expect((await cli(words)).json()).toMatchObject({ total: 1, reached: 1, failures: {} });
  });

  it("shows a person how far it is", async () => {
    const { entries } = await mixed();
    const stderr = recorder(true);
    await cli(["addrbook", "verify", "--home", await homeWithBook(entries)], { stderr });
    expect(stderr.text()).toContain("\r3 of 3 dialled, 1 answered\u001b[K");
    expect(stderr.text().endsWith("\r\u001b[K")).toBe(true);
  });

  it("ends with 130 on Ctrl-C, and gives the home back", async () => {
    const { entries } = await mixed();
    const dir = await homeWithBook(entries);
    const controller = new AbortController();
    const stderr = { isTTY: true, write: () => controller.abort() };
    const { code } = await cli(["addrbook", "verify", "--write", "--home", dir], {
      stderr,
      signal: controller.signal,
    });
    expect(code).toBe(130);
    expect(await readdir(join(dir, "data"))).toEqual([]);
  });
});

describe("addrbook prune", () => {
  it("says what would go and why, and changes nothing, with --dry-run", async () => {
    const dir = await homeWithBook([entry(1, failing), entry(2, worked)]);
    const before = await readFile(bookFile(dir), "utf8");
    const { code, stdout } = await cli(["addrbook", "prune", "--dry-run", "--home", dir]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(1)).toEqual([
      `${address(1).toString()}  failed 5 times in a row (DIAL_TIMEOUT), never worked`,
      "",
      `would remove 1 of 2 addresses from ${bookFile(dir)}; nothing was changed`,
      "",
    ]);
    expect(await readFile(bookFile(dir), "utf8")).toBe(before);
  });

  it("removes it from the file, and leaves the rest as it was", async () => {
    const kept = entry(2, { ...worked, lastBanTime: NOW - 5 * DAY });
    const path = await fileWith([entry(1, failing), kept]);
    const { stdout } = await cli(["addrbook", "prune", "--file", path]);
    expect(stdout).toContain(`\nremoved 1 of 2 addresses from ${path}\n`);
    expect([...(await entriesOf(path)).values()]).toEqual([
      expect.objectContaining({ kind: "old", lastSuccess: kept.lastSuccess, lastBanTime: kept.lastBanTime }),
    ]);
    const again = (await cli(["addrbook", "prune", "--file", path, "--json"])).json();
    expect(again).toEqual({ path, dryRun: false, before: 1, after: 1, removed: [] });
  });

  it("takes each criterion", async () => {
    const path = await fileWith([
      entry(1, failing),
      entry(2, { lastSuccess: NOW - 40 * DAY, lastAttempt: NOW }),
      entry(3, { address: NetAddress.parse(`${id(3)}@10.0.0.1:1`), lastAttempt: NOW }),
    ]);
    const removed = async (...words: string[]) => {
      const { json } = await cli(["addrbook", "prune", "--dry-run", "--json", "--file", path, ...words]);
      return (json() as { removed: { reason: string }[] }).removed.map(({ reason }) => reason);
    };
    expect(await removed()).toEqual(["failing"]);
    expect(await removed("--failed", "6")).toEqual([]);
    expect(await removed("--older-than", "30d")).toEqual(["stale"]);
    expect(await removed("--unroutable", "--failed")).toEqual(["failing", "unroutable"]);
  });

  it("is refused while a node runs, also when the home's file is named", async () => {
    const { dir } = await runningHome();
    await writeFile(bookFile(dir), bookText([entry(1, failing)]));
    for (const words of [
      ["--home", dir],
      ["--file", bookFile(dir)],
    ]) {
      const { code, stderr } = await cli(["addrbook", "prune", ...words]);
      expect(code).toBe(1);
      expect(stderr).toContain("cometwire runs on it as process");
      expect(stderr).toContain("(HOME_IN_USE). What to do: stop the node first");
    }
    expect((await cli(["addrbook", "prune", "--dry-run", "--home", dir])).code).toBe(0);
  });
});

describe("addrbook merge", () => {
  it("takes other books into the home's, but what its node would not take", async () => {
    const dir = await homeWithBook([entry(1)]);
    const nodeKey = NodeKey.generate();
    await nodeKey.save(join(dir, "config", "node_key.json"));
    const ours = new NetAddress(nodeKey.id, address(9).ip, 1);
    const [first, second] = [
      await fileWith([entry(1), entry(2, worked)]),
      await fileWith([entry(3), entry(4, { address: ours })]),
    ];
    const { code, stdout } = await cli(["addrbook", "merge", first, second, "--home", dir]);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      `${first}: 2 addresses: 1 added, 1 known`,
      `${second}: 2 addresses: 1 added, 0 known, 1 refused (ours)`,
      `${bookFile(dir)} has 3 addresses now, 1 before`,
      "",
    ]);
    const after = await entriesOf(bookFile(dir));
    expect(after.get(id(2))).toMatchObject({ kind: "new", lastSuccess: NEVER });
  });

  it("makes a new file, and trusts what it is told to trust", async () => {
    const out = join(await temporaryDirectory(), "merged.json");
    const words = ["addrbook", "merge", "--trust", await fileWith([entry(2, worked)]), "--out", out];
    const result = (await cli([...words, "--json"])).json();
    expect(result).toMatchObject({ path: out, before: 0, after: 1, files: [{ added: 1, refused: {} }] });
    const { book } = await loadAddressBook(out, { strict: false });
    expect(book.get(id(2))).toMatchObject({ kind: "old", lastSuccess: worked.lastSuccess });
  });

  it("fails on a file that is none before it touches anything", async () => {
    const dir = await homeWithBook([entry(1)]);
    const before = await readFile(bookFile(dir), "utf8");
    const { code, stderr } = await cli([
      "addrbook",
      "merge",
      await fileWith([entry(2)]),
      "/nonexistent",
      "--home",
      dir,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("there is no address book /nonexistent (NO_ADDRESS_BOOK)");
    expect(await readFile(bookFile(dir), "utf8")).toBe(before);
  });

  it("is refused while a node runs with the home", async () => {
    const { dir } = await runningHome();
    const { code, stderr } = await cli(["addrbook", "merge", await fileWith([entry(1)]), "--home", dir]);
    expect(code).toBe(1);
    expect(stderr).toContain("(HOME_IN_USE)");
  });
});

describe("addrbook export", () => {
  it("prints a line for config.toml, the best first", async () => {
    const path = await fileWith([entry(1, failing), entry(2), entry(3, worked)]);
    const all = await cli(["addrbook", "export", "--file", path]);
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout).toBe(`${[address(3), address(2), address(1)].join(",")}\n`);
    const two = await cli(["addrbook", "export", "--file", path, "--limit", "2"]);
    expect(two.stdout).toBe(`${[address(3), address(2)].join(",")}\n`);
  });

  it("prints a running node's addresses, too", async () => {
    const { dir, node } = await runningHome();
    node.addressBook.add(address(1), address(2));
    expect((await cli(["addrbook", "export", "--home", dir])).stdout).toBe(`${address(1).toString()}\n`);
    const json = JSON.parse((await cli(["addrbook", "export", "--home", dir, "--json"])).stdout) as unknown;
    expect(json).toMatchObject([{ address: address(1).toString() }]);
  });

  it("makes a book that a node starts with", async () => {
    const path = await fileWith([entry(1), entry(2, worked)]);
    const { stdout } = await cli(["addrbook", "export", "--format", "addrbook", "--file", path]);
    const dir = await temporaryDirectory();
    await mkdir(join(dir, "config"));
    await writeFile(join(dir, "config", "addrbook.json"), stdout);
    const node = await startNode({ addressBookFile: join(dir, "config", "addrbook.json") });
    expect(node.addressBook.counts).toEqual({ new: 1, old: 1 });
  });

  it("exits with 1 when there is nothing to print", async () => {
    const empty = await cli(["addrbook", "export", "--file", await fileWith([])]);
    expect(empty).toMatchObject({ code: 1, stdout: "" });
    expect(empty.stderr).toContain("is empty (NO_ADDRESSES)");
    const go = await cli(["addrbook", "export", "--verified", "--file", await fileWith([entry(1)])]);
    expect(go.code).toBe(1);
    expect(go.stderr).toContain("has no verified address (NO_ADDRESSES). What to do: verify them");
  });
});

it.each([
  [["show", "--limit", "-1"], "--limit is a whole number from 0"],
  [["show", "--file", "x", "--home", "y"], "name --home or --file, not both"],
  [["show", "--file", ""], "the name of the file is empty"],
  [["verify", "--concurrency", "257"], "--concurrency is a whole number from 1 to 256"],
  [["verify", "--timeout", "5"], "add a unit: 5s"],
  [["verify", "--network", ""], "--network: a network's name must not be empty"],
  [["prune", "--failed", "0"], "--failed is a whole number from 1 to 1000"],
  [["prune", "--older-than", "30"], "add a unit"],
  [["merge"], "missing required argument 'file'"],
  [["export", "--format", "yaml"], "Allowed choices are peers, json, csv, addrbook"],
])("%j is wrong usage", async (words, reason) => {
  const { code, stdout, stderr } = await cli(["addrbook", ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(reason);
});

it("does not know the network of a file", async () => {
  const { code, stderr } = await cli(["addrbook", "verify", "--file", await fileWith([entry(1)])]);
  expect(code).toBe(2);
  expect(stderr).toContain("name the network with --network");
});
