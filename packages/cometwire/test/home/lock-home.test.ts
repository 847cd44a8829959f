/* One node for one home. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { P2PError, systemClock, systemRandom } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, test } from "vitest";
import { LOCK_REFRESH_MS, LOCK_SILENCE_MS, takeLock } from "../../src/home/lock-file.js";
import { lockHome } from "../../src/home/lock-home.js";
import { deviceText, parseLocks } from "../../src/home/open-databases.js";
import { type ProcessIdentity, type Processes, systemProcesses } from "../../src/home/processes.js";
import { directoryWith } from "./support.js";

const real = { clock: systemClock, random: systemRandom };
const lockFile = "data/cometwire.lock";

/** A machine with these processes, seen by one of them. */
function machine(self: Partial<ProcessIdentity>, running: Readonly<Record<number, string>> = {}): Processes {
  return {
    self: () => ({ pid: 1, start: "100", host: "h", boot: "b", pidSpace: "p", ...self }),
    isRunning: (pid, start) => running[pid] !== undefined && (start === undefined || running[pid] === start),
  };
}

async function refusal(run: Promise<unknown>): Promise<P2PError> {
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(P2PError);
  return error as P2PError;
}

describe("lockHome", () => {
  test("refuses a second one, says who has it, and gives it to the next after release", async () => {
    const dir = await directoryWith();
    const lock = await lockHome(dir, real);
    const error = await refusal(lockHome(dir, real));
    expect(error.code).toBe("HOME_IN_USE");
    expect(error.detail).toBe(`${dir}: cometwire runs on it as process ${process.pid}`);
    await lock.release();
    await lock.release();
    await using again = await lockHome(dir, real);
    expect(again.path).toBe(join(dir, lockFile));
  });

  test("leaves nothing behind but the directory", async () => {
    const dir = await directoryWith();
    await (await lockHome(dir, real)).release();
    expect(await readdir(join(dir, "data"))).toEqual([]);
  });

  test("its file is for the owner, and names the process", async () => {
    const dir = await directoryWith();
    await using lock = await lockHome(dir, real);
    expect((await stat(lock.path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(lock.path, "utf8"))).toMatchObject({ pid: process.pid });
  });

  test("does not remove a lock that somebody else put there by hand", async () => {
    const dir = await directoryWith();
    const lock = await lockHome(dir, real);
    await writeFile(lock.path, "another's");
    await lock.release();
    expect(await readFile(lock.path, "utf8")).toBe("another's");
  });

  test("a real process that was killed leaves a lock that is taken over", async () => {
    const dir = await directoryWith({ "data/x": "" });
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    await once(child, "spawn");
    const pid = child.pid ?? 0;
    const stale = { ...systemProcesses.self(), pid, start: undefined };
    await writeFile(join(dir, lockFile), JSON.stringify(stale));
    expect((await refusal(lockHome(dir, real))).detail).toContain(`process ${pid}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    await using lock = await lockHome(dir, real);
    expect(JSON.parse(await readFile(lock.path, "utf8"))).toMatchObject({ pid: process.pid });
  });

  test("a directory that cannot be made", async () => {
    const dir = await directoryWith({ data: "a file" });
    expect((await refusal(lockHome(dir, real))).code).toBe("HOME_ACCESS");
  });
});

describe("who is alive", () => {
  const identity = { pid: 7, start: "500", host: "h", boot: "b", pidSpace: "p" };
  const wall = 1_700_000_000_000;

  async function attempt(holder: unknown, processes: Processes, ageMs: number): Promise<string> {
    const dir = await directoryWith({
      [lockFile]: typeof holder === "string" ? holder : JSON.stringify(holder),
    });
    const seconds = (wall - ageMs) / 1_000;
    await utimes(join(dir, lockFile), seconds, seconds);
    const clock = new VirtualClock(wall);
    try {
      await (await lockHome(dir, { clock, random: systemRandom, processes })).release();
      return "taken";
    } catch (error) {
      return error instanceof P2PError ? error.code : String(error);
    }
  }

  test.each([
    ["its process runs", identity, machine({}, { 7: "500" }), 1e9, "HOME_IN_USE"],
    ["no such process", identity, machine({}), 0, "taken"],
    ["another process has its number now", identity, machine({}, { 7: "900" }), 0, "taken"],
    [
      "its start is not known, and the number is taken",
      { ...identity, start: undefined },
      machine({}, { 7: "9" }),
      0,
      "HOME_IN_USE",
    ],
    ["the machine was started again", { ...identity, boot: "old" }, machine({}, { 7: "500" }), 0, "taken"],
    ["another container, just heard of", { ...identity, pidSpace: "q" }, machine({}), 29_000, "HOME_IN_USE"],
    ["another container, silent", { ...identity, pidSpace: "q" }, machine({}, { 7: "500" }), 30_000, "taken"],
    [
      "another machine, just heard of",
      { ...identity, host: "i", boot: "c" },
      machine({}),
      29_000,
      "HOME_IN_USE",
    ],
    ["another machine, silent", { ...identity, host: "i", boot: "c" }, machine({}), 30_000, "taken"],
    ["an empty file, just made", "", machine({}), 29_000, "HOME_IN_USE"],
    ["an empty file, old", "", machine({}), 30_000, "taken"],
    ["a file of something else", '{"pid":"7"}', machine({}, { 7: "500" }), 30_000, "taken"],
    ["a file with no sense in it", "[[[", machine({}), 30_000, "taken"],
    ["null", "null", machine({}), 30_000, "taken"],
  ] as const)("%s", async (_, holder, processes, ageMs, outcome) => {
    expect(await attempt(holder, processes, ageMs)).toBe(outcome);
  });

  test("a holder gives signs of life until it releases", async () => {
    const dir = await directoryWith();
    const clock = new VirtualClock(wall);
    const lock = await lockHome(dir, { clock, random: systemRandom, processes: machine({}) });
    const other = machine({ pidSpace: "other" });
    for (let passed = 0; passed < 3 * LOCK_SILENCE_MS; passed += LOCK_REFRESH_MS) {
      await clock.advance(LOCK_REFRESH_MS);
      await expect.poll(async () => (await stat(lock.path)).mtimeMs).toBe(clock.wallTime());
    }
    const context = { clock, random: systemRandom, processes: other };
    expect(await takeLock(lock.path, context)).toMatchObject({ outOfSight: true });
    await lock.release();
    await clock.advance(LOCK_SILENCE_MS);
    expect(await takeLock(lock.path, context)).toHaveProperty("token");
  });
});

describe("a race for a stale lock", () => {
  test("has one winner, every time", async () => {
    for (let round = 0; round < 20; round++) {
      const dir = await directoryWith({
        [lockFile]: JSON.stringify({ pid: 7, host: "h", boot: "b", pidSpace: "p" }),
      });
      const path = join(dir, lockFile);
      const running: Record<number, string> = {};
      const contenders = Array.from({ length: 12 }, (_, index) => {
        const pid = 100 + index;
        running[pid] = "1";
        return { ...real, processes: machine({ pid, start: "1" }, running) };
      });
      const results = await Promise.all(contenders.map((context) => takeLock(path, context)));
      expect(results.filter((result) => "token" in result)).toHaveLength(1);
      const winner = results.findIndex((result) => "token" in result);
      expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: 100 + winner });
      expect(await readdir(join(dir, "data"))).toEqual(["cometwire.lock"]);
    }
  });

  test("one who died while replacing it does not block the next", async () => {
    const stale = JSON.stringify({ pid: 7, host: "h", boot: "b", pidSpace: "p" });
    const dir = await directoryWith({ [lockFile]: stale });
    const path = join(dir, lockFile);
    // The guard of a contender that is gone as well: found by its name, the stale lock's hash.
    const seen = await takeLock(path, { ...real, processes: machine({ pid: 9 }, { 7: "x" }) });
    expect(seen).toMatchObject({ holder: { pid: 7 } });
    const { createHash } = await import("node:crypto");
    const token = createHash("sha256").update(stale).digest("hex").slice(0, 16);
    await writeFile(`${path}.${token}`, JSON.stringify({ pid: 8, host: "h", boot: "b", pidSpace: "p" }));
    expect(await takeLock(path, { ...real, processes: machine({ pid: 9 }) })).toHaveProperty("token");
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: 9 });
    expect(await readdir(join(dir, "data"))).toEqual(["cometwire.lock"]);
  });
});

describe("the real processes", () => {
  test("know this one, and tell it from one with its number", () => {
    const self = systemProcesses.self();
    expect(self.pid).toBe(process.pid);
    expect(systemProcesses.isRunning(self.pid, self.start)).toBe(true);
    expect(systemProcesses.isRunning(self.pid, undefined)).toBe(true);
    expect(systemProcesses.isRunning(2 ** 22 + 1, undefined)).toBe(false);
    if (self.start !== undefined) expect(systemProcesses.isRunning(self.pid, `${self.start}0`)).toBe(false);
  });
});

describe("a running CometBFT node", () => {
  test("is known by the lock on one of its databases", async () => {
    const dir = await directoryWith({ "data/blockstore.db/LOCK": "", "data/state.db/LOCK": "" });
    // As the database does it: flock, and keep the file open.
    const script = 'exec flock --nonblock "$0" sh -c "echo held; read _"';
    const child = spawn("sh", ["-c", script, join(dir, "data/state.db/LOCK")]);
    try {
      await once(child.stdout, "data");
      const error = await refusal(lockHome(dir, real));
      expect(error.code).toBe("HOME_IN_USE");
      expect(error.detail).toBe(`${dir}: process ${child.pid} has data/state.db open`);
    } finally {
      child.stdin.end();
      await once(child, "exit");
    }
    await (await lockHome(dir, real)).release();
  });

  test("what /proc/locks says is taken apart", () => {
    const text = `1: FLOCK  ADVISORY  WRITE 708 08:01:131130 0 EOF
1: -> FLOCK  ADVISORY  WRITE 709 08:01:131130 0 EOF
2: POSIX  ADVISORY  WRITE 5 00:1a:77 0 EOF
3: OFDLCK ADVISORY  READ -1 103:02:4 0 EOF
nonsense
`;
    expect(parseLocks(text)).toEqual([
      { pid: 708, device: "08:01", inode: 131130 },
      { pid: 5, device: "00:1a", inode: 77 },
      { pid: -1, device: "103:02", inode: 4 },
    ]);
  });

  test.each([
    [0x801, "08:01"],
    [0x1a, "00:1a"],
    [0x10302, "103:02"],
    [0x100_0005, "00:1005"],
  ])("device %i is %s", (device, text) => {
    expect(deviceText(device)).toBe(text);
  });
});
