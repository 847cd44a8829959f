import { NetAddress, P2PError } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { createLog, type LogOptions } from "../../src/log/create-log.js";
import { eventTable, levelOf } from "../../src/log/event-table.js";
import { logNodeEvents } from "../../src/log/log-node-events.js";
import { LogLevelError, parseLogLevel } from "../../src/log/levels.js";
import { FakeNode, fakePeer, idOf } from "../api/fake-node.js";
import { recorder } from "../support/cli.js";

const address = NetAddress.parse(`${idOf("b")}@10.1.2.3:26656`);

/** A log that is kept, of a fake node. */
function logged(changes: Partial<LogOptions> = {}, isTTY = false) {
  const clock = new VirtualClock();
  const destination = recorder(isTTY);
  const log = createLog({ level: "debug", format: "json", destination, clock, ...changes });
  const node = new FakeNode(clock);
  const stop = logNodeEvents(node, log);
  const lines = (): Record<string, unknown>[] =>
    destination.text() === ""
      ? []
      : destination
          .text()
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { clock, destination, log, node, stop, lines };
}

describe("log_level, as CometBFT's", () => {
  it.each([
    ["info", "p2p", "info", true],
    ["info", "p2p", "debug", false],
    ["error", "p2p", "warn", false],
    ["warn", "p2p", "warn", true],
    ["none", "p2p", "error", false],
    ["p2p:debug,*:error", "p2p", "debug", true],
    ["p2p:debug,*:error", "pex", "warn", false],
    ["p2p:debug,*:error", "pex", "error", true],
    ["p2p:debug", "pex", "info", true],
    ["p2p:debug", "pex", "debug", false],
    ["*:error,p2p:none", "p2p", "error", false],
    ["p2p:error, p2p:debug", "p2p", "debug", true],
    ["consensus:debug,*:info", "p2p", "debug", false],
  ] as const)("%s: %s %s %s", (text, module, level, allowed) => {
    expect(parseLogLevel(text).allows(module, level)).toBe(allowed);
  });

  it.each(["", "loud", "p2p", "p2p:loud", "p2p:debug:x", ":debug", "p2p:debug,", "toString", "\u001b[2J"])(
    "%j is refused, and what is allowed is said",
    (text) => {
      const read = () => parseLogLevel(text);
      expect(read).toThrow(LogLevelError);
      expect(read).toThrow(/allowed are debug, info, warn, error and none/);
      expect(read).not.toThrow(/[^\x20-\x7e]/);
    },
  );
});

describe("a log of events", () => {
  it("has one JSON object a line, with stable names and flat fields", () => {
    const { node, lines } = logged();
    node.emit({ type: "peer-connected", peer: fakePeer(idOf("c"), { moniker: "\u001b[31m" }) });
    expect(lines()).toEqual([
      {
        level: "info",
        time: "2023-11-14T22:13:20.000Z",
        event: "peer-connected",
        module: "p2p",
        peer: idOf("c"),
        remote: "10.0.0.1:26656",
        direction: "outbound",
        moniker: "\\u{1b}[31m",
      },
    ]);
  });

  it("has lines for people", () => {
    const { node, destination } = logged({ format: "plain" });
    const error = new P2PError("DIAL_TIMEOUT", { detail: "a b" });
    node.emit({ type: "dial-failed", address, error });
    expect(destination.text()).toBe(
      `2023-11-14T22:13:20.000Z INFO  dial-failed module=p2p address=${address.toString()} code=DIAL_TIMEOUT ` +
        `error="${error.message}"\n`,
    );
  });

  it("is coloured on a terminal, unless it must not be", () => {
    const colored = logged({ format: "plain" }, true);
    colored.node.emit({ type: "bans-ended", count: 1 });
    expect(colored.destination.text()).toContain("\u001b[");
    const plain = logged({ format: "plain", color: false }, true);
    plain.node.emit({ type: "bans-ended", count: 1 });
    expect(plain.destination.text()).not.toContain("\u001b[");
  });

  it("says the likely cause and the remedy from warn on, and only then", () => {
    const { node, lines } = logged();
    const peer = fakePeer(idOf("c"));
    node.emit({
      type: "peer-disconnected",
      peer,
      reason: new P2PError("PONG_TIMEOUT"),
      misbehaved: false,
      connectedMs: 1,
    });
    const reason = new P2PError("FRAME_FORGED");
    node.emit({ type: "peer-disconnected", peer, reason, misbehaved: true, connectedMs: 1 });
    const [ordinary, bad] = lines();
    expect(ordinary).toMatchObject({ level: "info", code: "PONG_TIMEOUT" });
    expect(ordinary).not.toHaveProperty("likelyCause");
    expect(bad).toMatchObject({
      level: "warn",
      error: reason.message,
      likelyCause: reason.likelyCause,
      remedy: reason.remedy,
    });
  });

  it("leaves out what its level is too low for", () => {
    const { node, lines } = logged({ level: "p2p:error,*:debug" });
    node.emit({ type: "peer-connected", peer: fakePeer(idOf("c")) });
    node.emit({ type: "verifying", address, why: "never verified" });
    expect(lines().map(({ event }) => event)).toEqual(["verifying"]);
  });

  it("ends when it is told to", () => {
    const { node, stop } = logged();
    stop();
    expect(node.listeners).toBe(0);
  });
});

describe("levels", () => {
  const peer = fakePeer(idOf("c"));
  const end = { connectedMs: 1, misbehaved: false };
  const at = 0;

  it.each([
    ["info", { type: "peer-disconnected", peer, reason: undefined, ...end }],
    ["info", { type: "peer-disconnected", peer, reason: new P2PError("CONNECTION_CLOSED"), ...end }],
    ["info", { type: "peer-disconnected", peer, reason: new P2PError("STOPPED"), ...end }],
    [
      "warn",
      { type: "peer-disconnected", peer, reason: new P2PError("FRAME_FORGED"), ...end, misbehaved: true },
    ],
    ["error", { type: "peer-disconnected", peer, reason: new P2PError("REACTOR_FAILED"), ...end }],
    ["info", { type: "inbound-refused", error: new P2PError("PEERS_FULL") }],
    ["info", { type: "inbound-refused", error: new P2PError("NOT_COMETBFT") }],
    ["info", { type: "dial-failed", address, error: new P2PError("DIAL_REFUSED") }],
    ["warn", { type: "dial-failed", address, error: new P2PError("REJECTED_NETWORK") }],
    ["error", { type: "dial-failed", address, error: new P2PError("HANDSHAKE_FAILED") }],
    ["info", { type: "reconnect-scheduled", address, why: "dial failed" }],
    ["warn", { type: "reconnect-scheduled", address, why: "peer misbehaved" }],
    ["error", { type: "reactor-failed", reactor: "x", error: new P2PError("REACTOR_FAILED") }],
    ["error", { type: "listener-failed", error: new P2PError("LISTEN_FAILED") }],
    ["warn", { type: "events-lost", count: 1 }],
    ["info", { type: "something-new" }],
    ["info", { type: "constructor" }],
  ] as const)("%s in row %#", (level, event) => {
    expect(levelOf({ ...event, at })).toBe(level);
  });

  it("an ordinary disconnect is never an error, whatever the code says whose fault it was", () => {
    for (const code of ["PONG_TIMEOUT", "CONNECTION_LOST", "WRITE_STALLED", "STOPPED", "ABORTED"] as const) {
      expect(levelOf({ type: "peer-disconnected", at, reason: new P2PError(code) } as never)).toBe("info");
    }
  });
});

describe("repeated events", () => {
  it("are counted, and told once at the end of the window", async () => {
    const { node, clock, lines } = logged();
    const fail = (): void => node.emit({ type: "dial-failed", address, error: new P2PError("DIAL_TIMEOUT") });
    for (let i = 0; i < 38; i++) fail();
    expect(lines()).toHaveLength(1);
    await clock.advance(60_000);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toMatchObject({
      event: "dial-failed",
      code: "DIAL_TIMEOUT",
      repeated: 37,
      withinS: 60,
    });
  });

  it("cost one line a window as long as they go on, and begin anew after a quiet one", async () => {
    const { node, clock, lines } = logged();
    const fail = (): void => node.emit({ type: "dial-failed", address, error: new P2PError("DIAL_TIMEOUT") });
    for (let second = 0; second < 600; second++) {
      fail();
      await clock.advance(1_000);
    }
    expect(lines()).toHaveLength(11);
    const counted = lines().reduce((sum, { repeated }) => sum + Number(repeated ?? 1), 0);
    expect(counted).toBe(600);
    await clock.advance(120_000);
    fail();
    expect(lines()).toHaveLength(12);
    expect(lines().at(-1)).not.toHaveProperty("repeated");
  });

  it("are told apart by what makes them different", () => {
    const { node, lines } = logged();
    node.emit({ type: "peer-connected", peer: fakePeer(idOf("b")) });
    node.emit({ type: "peer-connected", peer: fakePeer(idOf("c")) });
    node.emit({ type: "dial-failed", address, error: new P2PError("DIAL_TIMEOUT") });
    node.emit({ type: "dial-failed", address, error: new P2PError("DIAL_REFUSED") });
    expect(lines()).toHaveLength(4);
  });

  it("that a low level hides are not counted either", async () => {
    const { node, clock, lines } = logged({ level: "error" });
    for (let i = 0; i < 5; i++) node.emit({ type: "bans-ended", count: 1 });
    await clock.advance(60_000);
    expect(lines()).toEqual([]);
  });

  it("are told at the end", () => {
    const { node, log, lines } = logged();
    for (let i = 0; i < 3; i++) node.emit({ type: "bans-ended", count: i });
    log.flush();
    expect(lines()[1]).toMatchObject({ count: 2, repeated: 2 });
    log.flush();
    expect(lines()).toHaveLength(2);
  });
});

describe("the table of events", () => {
  it("gives every event a module that log_level knows, and a meaning", () => {
    for (const [name, { module, meaning }] of Object.entries(eventTable)) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(["p2p", "pex", "main"]).toContain(module);
      expect(meaning).not.toBe("");
    }
  });
});

it("a flood of events that are not the same is counted, not written", async () => {
  const { clock, log, lines } = logged();
  for (let i = 0; i < 5_000; i++) {
    log.write({ level: "info", event: "peer-connected", fields: { peer: i }, sameAs: `peer-connected ${i}` });
  }
  log.write({ level: "info", event: "listening", sameAs: "listening" });
  expect(lines().length).toBeLessThan(300);
  expect(lines().at(-1)).toMatchObject({ event: "listening" });
  await clock.advance(60_000);
  const counted = lines().filter(({ repeated }) => repeated !== undefined);
  const written = lines().length - counted.length - 1;
  expect(counted.map(({ repeated }) => repeated)).toEqual([5_000 - written]);
  log.write({ level: "info", event: "peer-connected", fields: { peer: 9 }, sameAs: "peer-connected again" });
  expect(lines().at(-1)).toMatchObject({ event: "peer-connected", peer: 9 });
});
