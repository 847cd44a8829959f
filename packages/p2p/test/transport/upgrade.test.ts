import {
  type ByteStream,
  type ConnectPhase,
  encodeNodeInfo,
  type ErrorCode,
  type NodeInfo,
  NodeKey,
  P2PError,
  phaseOf,
  type Upgraded,
  upgrade,
  type UpgradeOptions,
} from "@cometwire/p2p";
import { memoryStreamPair, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { handshakeOptions } from "../support/connected-pair.js";
import { nodeInfoOf } from "./fixtures.js";
import { RawPeer } from "./raw-peer.js";

const TIMEOUT_MS = 3_000;

/** One side's options, in virtual time. */
function optionsOf(clock: VirtualClock, nodeKey: NodeKey, changes: Partial<NodeInfo> = {}): UpgradeOptions {
  const { crypto, cipher } = handshakeOptions(clock, nodeKey);
  const nodeInfo = () => nodeInfoOf(nodeKey.id, changes);
  return { nodeKey, nodeInfo, crypto, cipher, clock, handshakeTimeoutMs: TIMEOUT_MS };
}

interface Outcome {
  readonly code: ErrorCode | "ok" | "not a P2PError";
  readonly phase: ConnectPhase | undefined;
  readonly ms: number;
  readonly error: P2PError | undefined;
  readonly upgraded: Upgraded | undefined;
}

/** Our side against a peer that does what `play` says; then time passes until there is an outcome. */
async function against(
  play: (peer: RawPeer, clock: VirtualClock) => void | Promise<void>,
  changes: (
    ourKey: NodeKey,
  ) => Partial<UpgradeOptions> & { wrap?: (stream: ByteStream) => ByteStream } = () => ({}),
  peerKey?: (ourKey: NodeKey) => NodeKey,
): Promise<Outcome> {
  const clock = new VirtualClock();
  const [ours, theirs] = memoryStreamPair({ clock });
  const ourKey = NodeKey.generate();
  const { wrap = (stream: ByteStream): ByteStream => stream, ...options } = changes(ourKey);
  let settledAt = 0;
  const outcome = upgrade(wrap(ours), { ...optionsOf(clock, ourKey), ...options })
    .then(
      (upgraded) => ({ code: "ok" as const, error: undefined, upgraded }),
      (error: unknown) => {
        const known = error instanceof P2PError;
        return {
          code: known ? error.code : ("not a P2PError" as const),
          error: known ? error : undefined,
          upgraded: undefined,
        };
      },
    )
    .finally(() => {
      settledAt = clock.now();
    });
  const peer = new RawPeer(theirs, peerKey?.(ourKey));
  await clock.settle();
  await play(peer, clock);
  await clock.advance(60_000);
  const result = await outcome;
  expect(peer.ended).toBe(result.code !== "ok"); // a failure always closes the connection, success never
  expect(clock.pendingTimers).toBe(0);
  const phase = result.error && phaseOf(result.error.code);
  return { ...result, ms: settledAt, phase };
}

/** Everything up to NodeInfo, as it should be. */
async function authenticate(peer: RawPeer, clock: VirtualClock): Promise<void> {
  peer.send(peer.keyMessage);
  await clock.settle();
  peer.sendAuth();
  await clock.settle();
}

/** A peer that is as it should be apart from its NodeInfo. */
const withNodeInfo =
  (changes: Partial<NodeInfo>) =>
  async (peer: RawPeer, clock: VirtualClock): Promise<void> => {
    await authenticate(peer, clock);
    peer.sendSealed(encodeNodeInfo(nodeInfoOf(peer.nodeKey.id, changes)));
  };

const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));

describe("upgrade", () => {
  it("makes two nodes know each other", async () => {
    const clock = new VirtualClock();
    const streams = memoryStreamPair({ clock });
    const keys = [NodeKey.generate(), NodeKey.generate()] as const;
    const both = Promise.all(
      streams.map((stream, i) =>
        upgrade(stream, optionsOf(clock, keys[i] as NodeKey, { moniker: `node ${i}` })),
      ),
    );
    await clock.settle();
    const [a, b] = (await both) as [Upgraded, Upgraded];
    expect([a.id, b.id]).toEqual([keys[1].id, keys[0].id]);
    expect([a.nodeInfo.moniker, b.nodeInfo.moniker]).toEqual(["node 1", "node 0"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("keeps what the peer sends right behind its NodeInfo", async () => {
    const { upgraded } = await against(async (peer, clock) => {
      await authenticate(peer, clock);
      peer.sendFrame(Buffer.concat([encodeNodeInfo(nodeInfoOf(peer.nodeKey.id)), hex("0702")]));
    });
    expect(await upgraded?.secretConnection.read(2)).toEqual(hex("0702"));
  });

  it.each<[string, Partial<NodeInfo>, ErrorCode | "ok", ConnectPhase | undefined]>([
    ["of another network", { network: "other" }, "INCOMPATIBLE_NETWORK", "compatibility"],
    ["of no network", { network: "" }, "INCOMPATIBLE_NETWORK", "compatibility"],
    [
      "of block version 12",
      { protocolVersion: { p2p: 8n, block: 12n, app: 0n } },
      "INCOMPATIBLE_BLOCK_VERSION",
      "compatibility",
    ],
    ["of p2p version 9", { protocolVersion: { p2p: 9n, block: 11n, app: 0n } }, "ok", undefined],
    ["of p2p version 1", { protocolVersion: { p2p: 1n, block: 11n, app: 0n } }, "ok", undefined],
    ["with one strange channel", { channels: Uint8Array.of(0x70) }, "NO_COMMON_CHANNELS", "compatibility"],
    ["without channels", { channels: new Uint8Array(0) }, "NO_COMMON_CHANNELS", "compatibility"],
    [
      "with 17 channels",
      { channels: Uint8Array.from({ length: 17 }, (_, i) => i) },
      "NODE_INFO_INVALID",
      "nodeInfo",
    ],
    ["with a channel twice", { channels: Uint8Array.of(0, 0x40, 0) }, "NODE_INFO_INVALID", "nodeInfo"],
    ["without moniker", { moniker: "" }, "NODE_INFO_INVALID", "nodeInfo"],
    ["with an umlaut in its moniker", { moniker: "Käse" }, "NODE_INFO_INVALID", "nodeInfo"],
    ["without listen_addr", { listenAddr: "" }, "NODE_INFO_INVALID", "nodeInfo"],
    ["with a nonsensical listen_addr", { listenAddr: "nonsense" }, "NODE_INFO_INVALID", "nodeInfo"],
    ["listening at 0.0.0.0", { listenAddr: "tcp://0.0.0.0:26656" }, "ok", undefined],
    [
      "listening at a name, which is not looked up",
      { listenAddr: "tcp://no-such-host.invalid:26656" },
      "ok",
      undefined,
    ],
    ["with somebody else's id", { id: "11".repeat(20) }, "NODE_INFO_ID_MISMATCH", "identity"],
    ["of 10,300 bytes", { moniker: "m".repeat(10_300) }, "NODE_INFO_TOO_LARGE", "nodeInfo"],
  ])("with a peer %s", async (_what, changes, code, phase) => {
    expect(await against(withNodeInfo(changes))).toMatchObject({ code, phase });
  });

  it("refuses a peer's id in upper case, as Go does", async () => {
    const outcome = await against(
      async (peer, clock) => {
        await withNodeInfo({ id: peer.nodeKey.id.toUpperCase() })(peer, clock);
      },
      undefined,
      () => NodeKey.fromSeed(new Uint8Array(32)), // whose id has letters
    );
    expect(outcome.code).toBe("NODE_INFO_ID_MISMATCH");
  });

  it("does not connect to itself", async () => {
    const outcome = await against(withNodeInfo({}), undefined, (ourKey) => ourKey);
    expect(outcome).toMatchObject({ code: "SELF_CONNECTION", phase: "identity" });
  });

  it("takes nobody else for the expected peer, and does not show it our NodeInfo", async () => {
    let sentBytes = 0;
    const outcome = await against(
      async (peer, clock) => {
        await withNodeInfo({})(peer, clock);
        sentBytes = peer.received.length;
      },
      () => ({ expectedId: "22".repeat(20) }),
    );
    expect(outcome).toMatchObject({ code: "ID_MISMATCH", phase: "identity" });
    expect(outcome.error?.detail).toContain(`expected ${"22".repeat(20)}, got `);
    expect(sentBytes).toBe(35 + 1044);
  });

  it("asks for admission once the id is proven, before our NodeInfo goes out", async () => {
    const asked: string[] = [];
    const admit = (id: string) => {
      asked.push(id);
      return new P2PError("PEERS_FULL");
    };
    let peerId = "";
    let sentBytes = 0;
    const outcome = await against(
      async (peer, clock) => {
        peerId = peer.nodeKey.id;
        await authenticate(peer, clock);
        sentBytes = peer.received.length;
      },
      () => ({ admit }),
    );
    expect(outcome).toMatchObject({ code: "PEERS_FULL", phase: "admission" });
    expect(asked).toEqual([peerId]);
    expect(sentBytes).toBe(35 + 1044);
  });

  it.each<[string, (peer: RawPeer, clock: VirtualClock) => void | Promise<void>, ErrorCode, number]>([
    ["says nothing", () => {}, "NO_FIRST_BYTE", TIMEOUT_MS],
    ["sends one byte", (peer) => peer.send(hex("22")), "HANDSHAKE_TIMEOUT", TIMEOUT_MS],
    [
      "sends a byte every half second",
      async (peer, clock) => {
        for (const byte of peer.keyMessage) {
          peer.send(Uint8Array.of(byte));
          await clock.advance(500);
        }
      },
      "HANDSHAKE_TIMEOUT",
      TIMEOUT_MS,
    ],
    ["sends its ephemeral key only", (peer) => peer.send(peer.keyMessage), "HANDSHAKE_TIMEOUT", TIMEOUT_MS],
    ["authenticates, then nothing", authenticate, "NODE_INFO_TIMEOUT", TIMEOUT_MS],
    [
      "takes two seconds for each half",
      async (peer, clock) => {
        await clock.advance(2_000);
        await authenticate(peer, clock);
        peer.sendFrame(hex("50"));
      },
      "NODE_INFO_TIMEOUT",
      2_000 + TIMEOUT_MS,
    ],
    ["speaks HTTP", (peer) => peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"), "NOT_COMETBFT", 0],
    ["declares a key message of 1 MiB", (peer) => peer.send(hex("80804001")), "EPHEMERAL_TOO_LARGE", 0],
    ["sends a low-order key", (peer) => peer.send(hex(`220a20${"00".repeat(32)}`)), "LOW_ORDER_KEY", 0],
    ["closes at once", (peer) => peer.stream.destroy(), "RESET_BEFORE_FIRST_BYTE", 0],
    [
      "closes after its key",
      (peer) => {
        peer.send(peer.keyMessage);
        peer.stream.end();
      },
      "HANDSHAKE_CLOSED",
      0,
    ],
    [
      "declares an auth message of 1 MiB",
      async (peer, clock) => {
        peer.send(peer.keyMessage);
        await clock.settle();
        peer.sendFrame(hex("808040"));
      },
      "AUTH_TOO_LARGE",
      0,
    ],
    [
      "closes instead of sending NodeInfo",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.stream.end();
      },
      "NODE_INFO_CLOSED",
      0,
    ],
    [
      "sends plaintext after the handshake",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.send(new Uint8Array(1044));
      },
      "FRAME_FORGED",
      0,
    ],
    [
      "sends a frame of 1025 bytes",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(new Uint8Array(1024), 1025);
      },
      "FRAME_LENGTH",
      0,
    ],
    [
      "sends a frame of 4 GiB",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(new Uint8Array(1024), 0xffff_ffff);
      },
      "FRAME_LENGTH",
      0,
    ],
    [
      "declares a NodeInfo of 10,241 bytes, and sends none of it",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(hex("8150"));
      },
      "NODE_INFO_TOO_LARGE",
      0,
    ],
    [
      "sends garbage as NodeInfo",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(hex("03ffffff"));
      },
      "NODE_INFO_MALFORMED",
      0,
    ],
    [
      "sends an endless length",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(hex("ff".repeat(10)));
      },
      "NODE_INFO_MALFORMED",
      0,
    ],
    [
      "sends an empty NodeInfo",
      async (peer, clock) => {
        await authenticate(peer, clock);
        peer.sendFrame(hex("00"));
      },
      "NODE_INFO_INVALID",
      0,
    ],
  ])("ends with a peer that %s", async (_what, play, code, ms) => {
    const outcome = await against(play);
    expect({ code: outcome.code, ms: outcome.ms }).toEqual({ code, ms });
  });

  it("takes a NodeInfo of exactly 10,240 bytes, in eleven frames", async () => {
    const outcome = await against(async (peer, clock) => {
      await authenticate(peer, clock);
      const plain = encodeNodeInfo(nodeInfoOf(peer.nodeKey.id));
      const padding = 10_240 - (plain.length - 1) - 3; // unknown field 15: tag, 2 length bytes
      const body = Buffer.concat([plain.subarray(1), hex("7a"), varint(padding), new Uint8Array(padding)]);
      expect(body.length).toBe(10_240);
      peer.sendSealed(Buffer.concat([varint(body.length), body]));
    });
    expect(outcome.code).toBe("ok");
  });

  it("can be aborted in either half, with the caller's own error if it is one of ours", async () => {
    const signals = [AbortSignal.abort(), new AbortController(), new AbortController()] as const;
    expect(
      await against(
        () => {},
        () => ({ signal: signals[0] }),
      ),
    ).toMatchObject({ code: "ABORTED", ms: 0 });
    const early = await against(
      () => signals[1].abort(),
      () => ({ signal: signals[1].signal }),
    );
    expect(early).toMatchObject({ code: "ABORTED", phase: undefined, ms: 0 });
    const late = await against(
      async (peer, clock) => {
        await authenticate(peer, clock);
        await clock.advance(100);
        signals[2].abort(new P2PError("ADMISSION_EVICTED"));
      },
      () => ({ signal: signals[2].signal }),
    );
    expect(late).toMatchObject({ code: "ADMISSION_EVICTED", phase: "admission", ms: 100 });
  });

  it("turns whatever is thrown on the way into an error of this connection only", async () => {
    const boom = () => {
      throw new TypeError("boom");
    };
    const changes: ((
      ourKey: NodeKey,
    ) => Partial<UpgradeOptions> & { wrap?: (stream: ByteStream) => ByteStream })[] = [
      () => ({ admit: boom }),
      () => ({ onTrace: boom }),
      () => ({ crypto: { ...handshakeOptions(new VirtualClock()).crypto, verify: boom } }),
      () => ({
        wrap: (stream) =>
          new Proxy(stream, { get: (target, name) => (name === "write" ? boom : bound(target, name)) }),
      }),
    ];
    for (const change of changes) {
      const outcome = await against(async (peer, clock) => {
        if (peer.received.length > 0) await authenticate(peer, clock);
      }, change);
      expect(outcome).toMatchObject({ code: "HANDSHAKE_FAILED", error: { cause: { message: "boom" } } });
    }
  });

  it.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new TypeError("boom");
      },
      "nodeInfo: boom",
    ],
    ["lacks a part", () => ({ id: "ab" }), "nodeInfo: "],
    [
      "has another id than the key",
      () => ({ ...nodeInfoOf(NodeKey.generate().id) }),
      "the id is not that of nodeKey",
    ],
  ])("names a NodeInfo of ours that %s", async (_what, nodeInfo, detail) => {
    const outcome = await against(
      async (peer, clock) => {
        if (peer.received.length > 0) await authenticate(peer, clock);
      },
      () => ({ nodeInfo: nodeInfo as () => NodeInfo }),
    );
    expect(outcome).toMatchObject({ code: "OPTION_INVALID" });
    expect(String(outcome.error)).toContain(detail);
  });

  it("does not send a NodeInfo that no peer would take", async () => {
    const nodeInfo = () => nodeInfoOf("", { moniker: "m".repeat(10_240) });
    expect(await against(authenticate, () => ({ nodeInfo }))).toMatchObject({ code: "OPTION_INVALID" });
  });
});

function varint(value: number): Uint8Array {
  return Uint8Array.of((value & 0x7f) | 0x80, value >> 7);
}

function bound(target: ByteStream, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === "function" ? (value.bind(target) as unknown) : value;
}
