import { NamedAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import {
  Frontier,
  MOST_AT_ONCE_PER_GROUP,
  MOST_TOLD_BY_ONE,
  type Target,
} from "../../src/bootstrap/frontier.js";
import { at, idOf } from "./addresses.js";

const SEED = idOf(0xa);
const OTHER = idOf(0xb);

function frontier(changes: { mostDials?: number; allowPrivate?: boolean } = {}): Frontier {
  return new Frontier({ mostDials: 1_000, allowPrivate: false, ...changes });
}

/** Dials one after the other, finding nobody, until nothing is left: `host:port` of each. */
function order(from: Frontier): string[] {
  const dialled: string[] = [];
  for (let target = from.next(); target !== undefined; target = from.next()) {
    dialled.push(target.addresses[0]?.dialString ?? "");
    from.done(target, undefined);
  }
  return dialled;
}

describe("the order of dials", () => {
  it("is seeds first, then network by network", () => {
    const each = frontier();
    for (const host of ["1.1.0.1", "1.1.0.2", "1.1.0.3", "2.2.0.1", "3.3.0.1", "2.2.0.2"]) {
      each.hear(at(each.waiting + 1, host), SEED);
    }
    each.addSeed(new NamedAddress(SEED, "seed.example.com", 26_656));
    expect(order(each)).toEqual(
      ["seed.example.com", "1.1.0.1", "2.2.0.1", "3.3.0.1", "1.1.0.2", "2.2.0.2", "1.1.0.3"].map(
        (host) => `${host}:26656`,
      ),
    );
  });

  it("lets those who told take turns", () => {
    const each = frontier();
    for (let i = 1; i <= 6; i++) each.hear(at(i, `20.${i}.0.1`), SEED);
    for (let i = 1; i <= 3; i++) each.hear(at(100 + i, `30.${i}.0.1`), OTHER);
    expect(order(each).map((text) => text.split(".").slice(0, 2).join("."))).toEqual([
      "20.1",
      "30.1",
      "20.2",
      "30.2",
      "20.3",
      "30.3",
      "20.4",
      "20.5",
      "20.6",
    ]);
  });

  it("is the same for the same calls", () => {
    const runs = [0, 1].map(() => {
      const each = frontier();
      for (let i = 0; i < 200; i++) each.hear(at(i + 1, `${1 + (i % 7)}.${i % 3}.0.${1 + i}`), idOf(i % 5));
      return order(each);
    });
    expect(runs[0]).toEqual(runs[1]);
    expect(new Set(runs[0]).size).toBe(200);
  });
});

describe("what goes on at once", () => {
  const drain = (from: Frontier): Target[] => {
    const targets: Target[] = [];
    for (let target = from.next(); target !== undefined; target = from.next()) targets.push(target);
    return targets;
  };

  it("is never two dials to one host", () => {
    const each = frontier();
    each.hear(at(1, "1.1.0.1:1"), SEED);
    each.hear(at(2, "1.1.0.1:2"), SEED);
    const first = drain(each);
    expect(first).toHaveLength(1);
    each.done(first[0] as Target, undefined);
    expect(drain(each)).toHaveLength(1);
  });

  it("is few dials to one network, seeds included", () => {
    const each = frontier();
    for (let i = 1; i <= 10; i++) each.addSeed(at(i, `1.1.0.${i}`));
    each.hear(at(11, "2.2.0.1"), SEED);
    const targets = drain(each);
    expect(targets.map(({ group }) => group)).toEqual([
      ...Array.from({ length: MOST_AT_ONCE_PER_GROUP }, () => "1.1.0.0"),
      "2.2.0.0",
    ]);
  });

  it("is one dial for all ids that are said to be at one endpoint", () => {
    const each = frontier();
    each.hear(at(1, "1.1.0.1"), SEED);
    each.hear(at(2, "1.1.0.1"), OTHER);
    const targets = drain(each);
    expect(targets).toHaveLength(1);
    expect(targets[0]?.addresses.map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
    expect(targets[0]?.toldBy).toBe(SEED);
  });
});

describe("what is taken in", () => {
  it.each([
    ["1.1.0.1", false, "taken"],
    ["10.0.0.1", false, "private"],
    ["127.0.0.1", false, "private"],
    ["[fe80::1]:26656", false, "private"],
    ["10.0.0.1", true, "taken"],
    ["127.0.0.1", true, "taken"],
    ["0.0.0.0", true, "invalid"],
    ["1.1.0.1:0", true, "invalid"],
    ["[2001:db8::1]:26656", true, "invalid"],
  ])("%s, private allowed: %j: %s", (host, allowPrivate, expected) => {
    expect(frontier({ allowPrivate }).hear(at(1, host), SEED)).toBe(expected);
  });

  it("is an address once, and again under another id", () => {
    const each = frontier();
    expect(each.hear(at(1, "1.1.0.1"), SEED)).toBe("taken");
    expect(each.hear(at(1, "1.1.0.1"), OTHER)).toBe("known");
    expect(order(each)).toEqual(["1.1.0.1:26656"]);
    expect(each.hear(at(1, "1.1.0.1"), OTHER)).toBe("known");
    expect(each.hear(at(2, "1.1.0.1"), OTHER)).toBe("taken");
    expect(order(each)).toEqual(["1.1.0.1:26656"]);
  });

  it("is nothing more of a node that was found", () => {
    const each = frontier();
    each.hear(at(1, "1.1.0.1"), SEED);
    each.hear(at(1, "2.2.0.1"), SEED);
    each.hear(at(1, "3.3.0.1"), SEED);
    each.hear(at(2, "3.3.0.1"), SEED);
    const target = each.next() as Target;
    each.done(target, idOf(1));
    expect(each.hear(at(1, "4.4.0.1"), OTHER)).toBe("known");
    expect(each.next()?.addresses.map(String)).toEqual([`${idOf(2)}@3.3.0.1:26656`]);
    expect(each.next()).toBeUndefined();
  });

  it("is not more from one node than any release of Go tells", () => {
    const each = frontier();
    const host = (i: number) => `${1 + (i >> 8)}.${i & 0xff}.0.1`;
    for (let i = 1; i <= MOST_TOLD_BY_ONE; i++) expect(each.hear(at(i, host(i)), SEED)).toBe("taken");
    expect(each.hear(at(999, "99.1.0.1"), SEED)).toBe("too-many");
    expect(each.hear(at(999, "99.1.0.1"), OTHER)).toBe("taken");
  });
});

it("ends when the dials are spent", () => {
  const each = frontier({ mostDials: 2 });
  for (let i = 1; i <= 3; i++) each.hear(at(i, `${i}.1.0.1`), SEED);
  expect(order(each)).toHaveLength(2);
  expect(each).toMatchObject({ dials: 2, waiting: 1 });
});
