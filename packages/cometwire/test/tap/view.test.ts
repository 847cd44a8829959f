import type { ChannelMessage } from "@cometwire/messages";
import { describe, expect, it } from "vitest";
import type { TapPeer } from "../../src/tap/tap-message.js";
import { Totals, type TapSummary } from "../../src/tap/totals.js";
import { RateWindow } from "../../src/tap/view/rate-window.js";
import { statsView } from "../../src/tap/view/stats-view.js";
import { summaryText } from "../../src/tap/view/summary.js";
import { createStyle } from "../../src/text/style.js";
import { tapped, tappedMessage } from "./support.js";

const plain = createStyle(false);
const peer = (digit: string, address: string): TapPeer => ({
  id: digit.repeat(40),
  address,
  release: "v0.38",
});
const a = peer("a", "203.0.113.5:26656");
const b = peer("b", "[2001:db8::5]:26656");

const step: ChannelMessage = {
  type: "NewRoundStep",
  value: { height: 12n, round: 1, step: 6, secondsSinceStartTime: 0n, lastCommitRound: 0 },
};
const txs: ChannelMessage = { type: "Txs", value: { txs: [new Uint8Array(990)] } };
const sighting = { isFirst: true, copies: 1, firstPeer: a.id, delayMs: 0 };

/** So many transactions that came from both, first from one. */
function totalsAfter(transactions: number): Totals {
  const totals = new Totals();
  totals.connected(a);
  totals.connected(b);
  totals.add(tappedMessage(step, { peer: a }));
  for (let index = 0; index < transactions; index++) {
    totals.add(tappedMessage(txs, { peer: a, sighting }));
    totals.add(
      tappedMessage(txs, { peer: b, sighting: { ...sighting, isFirst: false, delayMs: 10 + index } }),
    );
  }
  totals.add(tapped(Uint8Array.of(0xff), 0x20, { peer: b }));
  return totals;
}

describe("what a tap has seen", () => {
  it("is told in the end: by type, and by peer", () => {
    expect(
      summaryText(totalsAfter(20).summary("my-chain", 10_000)),
    ).toBe(`my-chain: 42 messages, 40 kB, 1 error, 10 s, 2 peers connected

channel         type          a second            in all
0x30 mempool    Txs                4.0  4.0 kB/s      40  40 kB
0x20 consensus  NewRoundStep       0.1     1 B/s       1    8 B
0x20 consensus  unreadable         0.1     0 B/s       1    1 B

peer      address              release  height/round step  a second            first         later by
aaaaaaaa  203.0.113.5:26656    v0.38    12/1 Precommit          2.1  2.0 kB/s     20  100 %
bbbbbbbb  [2001:db8::5]:26656  v0.38                            2.1  2.0 kB/s      0    0 %   19.5 ms
`);
  });

  it("is told of nothing, too", () => {
    expect(summaryText(new Totals().summary("my-chain", 10_000))).toBe(
      "my-chain: 0 messages, 0 B, no errors, 10 s, 0 peers connected\n",
    );
  });

  it("does not count against a peer what it repeats itself", () => {
    const totals = new Totals();
    totals.connected(a);
    totals.add(tappedMessage(txs, { peer: a, sighting }));
    totals.add(
      tappedMessage(txs, { peer: a, sighting: { ...sighting, isFirst: false, copies: 2, delayMs: 5 } }),
    );
    expect(totals.summary("", 1).peers).toMatchObject([{ firsts: 1, duplicates: 0, meanDelayMs: undefined }]);
  });

  it("goes on for a peer that comes back, and forgets peers that left very many peers ago", () => {
    const totals = totalsAfter(1);
    totals.disconnected(a.id);
    totals.disconnected(b.id);
    expect(totals.summary("", 1).peers.map(({ connected }) => connected)).toEqual([false, false]);
    totals.connected({ ...a, address: "203.0.113.6:26656" });
    expect(totals.summary("", 1).peers.at(-1)).toMatchObject({
      peer: { id: a.id, address: "203.0.113.6:26656" },
      connected: true,
      messages: 2,
    });
    for (let index = 0; index < 2_000; index++) {
      const id = String(index).padStart(40, "0");
      totals.connected({ ...b, id });
      totals.disconnected(id);
    }
    const { peers } = totals.summary("", 1);
    expect(peers).toHaveLength(1_000);
    expect(peers.map(({ peer: { id } }) => id)).toContain(a.id);
    expect(peers.map(({ peer: { id } }) => id)).not.toContain(b.id);
  });
});

describe("the figures at a terminal", () => {
  const now = totalsAfter(20).summary("my-chain", 10_000);
  const before = totalsAfter(10).summary("my-chain", 5_000);
  const render = (columns: number, rows: number): string[] =>
    statsView({ now, before, hint: "q ends it" }, { columns, rows }, plain);

  it("show rates over the last seconds", () => {
    expect(render(110, 24).join("\n")).toBe(`
  my-chain: 42 messages, 40 kB, 1 error, 10 s, 2 peers connected

  channel         type          a second            in all
  0x30 mempool    Txs                4.0  4.0 kB/s      40  40 kB
  0x20 consensus  NewRoundStep       0.0     0 B/s       1    8 B
  0x20 consensus  unreadable         0.0     0 B/s       1    1 B

  peer      address              release  height/round step  a second            first         later by
  aaaaaaaa  203.0.113.5:26656    v0.38    12/1 Precommit          2.0  2.0 kB/s     20  100 %
  bbbbbbbb  [2001:db8::5]:26656  v0.38                            2.0  2.0 kB/s      0    0 %   19.5 ms

  q ends it`);
  });

  it.each([
    [40, 24],
    [80, 12],
    [20, 13],
    [200, 13],
  ])("fit into %i columns and %i rows", (columns, rows) => {
    const lines = render(columns, rows);
    expect(lines.length).toBeLessThan(rows + 1);
    for (const line of lines) expect(line.length).toBeLessThan(columns + 1);
    expect(lines.at(-1)).toContain("q ends it");
  });

  it("say how many lines are left out", () => {
    expect(render(80, 12).map((line) => line.trim())).toContain("2 more");
  });

  it("compare with how things were some five seconds ago", () => {
    const window = new RateWindow();
    const at = (elapsedMs: number): TapSummary => ({ ...now, elapsedMs });
    const compared = Array.from({ length: 25 }, (_, index) => window.note(at(index * 500))?.elapsedMs);
    expect(compared.slice(0, 3)).toEqual([undefined, 0, 0]);
    expect(compared.slice(10, 13)).toEqual([0, 500, 1_000]);
    expect(compared.at(-1)).toBe(7_000);
  });
});
