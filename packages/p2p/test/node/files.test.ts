import { readdir, readFile, rm, writeFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadAddressBook, loadBanList, NetAddress, type NodeOptions } from "@cometwire/p2p";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { minute, World } from "./world.js";

let folder: string;
let files: Pick<NodeOptions, "addressBookFile" | "banFile">;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "node-files-"));
  files = { addressBookFile: join(folder, "addrbook.json"), banFile: join(folder, "bans.json") };
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const stranger = NetAddress.parse(`${"ab".repeat(20)}@45.0.0.1:26656`);

/** The ids in the file, as another process reads it. */
async function savedIds(): Promise<string[]> {
  const { book } = await loadAddressBook(join(folder, "addrbook.json"), { readOnly: true });
  return Array.from(book.entries(), ({ address }) => address.id);
}

describe("the files of a node", () => {
  it("keep the address book and the bans over a restart", async () => {
    const world = new World();
    const peer = await world.started();
    const first = await world.started(files);
    await world.run(first.node.dial(peer.address));
    first.node.addressBook.add(stranger, stranger);
    first.node.ban("10.0.0.0/8", { reason: "a test" });
    await world.run(first.node.stop());
    expect((await savedIds()).sort()).toEqual([peer.id, stranger.id].sort());

    const again = await world.started({ ...first.options, ...files });
    const { node } = again;
    expect(node.addressBook.key).toBe(first.node.addressBook.key);
    expect(node.addressBook.get(stranger.id)?.address).toEqual(stranger);
    expect(node.bans.list()).toMatchObject([{ text: "10.0.0.0/8", reason: "a test" }]);
    // It needs nobody to tell it of its peer.
    expect(await world.until(() => again.knows(peer), 5_000)).toBe(true);
    expect(again.eventsOf("warning")).toEqual([]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("are saved while the node runs: bans within a second, addresses within two minutes", async () => {
    const world = new World();
    const { node } = await world.started(files);
    node.addressBook.add(stranger, stranger);
    node.ban(stranger.id, { reason: "a test" });
    await world.clock.advance(1_000);
    await expect
      .poll(async () => (await loadBanList(files.banFile ?? "", { readOnly: true })).bans.list())
      .toMatchObject([{ text: stranger.id }]);
    await world.clock.advance(2 * minute);
    await expect.poll(savedIds).toEqual([stranger.id]);
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("are not made when there is nothing to save", async () => {
    const world = new World();
    const { node } = await world.started(files);
    await world.run(node.stop());
    expect(await readdir(folder)).toEqual([]);
  });

  it("that are damaged are set aside with a warning, and the node starts", async () => {
    const world = new World();
    await writeFile(join(folder, "addrbook.json"), "{ not a book");
    await writeFile(join(folder, "bans.json"), "[]");
    const test = await world.started(files);
    expect(test.eventsOf("warning").map(({ error }) => error.code)).toEqual([
      "STATE_FILE_DAMAGED",
      "STATE_FILE_DAMAGED",
    ]);
    expect([test.node.addressBook.size, test.node.bans.list()]).toEqual([0, []]);
    const names = await readdir(folder);
    expect(names.map((name) => name.replace(/\d.*/, "")).sort()).toEqual([
      "addrbook.json.corrupt-",
      "bans.json.corrupt-",
    ]);
    const [book] = names.filter((name) => name.startsWith("addrbook"));
    expect(await readFile(join(folder, book ?? ""), "utf8")).toBe("{ not a book");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("that cannot be read keep it from starting", async () => {
    const world = new World();
    const { node } = world.node({ addressBookFile: folder });
    expect(await world.code(node.start())).toBe("STATE_FILE_ACCESS");
    expect(await world.leftovers()).toEqual([0, 0]);
  });

  it("that cannot be written are a warning, again and again, and no end to the node", async () => {
    const world = new World();
    const test = await world.started({ addressBookFile: join(folder, "gone", "addrbook.json") });
    test.node.addressBook.add(stranger, stranger);
    await world.clock.advance(2 * minute);
    await expect.poll(() => test.eventsOf("warning").length).toBe(1);
    await world.clock.advance(10_000);
    await expect.poll(() => test.eventsOf("warning").length).toBe(2);
    expect(await world.leftovers()).toEqual([0, 0]);
    expect(test.eventsOf("warning").map(({ error }) => error.code)).toEqual(
      Array(3).fill("STATE_FILE_ACCESS"), // the last one at the stop
    );
  });

  it("private ids that are in the file are not in the book", async () => {
    const world = new World();
    const first = await world.started(files);
    first.node.addressBook.add(stranger, stranger);
    await world.run(first.node.stop());
    const { node } = await world.started({ ...first.options, ...files, privatePeerIds: [stranger.id] });
    expect(node.addressBook.has(stranger.id)).toBe(false);
    expect(await world.leftovers()).toEqual([0, 0]);
  });
});
