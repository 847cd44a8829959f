import { expect, it } from "vitest";
import { rankAddresses, verificationOrder } from "../../src/addrbook/rank.js";
import { view } from "./support.js";

const day = (number: number) => `2026-01-${String(number).padStart(2, "0")}T00:00:00.000Z`;

const failing = view(1, { attempts: 1, lastVerified: day(9), kind: "old" });
const verified = view(2, { lastVerified: day(5), lastAttempt: day(5) });
const verifiedLast = view(3, { lastVerified: day(6), lastAttempt: day(6) });
const old = view(4, { kind: "old", lastSuccess: day(1), lastAttempt: day(1) });
const oldWorkedLast = view(5, { kind: "old", lastSuccess: day(2), lastAttempt: day(2) });
const unknown = view(6);
const all = [unknown, failing, old, verified, oldWorkedLast, verifiedLast];

it("puts the most promising first", () => {
  expect(rankAddresses(all)).toEqual([verifiedLast, verified, oldWorkedLast, old, unknown, failing]);
});

it("verifies what we know least of first", () => {
  expect(verificationOrder(all)).toEqual([unknown, old, oldWorkedLast, verified, verifiedLast, failing]);
});
