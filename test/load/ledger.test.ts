import { describe, expect, it } from "vitest";
import { faultsOfEnded, missingAtRest, pairUp, type SessionRecord } from "./ledger.js";

function record(of: Partial<SessionRecord> & Pick<SessionRecord, "end">): SessionRecord {
  return {
    connection: 1,
    incarnation: 1,
    sent: [5, 5, 5, 5],
    heard: 1,
    received: [5, 5, 5, 5],
    ending: "open",
    reason: undefined,
    lifeMs: 1_000,
    faults: [],
    ...of,
  };
}

const graceful = { ending: "graceful", reason: "STOPPED" } as const;
const abrupt = { ending: "abrupt", reason: "ABORTED" } as const;
const closed = { ending: "other end", reason: "CONNECTION_CLOSED" } as const;
const nothing = { heard: undefined, received: [0, 0, 0, 0] } as const;

/** A session of both ends with each other. */
function session(dialer: Partial<SessionRecord>, listener: Partial<SessionRecord>): SessionRecord[] {
  return [record({ end: "dialer", ...dialer }), record({ end: "listener", ...listener })];
}

describe("pairing", () => {
  it("goes by what either end has heard of the other, in any order", () => {
    const records = [
      record({ end: "listener", incarnation: 8, heard: 4 }),
      record({ end: "dialer", incarnation: 3, heard: 7 }),
      record({ end: "listener", incarnation: 7, ...nothing }),
      record({ end: "dialer", incarnation: 4, ...nothing }),
      record({ end: "dialer", connection: 2, incarnation: 4, heard: 8 }),
    ];
    const { pairs, alone } = pairUp(records);
    const numbers = pairs.map(({ dialer, listener }) => [dialer.incarnation, listener.incarnation]);
    expect(numbers).toEqual([
      [3, 7],
      [4, 8],
    ]);
    expect(alone).toEqual([records[4]]);
  });
});

describe("sessions that ended as they should", () => {
  it.each([
    ["gracefully", session(graceful, closed)],
    ["gracefully, by the listener", session(closed, graceful)],
    [
      "gracefully, by both at once",
      session({ ...graceful, received: [4, 5, 5, 5] }, { ...graceful, received: [5, 5, 1, 5] }),
    ],
    [
      "gracefully, with what the other end sent meanwhile unread",
      session({ ...graceful, received: [0, 5, 5, 5] }, closed),
    ],
    [
      "abruptly, with a beginning received",
      session({ ...abrupt, received: [2, 5, 5, 5] }, { ...closed, received: [0, 1, 5, 5] }),
    ],
    ["abruptly, noticed as a loss", session(abrupt, { ...closed, reason: "CONNECTION_LOST" })],
    ["abruptly, in the middle of a frame", session(abrupt, { ...closed, reason: "FRAME_TRUNCATED" })],
    [
      "gracefully while the other end broke off",
      session({ ...graceful, reason: "CONNECTION_LOST" }, { ...abrupt, received: [1, 1, 1, 1] }),
    ],
    ["at once, with nothing received", session({ ...abrupt, ...nothing }, { ...closed, ...nothing })],
    ["at once, by both", session({ ...graceful, ...nothing }, { ...abrupt, ...nothing })],
    ["abruptly, known to one end only", [record({ end: "listener", ...abrupt, ...nothing })]],
  ])("%s", (_name, records) => {
    expect(faultsOfEnded(records)).toEqual([]);
  });
});

describe("sessions with a fault", () => {
  it.each([
    [
      "a message lost before a goodbye",
      session(graceful, { ...closed, received: [5, 4, 5, 5] }),
      "channel 0x21: 4 of 5 messages arrived (graceful → other end)",
    ],
    [
      "more received than sent",
      session(abrupt, { ...closed, received: [6, 5, 5, 5] }),
      "channel 0x20: 6 of 5 messages arrived (abrupt → other end)",
    ],
    [
      "an end that nobody planned",
      session(closed, closed),
      "ended, and neither end had closed it (CONNECTION_CLOSED and CONNECTION_CLOSED)",
    ],
    [
      "a ping that timed out",
      session({ ...closed, reason: "PONG_TIMEOUT" }, closed),
      "ended with PONG_TIMEOUT (other end)",
    ],
    [
      "a stalled write",
      session(abrupt, { ...closed, reason: "WRITE_STALLED" }),
      "ended with WRITE_STALLED (other end)",
    ],
    [
      "a ping that timed out during a goodbye",
      session({ ...graceful, reason: "PONG_TIMEOUT" }, closed),
      "ended with PONG_TIMEOUT (graceful)",
    ],
    [
      "a whole session lost",
      [record({ end: "dialer", ...graceful, ...nothing })],
      "nothing of 20 messages arrived",
    ],
    [
      "a session that one end has made up",
      [record({ end: "dialer", ...abrupt, heard: 9 })],
      "its other end does not know of it",
    ],
    ["a message damaged", session({ ...graceful, faults: ["damaged"] }, closed), "damaged"],
  ])("%s", (_name, records, words) => {
    const faults = faultsOfEnded(records);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });
});

describe("at rest", () => {
  it("nothing is missing when everybody is connected and everything has arrived", () => {
    expect(missingAtRest(session({}, {}), 1)).toEqual([]);
  });

  it.each([
    ["an end alone", [record({ end: "dialer", ...nothing })], "0 of 1 connected, 1 ends alone, 0 closing"],
    ["a session that is closing", session({}, graceful), "0 of 1 connected, 1 ends alone, 1 closing"],
    ["nobody", [], "0 of 1 connected"],
    [
      "a message",
      session({ received: [5, 5, 5, 4] }, {}),
      "connection 1 from the listener, session 1, channel 0x30: 4 of 5",
    ],
  ])("%s is noticed", (_name, records, words) => {
    expect(missingAtRest(records, 1).join("\n")).toContain(words);
  });
});
