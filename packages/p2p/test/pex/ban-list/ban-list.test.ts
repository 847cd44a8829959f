import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BanChange,
  BanList,
  formatBanTarget,
  parseBanTarget,
  targetMatches,
} from "../../../src/pex/index.js";
import { VirtualClock } from "../../../src/testing/index.js";
import { IpAddress } from "../../../src/wire/index.js";

const id = (serial: number) => serial.toString(16).padStart(40, "0");
const DAY = 86_400_000;

function makeList(maxBans?: number) {
  const clock = new VirtualClock();
  const bans = new BanList({ clock, maxBans });
  const changes: string[] = [];
  bans.onChange(({ type, ban }: BanChange) => changes.push(`${type} ${ban.text}`));
  return { bans, clock, changes };
}

const reason = "test";

describe("targets", () => {
  it.each([
    ["92B196360DF74A37A0A9431AD8B1B53BCA2ED49D", "92b196360df74a37a0a9431ad8b1b53bca2ed49d"],
    ["1.2.3.4", "1.2.3.4"],
    ["1.2.3.4/32", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["1.2.3.4/24", "1.2.3.0/24"],
    ["::ffff:1.2.3.4/120", "1.2.3.0/24"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["1.2.3.4/0", "0.0.0.0/0"],
    ["2001:DB8::1/32", "2001:db8::/32"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["::/0", "::/0"],
    ["1::/96", "1::/96"],
  ])("%s is %s", (text, canonical) => {
    expect(formatBanTarget(parseBanTarget(text))).toBe(canonical);
    expect(formatBanTarget(parseBanTarget(canonical))).toBe(canonical);
  });

  it.each([
    "",
    "/",
    "1.2.3",
    "1.2.3.4/33",
    "1.2.3.4/-1",
    "1.2.3.4/",
    "1.2.3.4/8/8",
    "01.2.3.4",
    "::1/129",
    "fe80::1%eth0",
    "example.com",
    id(1).slice(1),
    `${id(1)}/8`,
    "1.2.3.4/1e1",
  ])("%j is none", (text) => {
    expect(() => parseBanTarget(text)).toThrow("is neither a node id nor an IP address or range");
  });

  it.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "::ffff:10.1.1.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["0.0.0.0/0", "255.1.1.1", true],
    ["0.0.0.0/0", "2001::1", false],
    ["::/0", "2001::1", true],
    ["::/0", "1.2.3.4", false],
    ["2001:db8::/33", "2001:db8:7fff::1", true],
    ["2001:db8::/33", "2001:db8:8000::1", false],
  ])("%s holds %s: %s", (range, ip, holds) => {
    expect(targetMatches(parseBanTarget(range), { ip: IpAddress.parse(ip) })).toBe(holds);
    const { bans } = makeList();
    bans.add(range, { reason });
    expect(bans.check({ ip }) !== undefined).toBe(holds);
  });
});

describe("a ban list", () => {
  it("names the ban of the id first, then that of the narrowest range", () => {
    const { bans } = makeList();
    for (const target of ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", id(1)]) bans.add(target, { reason });
    const found = (peer: { id?: string; ip?: string }) => bans.check(peer)?.text;
    expect(found({ id: id(1).toUpperCase(), ip: "10.1.2.3" })).toBe(id(1));
    expect(found({ id: id(2), ip: "10.1.2.3" })).toBe("10.1.2.3");
    expect(found({ ip: "10.1.2.4" })).toBe("10.1.0.0/16");
    expect(found({ ip: "10.2.2.4" })).toBe("10.0.0.0/8");
    expect(found({ id: id(2), ip: "11.1.1.1" })).toBeUndefined();
    expect([found({}), found({ ip: "not an ip" })]).toEqual([undefined, undefined]);
  });

  it("forgets a ban when its time has passed, with no timer", async () => {
    const { bans, clock, changes } = makeList();
    bans.add("10.0.0.0/8", { reason });
    bans.add("10.1.0.0/16", { reason, durationMs: DAY });
    bans.add(id(1), { reason, durationMs: DAY });
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(DAY - 1);
    expect(bans.check({ ip: "10.1.1.1" })?.text).toBe("10.1.0.0/16");
    await clock.advance(1);
    expect(bans.check({ ip: "10.1.1.1" })?.text).toBe("10.0.0.0/8");
    expect(bans.check({ id: id(1) })).toBeUndefined();
    expect(bans.remove(id(1))).toBeUndefined();
    expect(bans.list().map((ban) => ban.text)).toEqual(["10.0.0.0/8"]);
    await clock.advance(100 * 365 * DAY);
    expect(bans.list().length).toBe(1);
    expect(changes.slice(3)).toEqual(["expired 10.1.0.0/16", `expired ${id(1)}`]);
  });

  it("keeps the start and the later end when something is banned again", async () => {
    const { bans, clock } = makeList();
    const start = clock.wallTime();
    bans.add(id(1), { reason: "first", durationMs: DAY });
    await clock.advance(1_000);
    expect(bans.add(id(1), { reason: "second", durationMs: 1_000 })).toMatchObject({
      reason: "second",
      createdAt: start,
      expiresAt: start + DAY,
    });
    expect(bans.add(id(1), { reason: "third" })?.expiresAt).toBeUndefined();
    expect(bans.add(id(1), { reason: "fourth", durationMs: DAY })?.expiresAt).toBeUndefined();
    expect(bans.list().length).toBe(1);
  });

  it("lifts what was banned, however it is written, and tells who listens", () => {
    const { bans, changes } = makeList();
    bans.add("::ffff:1.2.3.4/120", { reason });
    const revision = bans.revision;
    expect(bans.remove("1.2.3.99")).toBeUndefined();
    expect(bans.revision).toBe(revision);
    expect(bans.remove("1.2.3.77/24")?.text).toBe("1.2.3.0/24");
    expect([bans.check({ ip: "1.2.3.4" }), bans.list()]).toEqual([undefined, []]);
    expect(bans.revision).toBeGreaterThan(revision);
    expect(changes).toEqual(["added 1.2.3.0/24", "removed 1.2.3.0/24"]);
  });

  it("stops telling who does not want to know any more", () => {
    const { bans } = makeList();
    const heard: string[] = [];
    const end = bans.onChange(({ ban }) => heard.push(ban.text));
    bans.add("1.1.1.1", { reason });
    end();
    bans.add("2.2.2.2", { reason });
    expect(heard).toEqual(["1.1.1.1"]);
  });

  it("makes reasons printable", () => {
    const { bans } = makeList();
    expect(bans.add("1.1.1.1", { reason: `\u001b[2J${"x".repeat(300)}` })?.reason).toMatch(
      /^\\u\{1b\}\[2Jx+…$/,
    );
  });

  it.each([0, -1, Number.NaN])("refuses a duration of %d", (durationMs) => {
    expect(() => makeList().bans.add("1.1.1.1", { reason, durationMs })).toThrow("durationMs");
    expect(() => new BanList({ maxBans: durationMs })).toThrow("maxBans");
  });

  it("makes room by dropping what ends first, and never for what ends sooner", () => {
    const { bans, changes } = makeList(3);
    bans.add("1.1.1.1", { reason });
    bans.add("2.2.2.2", { reason, durationMs: 2 * DAY });
    bans.add("3.3.3.3", { reason, durationMs: 3 * DAY });
    expect(bans.add("4.4.4.4", { reason, durationMs: DAY })).toBeUndefined();
    expect(bans.add("5.5.5.5", { reason, durationMs: 5 * DAY })?.text).toBe("5.5.5.5");
    expect(changes.slice(3)).toEqual(["evicted 2.2.2.2", "added 5.5.5.5"]);
    for (const ip of ["6.6.6.6", "7.7.7.7"]) expect(bans.add(ip, { reason })).toBeDefined();
    expect(bans.add("8.8.8.8", { reason })).toBeUndefined();
    expect(bans.add("1.1.1.1", { reason: "again" })?.reason).toBe("again");
    expect(bans.list().map((ban) => ban.text)).toEqual(["1.1.1.1", "6.6.6.6", "7.7.7.7"]);
  });

  it("takes a flood in bounded room", () => {
    const { bans } = makeList();
    for (let serial = 0; serial < 12_000; serial++)
      bans.add(id(serial), { reason, durationMs: DAY + serial });
    expect(bans.list().length).toBe(10_000);
    expect(bans.check({ id: id(11_999) })).toBeDefined();
  });

  it("answers as a plain search through all bans would", () => {
    const octet = fc.integer({ min: 0, max: 3 });
    const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
    const ipv6 = fc.tuple(octet, octet).map(([a, b]) => `200${a}:${b}::${b}`);
    const target = fc.oneof(
      ipv4,
      ipv6,
      fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`),
      fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([ip, bits]) => `${ip}/${bits}`),
      octet.map(id),
    );
    const steps = fc.array(fc.tuple(fc.boolean(), target), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.oneof(ipv4, ipv6), octet.map(id), (history, ip, who) => {
        const { bans } = makeList();
        const plain = new Set<string>();
        for (const [lift, each] of history) {
          if (lift) bans.remove(each);
          else bans.add(each, { reason });
          plain[lift ? "delete" : "add"](formatBanTarget(parseBanTarget(each)));
        }
        const peer = { id: who, ip };
        const expected = [...plain].some((each) => targetMatches(parseBanTarget(each), peer));
        const found = bans.check(peer);
        expect(found !== undefined).toBe(expected);
        if (found !== undefined) expect(targetMatches(found.target, peer)).toBe(true);
        expect(new Set(bans.list().map((ban) => ban.text))).toEqual(plain);
      }),
      { numRuns: 500 },
    );
  });
});

it("a flood of automatic bans takes no place of the operator's", () => {
  const { bans } = makeList(3);
  bans.add(id(1), { reason, durationMs: 1_000 });
  for (let i = 2; i < 50; i++) bans.add(id(i), { reason, durationMs: DAY + i, automatic: true });
  expect(bans.list().map(({ text }) => text)).toEqual([id(1), id(48), id(49)]);
  bans.add(id(50), { reason, durationMs: 500 });
  bans.add(id(51), { reason, durationMs: 500 });
  expect(bans.list().map(({ automatic }) => automatic)).toEqual([false, false, false]);
  expect(bans.add(id(52), { reason, automatic: true })).toBeUndefined();
  // What the operator bans, too, is the operator's.
  const both = makeList();
  both.bans.add(id(1), { reason, automatic: true });
  expect(both.bans.add(id(1), { reason })?.automatic).toBe(false);
  expect(both.bans.add(id(1), { reason, automatic: true })?.automatic).toBe(false);
});
