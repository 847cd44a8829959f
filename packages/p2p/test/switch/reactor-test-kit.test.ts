import {
  type ChannelDescriptor,
  type Peer,
  PeerKey,
  type Reactor,
  type ReactorContext,
} from "@cometwire/p2p";
import {
  checkReactor,
  type CheckReactorOptions,
  GrammarChecker,
  ReactorFaultError,
  type ReactorFaultKind,
} from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";

const ID = 0x30;
const options: CheckReactorOptions<Uint8Array> = {
  messages: (random) => ({ channelId: ID, bytes: random.bytes(1 + random.integer(40)) }),
  runs: 20,
};

/** Sends messages back, gossips once a second, counts what it got: all that a reactor usually does. */
class Echo implements Reactor {
  readonly name = "echo";
  readonly channels: readonly ChannelDescriptor[] = [{ id: ID, sendQueueCapacity: 5 }];
  static readonly count = new PeerKey<number>("count");
  received = 0;
  readonly peers = new Set<Peer>();
  protected context!: ReactorContext;

  start(context: ReactorContext): void | Promise<void> {
    this.context = context;
  }

  stop(): void {}

  initPeer(peer: Peer): void {
    peer.set(Echo.count, 0);
    this.peers.add(peer);
  }

  async addPeer(peer: Peer): Promise<void> {
    while (peer.running) {
      peer.trySend(ID, Uint8Array.of(7));
      await this.sleep(1_000, peer.signal);
    }
  }

  receive(peer: Peer, _channelId: number, message: Uint8Array): void | Promise<void> {
    this.received++;
    peer.set(Echo.count, (peer.get(Echo.count) ?? 0) + 1);
    return peer.send(ID, message).catch(() => {});
  }

  removePeer(peer: Peer): void | Promise<void> {
    this.peers.delete(peer);
  }

  protected sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const timer = this.context.clock.setTimer(ms, wake);
      signal.addEventListener("abort", wake);
      if (signal.aborted) wake();
    });
  }
}

/** The echo with its channel's bytes borrowed. */
class BorrowingEcho extends Echo {
  override readonly channels: readonly ChannelDescriptor[] = [{ id: ID, sendQueueCapacity: 5, borrow: true }];

  override receive(peer: Peer, channelId: number, message: Uint8Array): void | Promise<void> {
    return super.receive(peer, channelId, new Uint8Array(message));
  }
}

describe("checkReactor", () => {
  it.each([
    ["one that does all that reactors do", () => new Echo()],
    ["one that copies what it borrows", () => new BorrowingEcho()],
    ["one that does nothing", (): Reactor => ({ name: "nothing", channels: [{ id: ID }] })],
  ])("is content with %s", async (_, createReactor) => {
    const report = await checkReactor(createReactor, options);
    expect(report.runs).toBe(20);
    expect(report.sessions).toBeGreaterThan(50);
    expect(report.messages).toBeGreaterThan(100);
  });

  it("lets a reactor give a verdict about a peer", async () => {
    const { P2PError } = await import("@cometwire/p2p");
    class Strict extends Echo {
      override receive(): void {
        throw new P2PError("PEER_MISBEHAVED", { detail: "I dislike it" });
      }
    }
    await checkReactor(() => new Strict(), options);
  });

  const faulty: [ReactorFaultKind, string, () => Reactor][] = [
    [
      "callback-failed",
      "throws in receive, now and then",
      () =>
        new (class extends Echo {
          override receive(peer: Peer, channelId: number, message: Uint8Array): void | Promise<void> {
            if (message[0] === 3) throw new Error("three");
            return super.receive(peer, channelId, message);
          }
        })(),
    ],
    [
      "callback-failed",
      "lets the error of a peer that has gone out of addPeer",
      () =>
        new (class extends Echo {
          override async addPeer(peer: Peer): Promise<void> {
            for (;;) {
              await peer.send(ID, Uint8Array.of(1));
              await this.sleep(1_000, peer.signal);
            }
          }
        })(),
    ],
    [
      "callback-failed",
      "takes for granted in removePeer that addPeer was called",
      () =>
        new (class extends Echo {
          readonly #tasks = new Map<Peer, () => void>();
          override async addPeer(peer: Peer): Promise<void> {
            this.#tasks.set(peer, () => {});
          }
          override removePeer(peer: Peer): void {
            (this.#tasks.get(peer) as () => void)();
            this.#tasks.delete(peer);
          }
        })(),
    ],
    [
      "callback-failed",
      "does not start",
      () =>
        new (class extends Echo {
          override start(): Promise<void> {
            return Promise.reject(new Error("no"));
          }
        })(),
    ],
    [
      "callback-stalled",
      "does not end its gossip with its peer",
      () =>
        new (class extends Echo {
          override async addPeer(): Promise<void> {
            while (!this.context.signal.aborted) await this.sleep(1_000, this.context.signal);
          }
        })(),
    ],
    [
      "callback-stalled",
      "waits for an answer in removePeer",
      () =>
        new (class extends Echo {
          override removePeer(): Promise<void> {
            return new Promise(() => {});
          }
        })(),
    ],
    [
      "sent-in-initPeer",
      "greets too early",
      () =>
        new (class extends Echo {
          override initPeer(peer: Peer): void {
            super.initPeer(peer);
            peer.trySend(ID, Uint8Array.of(1));
          }
        })(),
    ],
    [
      "sent-after-removePeer",
      "goes on with a peer that is gone",
      () =>
        new (class extends Echo {
          override addPeer(peer: Peer): Promise<void> {
            const again = (): void => {
              peer.trySend(ID, Uint8Array.of(1));
              if (!this.context.signal.aborted) this.context.clock.setTimer(1_000, again);
            };
            again();
            return Promise.resolve();
          }
        })(),
    ],
    [
      "timers-left",
      "forgets its timer",
      () =>
        new (class extends Echo {
          override start(context: ReactorContext): void {
            void super.start(context);
            const again = (): void => void context.clock.setTimer(10_000, again);
            again();
          }
        })(),
    ],
    [
      "active-after-stop",
      "broadcasts when it has been stopped",
      () =>
        new (class extends Echo {
          override stop(): void {
            this.context.clock.defer(() => void this.context.tryBroadcast(ID, Uint8Array.of(1)));
          }
        })(),
    ],
    [
      "keeps-borrowed-bytes",
      "sends borrowed bytes on, which are still in the queue when they go back",
      () =>
        new (class extends BorrowingEcho {
          override receive(peer: Peer, _channelId: number, message: Uint8Array): void {
            peer.trySend(ID, message);
          }
        })(),
    ],
    [
      "keeps-borrowed-bytes",
      "keeps a view of them for its gossip",
      () =>
        new (class extends BorrowingEcho {
          #last: Uint8Array = Uint8Array.of(0);
          override receive(_peer: Peer, _channelId: number, message: Uint8Array): void {
            this.#last = message;
          }
          override async addPeer(peer: Peer): Promise<void> {
            while (peer.running) {
              peer.trySend(ID, new Uint8Array(this.#last));
              await this.sleep(1_000, peer.signal);
            }
          }
        })(),
    ],
    [
      "not-repeatable",
      "has randomness of its own",
      () =>
        new (class extends BorrowingEcho {
          override receive(peer: Peer): void {
            peer.trySend(ID, crypto.getRandomValues(new Uint8Array(8)));
          }
        })(),
    ],
  ];
  it.each(faulty)("finds %s: one that %s", async (kind, _, createReactor) => {
    const error: unknown = await checkReactor(createReactor, options).catch((reason: unknown) => reason);
    if (!(error instanceof ReactorFaultError)) throw new Error(`it was content: ${String(error)}`);
    expect(error.faults.map((fault) => fault.kind)).toContain(kind);
    expect(error.message).toContain(`seed: ${error.seed}`);
    // Its seed repeats it.
    const { seed } = error;
    const again: unknown = await checkReactor(createReactor, { ...options, seed, runs: 1 }).catch(
      (e: unknown) => e,
    );
    expect(again).toBeInstanceOf(ReactorFaultError);
  });

  it("borrows what a codec has made of the bytes, too", async () => {
    const make = (keep: boolean) => (): Reactor<{ view: Uint8Array }> => {
      let last: Uint8Array = Uint8Array.of(0);
      return {
        name: "views",
        channels: [
          {
            id: ID,
            borrow: true,
            codec: { decode: (bytes) => ({ view: bytes }), encode: ({ view }) => view },
          },
        ],
        receive(peer, _channelId, { view }) {
          peer.trySend(ID, new Uint8Array(last));
          last = keep ? view : new Uint8Array(view);
        },
      };
    };
    const { messages, runs } = options;
    await checkReactor(make(false), { messages, runs });
    await expect(checkReactor(make(true), { messages, runs })).rejects.toThrow("keeps-borrowed-bytes");
  });

  it("asks the test itself when a run is over", async () => {
    let verified = 0;
    let echo = new Echo();
    await checkReactor(() => (echo = new Echo()), {
      ...options,
      runs: 5,
      verify: (reactor) => {
        verified++;
        expect(reactor).toBe(echo);
        expect(echo.peers.size).toBe(0);
      },
    });
    expect(verified).toBe(5);
    const verify = () => {
      throw new Error("not what I want");
    };
    await expect(checkReactor(() => new Echo(), { ...options, verify })).rejects.toThrow("not what I want");
  });
});

describe("GrammarChecker", () => {
  const peerOf = (id: string) => ({ id, running: false }) as Peer;
  const [a, sameId] = [peerOf("a"), peerOf("a")];
  const context = {} as ReactorContext;
  const one: Reactor = { name: "one", channels: [{ id: 1 }] };
  const two: Reactor = { name: "two", channels: [{ id: 2 }] };
  type Act = (first: Reactor, second: Reactor) => unknown;
  const start: Act = (first, second) => [first.start?.(context), second.start?.(context)];
  const init: Act = (first, second) => [first.initPeer?.(a), second.initPeer?.(a)];
  const add: Act = (first, second) => [first.addPeer?.(a), second.addPeer?.(a)];
  const remove: Act = (first, second) => [
    first.removePeer?.(a, undefined),
    second.removePeer?.(a, undefined),
  ];
  const stop: Act = (first, second) => [second.stop?.(), first.stop?.()];
  const watched = (acts: readonly Act[], reactors: readonly [Reactor, Reactor] = [one, two]) => {
    const checker = new GrammarChecker();
    const [first, second] = [checker.watch(reactors[0]), checker.watch(reactors[1])];
    for (const act of acts) act(first, second);
    return checker;
  };

  it("finds nothing wrong with what is right", () => {
    const receive: Act = (first) => first.receive?.(a, 1, new Uint8Array(0));
    const { violations, knownPeers } = watched([start, init, add, receive, receive, remove, stop]);
    expect(violations).toEqual([]);
    expect(knownPeers).toEqual([]);
    expect(watched([start, init, remove, stop]).violations).toEqual([]);
    expect(watched([start, init]).knownPeers).toEqual([a]);
  });

  it.each<[string, RegExp, readonly Act[]]>([
    ["(c) addPeer without initPeer", /addPeer without initPeer/, [start, add]],
    ["addPeer twice", /addPeer twice/, [start, init, add, add]],
    [
      "addPeer before all have initialised",
      /before initPeer of two/,
      [start, (first) => [first.initPeer?.(a), first.addPeer?.(a)]],
    ],
    ["(d) two sessions of an id", /older session/, [start, init, (first) => first.initPeer?.(sameId)]],
    ["an object used again", /twice with one object/, [start, init, remove, init]],
    [
      "(e) receive from a stranger",
      /receive without initPeer/,
      [start, (first) => first.receive?.(a, 1, new Uint8Array(0))],
    ],
    [
      "(e) receive on another's channel",
      /not its own/,
      [start, init, add, (first) => first.receive?.(a, 2, new Uint8Array(0))],
    ],
    [
      "receive before addPeer",
      /receive before addPeer/,
      [start, init, (first) => first.receive?.(a, 1, new Uint8Array(0))],
    ],
    [
      "receive after removePeer",
      /receive without initPeer/,
      [start, init, add, remove, (first) => first.receive?.(a, 1, new Uint8Array(0))],
    ],
    ["removePeer twice", /twice/, [start, init, remove, remove]],
    ["removePeer without initPeer", /without initPeer/, [start, remove]],
    ["(f) stop with peers", /stop with 1 peers/, [start, init, stop]],
    ["(g) start twice", /start while running/, [start, start]],
    ["(g) start after stop", /start while stopped/, [start, stop, start]],
    ["stop in the order of start", /before a later reactor/, [start, (first) => first.stop?.()]],
    ["start in another order", /before an earlier/, [(_, second) => second.start?.(context)]],
    ["peers before start", /initPeer while registered/, [init]],
  ])("finds %s", (_, violation, acts) => {
    expect(watched(acts).violations.join("\n")).toMatch(violation);
  });

  it.each<[string, RegExp, Reactor]>([
    ["(a) one channel of two", /channel 0x01 is one's/, { name: "other", channels: [{ id: 1 }] }],
    ["(b) one name of two", /its name is taken/, { name: "one", channels: [{ id: 3 }] }],
  ])("finds %s", (_, violation, other) => {
    expect(watched([], [one, other]).violations.join("\n")).toMatch(violation);
  });

  it("finds a receive during another, and removePeer during receive", () => {
    const busy: Reactor = { ...one, receive: () => new Promise(() => {}) };
    const receive: Act = (first, second) => [
      first.receive?.(a, 1, new Uint8Array(0)),
      second.receive?.(a, 2, new Uint8Array(0)),
    ];
    const { violations } = watched([start, init, add, receive, remove], [busy, two]);
    expect(violations.join("\n")).toMatch(/receive during receive of one/);
    expect(violations.join("\n")).toMatch(/removePeer while one is receiving/);
  });
});
