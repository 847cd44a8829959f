import { decideAdmission, type HandshakeProgress, P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { AdmissionBudget } from "../../src/transport/admission-budget.js";

const bounds = { maxPending: 4, maxPendingPerGroup: 2 };
const progressOf: Record<string, HandshakeProgress> = {
  ".": "silent",
  "+": "speaking",
  "*": "authenticated",
};

/** `"a. a+ b*"`: handshakes oldest first, each its group and how far it has got. */
function pendingOf(text: string) {
  const words = text.split(" ").filter((word) => word !== "");
  return words.map((word, index) => ({
    index,
    group: word.slice(0, -1),
    progress: progressOf[word.slice(-1)] ?? "silent",
  }));
}

describe("decideAdmission", () => {
  it.each<[string, string, string, string]>([
    ["an empty room", "", "a", "admit"],
    ["room in both respects", "a. b. b.", "a", "admit"],
    ["a full group: its oldest silent one goes", "a. b. a.", "a", "evict 0: group full"],
    ["a full group: silent before speaking, older before younger", "a+ a.", "a", "evict 1: group full"],
    ["a full group that speaks: its oldest goes", "a+ a+ b.", "a", "evict 0: group full"],
    ["a full group, one of it authenticated", "a* a+", "a", "evict 1: group full"],
    ["a full group, all authenticated: it has enough", "a* a* b.", "a", "refuse: group full"],
    ["a full room: the largest group pays", "b. a. a. c.", "d", "evict 1: all full"],
    [
      "a full room of singles, one the newcomer's: the oldest of the silent",
      "b+ c. a. d.",
      "a",
      "evict 1: all full",
    ],
    ["a full room of equals: the oldest of the silent", "a+ b+ c. d.", "e", "evict 2: all full"],
    ["a full room of equals that all speak", "a+ b+ c+ d+", "e", "evict 0: all full"],
    ["a full room, authenticated strangers: the oldest", "a* b* c* d*", "e", "evict 0: all full"],
    ["a full room, the largest group authenticated: the silent pay", "a* a* b. c.", "d", "evict 2: all full"],
    ["a full room, the largest group speaking: the silent pay", "a+ a+ b. c.", "d", "evict 2: all full"],
    ["a full room, one of it silent: that one, whatever its group", "a+ a+ b+ c.", "d", "evict 3: all full"],
    ["a full room, the newcomer's own authenticated", "a* b. c. d.", "a", "evict 1: all full"],
    ["a full room of the newcomer's own, all authenticated", "a* a* a* b.", "a", "refuse: group full"],
  ])("%s", (_what, pending, group, expected) => {
    const decision = decideAdmission(pendingOf(pending), group, bounds);
    const text =
      decision.verdict === "admit"
        ? "admit"
        : decision.verdict === "refuse"
          ? `refuse: ${decision.reason}`
          : `evict ${decision.victim.index}: ${decision.reason}`;
    expect(text).toBe(expected);
  });
});

it("is refused for its own group's sake also where only the room is full", () => {
  const wide = { maxPending: 3, maxPendingPerGroup: 9 };
  expect(decideAdmission(pendingOf("a* a* b*"), "a", wide)).toEqual({
    verdict: "refuse",
    reason: "all full",
  });
  expect(decideAdmission(pendingOf("a* a* b*"), "b", wide)).toMatchObject({ victim: { index: 0 } });
});

describe("AdmissionBudget", () => {
  function room() {
    const budget = new AdmissionBudget({ maxPending: 256, maxPendingPerGroup: 16 });
    const evicted: string[] = [];
    let peak = 0;
    const enter = (name: string, ip: string, progress: HandshakeProgress = "silent") => {
      const result = budget.admit({
        ip,
        progress: () => progress,
        evict: (reason) => evicted.push(`${name} ${reason.code}`),
      });
      peak = Math.max(peak, budget.size);
      return result;
    };
    return { budget, evicted, enter, peak: () => peak };
  }

  it("keeps an honest handshake in while 2,000 silent ones of one address come", () => {
    const { evicted, enter, peak } = room();
    for (let i = 0; i < 1_000; i++) enter("flood", "127.0.1.1");
    enter("honest", "127.0.0.1");
    for (let i = 0; i < 1_000; i++) enter("flood", "127.0.1.1");
    expect(evicted).not.toContain("honest ADMISSION_EVICTED");
    expect(peak()).toBe(17);
  });

  it("keeps it in while they come of 200 addresses, even if it is slow to speak", () => {
    const { evicted, enter, peak } = room();
    for (let i = 0; i < 1_000; i++) enter("flood", `127.0.1.${i % 200}`);
    enter("honest", "127.0.0.1");
    for (let i = 0; i < 1_000; i++) enter("flood", `127.0.1.${i % 200}`);
    expect(evicted).not.toContain("honest ADMISSION_EVICTED");
    expect(peak()).toBe(256);
  });

  it("keeps one that speaks in while silent ones come of thousands of addresses, or of its own", () => {
    const { evicted, enter, peak } = room();
    enter("honest", "10.0.0.1", "speaking");
    for (let i = 0; i < 5_000; i++) enter("flood", `10.${1 + (i >> 8)}.${i & 255}.1`);
    for (let i = 0; i < 100; i++) enter("flood", "10.0.0.1");
    expect(evicted).not.toContain("honest ADMISSION_EVICTED");
    expect(peak()).toBe(256);
  });

  it("treats the addresses of an IPv6 /64 as one", () => {
    const { budget, enter } = room();
    for (let i = 0; i < 100; i++) enter("flood", `2001:db8::${i}`);
    expect(budget.size).toBe(16);
    enter("other", "2001:db8:0:1::1");
    expect(budget.size).toBe(17);
  });

  it("gives places back once, also those of evicted ones", () => {
    const { budget, enter } = room();
    const releases = Array.from({ length: 20 }, () => enter("x", "127.0.0.1"));
    for (const release of [...releases, ...releases]) {
      if (release instanceof P2PError) throw release;
      release();
    }
    expect(budget.size).toBe(0);
  });

  it("refuses where everybody of the address is authenticated", () => {
    const { enter } = room();
    for (let i = 0; i < 16; i++) enter("x", "127.0.0.1", "authenticated");
    expect(enter("y", "127.0.0.1")).toMatchObject({ code: "ADMISSION_FULL", detail: "group full" });
  });
});
