import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { P2PError } from "../../../src/base/index.js";
import { BanFile, BanList, decodeBans, loadBanList } from "../../../src/pex/index.js";
import { VirtualClock } from "../../../src/testing/index.js";

const id = "92b196360df74a37a0a9431ad8b1b53bca2ed49d";
const DAY = 86_400_000;

let directory: string;
let path: string;
let clock: VirtualClock;

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), "bans-"));
  path = join(directory, "bans.json");
  clock = new VirtualClock();
});

afterEach(() => fs.rm(directory, { recursive: true, force: true }));

async function saved(...targets: [string, number?][]): Promise<void> {
  const bans = new BanList({ clock });
  const file = new BanFile({ path, bans, clock });
  for (const [target, durationMs] of targets) bans.add(target, { reason: "test", durationMs });
  await file.save();
}

describe("a ban file", () => {
  it("says which bans are automatic", async () => {
    const bans = new BanList({ clock });
    bans.add("10.0.0.0/8", { reason: "test" });
    bans.add(id, { reason: "test", automatic: true });
    const file = new BanFile({ path, bans, clock });
    bans.add("11.0.0.0/8", { reason: "test" });
    await file.save();
    const loaded = await loadBanList(path, { clock });
    expect(loaded.bans.list().map(({ automatic }) => automatic)).toEqual([false, true, false]);
  });

  it("brings back what was saved", async () => {
    await saved([id, DAY], ["10.0.0.0/8"], ["2001:db8::1", 2 * DAY]);
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
    const { bans, dropped, warning } = await loadBanList(path, { clock });
    expect([dropped, warning]).toEqual([0, undefined]);
    expect(bans.list()).toMatchObject([
      { text: id, reason: "test", createdAt: clock.wallTime(), expiresAt: clock.wallTime() + DAY },
      { text: "10.0.0.0/8", expiresAt: undefined },
      { text: "2001:db8::1" },
    ]);
    expect(JSON.parse(await fs.readFile(path, "utf8"))).toMatchObject({
      version: 1,
      bans: {
        1: { target: "10.0.0.0/8", reason: "test", created_at: "2023-11-14T22:13:20Z", expires_at: null },
      },
    });
  });

  it("does not bring back what has ended meanwhile", async () => {
    await saved([id, DAY], ["10.0.0.0/8"]);
    await clock.advance(DAY);
    const { bans } = await loadBanList(path, { clock });
    expect(bans.list().map((ban) => ban.text)).toEqual(["10.0.0.0/8"]);
  });

  it("is empty when it is not there", async () => {
    const { bans, warning } = await loadBanList(path);
    expect([bans.list(), warning, await fs.readdir(directory)]).toEqual([[], undefined, []]);
  });

  it.each(["", "null", "[]", '{"version":2,"bans":[]}', '{"version":1,"bans":{}}'])(
    "is set aside when it is damaged: %j",
    async (text) => {
      await fs.writeFile(path, text);
      const looked = await loadBanList(path, { clock, readOnly: true });
      expect([looked.warning?.code, await fs.readdir(directory)]).toEqual([
        "STATE_FILE_DAMAGED",
        ["bans.json"],
      ]);
      const { bans, warning, setAsideAs } = await loadBanList(path, { clock });
      expect([bans.list(), warning?.code]).toEqual([[], "STATE_FILE_DAMAGED"]);
      expect(await fs.readFile(setAsideAs ?? "", "utf8")).toBe(text);
      expect((await fs.readdir(directory)).length).toBe(1);
    },
  );

  it("loses only the entries that are none", async () => {
    const good = { target: id, reason: "x", created_at: "2024-01-01T00:00:00Z", expires_at: null };
    const bad = [
      null,
      7,
      {},
      { ...good, target: "nobody" },
      { ...good, target: 7 },
      { ...good, reason: 7 },
      { ...good, created_at: "yesterday" },
      { ...good, expires_at: "tomorrow" },
      { ...good, expires_at: undefined },
    ];
    await fs.writeFile(path, JSON.stringify({ version: 1, bans: [...bad, good] }));
    const { bans, dropped } = await loadBanList(path, { clock });
    expect([bans.list().map((ban) => ban.text), dropped]).toEqual([[id], bad.length]);
  });

  it("is saved within a second of a change, and at the stop", async () => {
    const bans = new BanList({ clock });
    const file = new BanFile({ path, bans, clock });
    file.start();
    bans.add(id, { reason: "test" });
    await clock.advance(999);
    expect(await fs.readdir(directory)).toEqual([]);
    await clock.advance(1);
    const listed = async () => (await loadBanList(path, { clock })).bans.list().length;
    await vi.waitFor(async () => expect(await fs.readdir(directory)).toEqual(["bans.json"]));
    bans.add("1.2.3.4", { reason: "test" });
    await file.stop();
    expect([await listed(), clock.pendingTimers]).toEqual([2, 0]);
    bans.add("1.2.3.5", { reason: "test" });
    expect(clock.pendingTimers).toBe(0);
  });

  it("reports what goes wrong instead of throwing", async () => {
    const bans = new BanList({ clock });
    const problems: P2PError[] = [];
    const nowhere = join(directory, "no", "bans.json");
    const file = new BanFile({ path: nowhere, bans, clock, onProblem: (error) => problems.push(error) });
    file.start();
    bans.add(id, { reason: "test" });
    await clock.advance(1_000);
    await vi.waitFor(() => expect(problems.length).toBe(1));
    await expect(file.save()).rejects.toMatchObject({ code: "STATE_FILE_ACCESS" });
    await fs.mkdir(join(directory, "no"));
    await file.stop();
    expect([problems.length, await fs.readdir(join(directory, "no"))]).toEqual([1, ["bans.json"]]);
  });

  it("survives any text", () => {
    const json = fc.record({ version: fc.constant(1), bans: fc.array(fc.anything()) }).map((value) => {
      try {
        return JSON.stringify(value);
      } catch {
        return "";
      }
    });
    fc.assert(
      fc.property(fc.oneof(json, fc.json(), fc.string()), (text) => {
        const read = decodeBans(text);
        if (typeof read === "string") return;
        const bans = new BanList({ clock });
        for (const ban of read.bans) bans.restore(ban);
      }),
      { numRuns: 500 },
    );
  });
});
