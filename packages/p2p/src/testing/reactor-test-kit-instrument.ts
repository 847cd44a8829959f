import type { ChannelDescriptor, Codec, Peer, Reactor, ReactorContext } from "../switch/index.js";

/** What a reactor does against its contract, see `checkReactor`. */
export type ReactorFaultKind =
  /** A callback threw or rejected, for something that is legal. A `P2PError` from `receive` is a verdict, not a fault. */
  | "callback-failed"
  /** A callback did not settle in time. */
  | "callback-stalled"
  /** It sent to a peer that is not one yet. */
  | "sent-in-initPeer"
  /** It sent to a peer that it had been told is gone. */
  | "sent-after-removePeer"
  /** It used its context after it was stopped. */
  | "active-after-stop"
  /** Timers of its clock were left when it was stopped. */
  | "timers-left"
  /** What it sends depends on borrowed bytes after they went back. */
  | "keeps-borrowed-bytes"
  /** The same run went another way: it takes time or randomness from elsewhere than its context. */
  | "not-repeatable"
  /** The `verify` of the test threw. */
  | "verify-failed";

/** What {@link instrument} tells. */
export interface Instruments {
  /** Overwrites borrowed bytes when they go back. */
  readonly poison: boolean;
  readonly onFault: (kind: ReactorFaultKind, detail: string) => void;
}

/** What borrowed bytes are overwritten with. */
const POISON = 0xdb;

/** A reactor that passes everything on to `reactor` and watches what that does meanwhile. */
export function instrument(reactor: Reactor<unknown>, instruments: Instruments): Reactor<unknown> {
  const { onFault } = instruments;
  const sessions = new Map<Peer, "initialising" | "known" | "removed">();
  const lent = new Map<number, Uint8Array>();
  const borrowed = new Set(reactor.channels.flatMap(({ id, borrow }) => (borrow === true ? [id] : [])));
  let stopped = false;
  return {
    name: reactor.name,
    channels: reactor.channels.map((channel) =>
      borrowed.has(channel.id) ? lending(channel, lent) : channel,
    ),
    start: (context) => reactor.start?.(watchContext(context, () => stopped, onFault)),
    stop: () =>
      after(reactor.stop?.(), () => {
        stopped = true;
      }),
    initPeer(peer) {
      sessions.set(peer, "initialising");
      watchSends(peer, () => {
        const state = sessions.get(peer);
        if (state === "initialising") onFault("sent-in-initPeer", `peer ${peer.id}`);
        if (state === "removed") onFault("sent-after-removePeer", `peer ${peer.id}`);
      });
      return after(reactor.initPeer?.(peer), () => void sessions.set(peer, "known"));
    },
    addPeer: (peer) => reactor.addPeer?.(peer),
    receive(peer, channelId, message) {
      if (!borrowed.has(channelId)) return reactor.receive?.(peer, channelId, message);
      let bytes = lent.get(channelId);
      let handed = message;
      if (bytes === undefined) {
        bytes = new Uint8Array(message as Uint8Array);
        handed = bytes;
      }
      lent.delete(channelId);
      const takeBack = (): void => {
        if (instruments.poison) bytes.fill(POISON);
      };
      return after(reactor.receive?.(peer, channelId, handed), takeBack, takeBack);
    },
    removePeer: (peer, reason) =>
      after(reactor.removePeer?.(peer, reason), () => void sessions.set(peer, "removed")),
  };
}

/** The channel with a codec that decodes from bytes of its own, which can be taken back. */
function lending(
  channel: ChannelDescriptor<unknown>,
  lent: Map<number, Uint8Array>,
): ChannelDescriptor<unknown> {
  const { codec } = channel;
  if (codec === undefined) return channel;
  const lendingCodec: Codec<unknown> = {
    decode(bytes) {
      const own = new Uint8Array(bytes);
      lent.set(channel.id, own);
      return codec.decode(own);
    },
    encode: (message) => codec.encode(message),
  };
  return { ...channel, codec: lendingCodec };
}

/** Calls `onSend` before each message that is sent to this peer alone. The object stays the same, for it is compared. */
function watchSends(peer: Peer, onSend: () => void): void {
  for (const method of ["send", "trySend"] as const) {
    const original = peer[method].bind(peer) as (...args: unknown[]) => unknown;
    Object.defineProperty(peer, method, {
      configurable: true,
      value: (...args: unknown[]) => {
        onSend();
        return original(...args);
      },
    });
  }
}

const ACTIVE = ["broadcast", "tryBroadcast", "dial", "stopPeer", "stopPeerGracefully"] as const;

/** The context, which notes what is done after the stop. */
function watchContext(
  context: ReactorContext,
  isStopped: () => boolean,
  onFault: Instruments["onFault"],
): ReactorContext {
  const watched = Object.create(context) as Record<string, unknown>;
  for (const method of ACTIVE) {
    const original = context[method].bind(context) as (...args: unknown[]) => unknown;
    watched[method] = (...args: unknown[]) => {
      if (isStopped()) onFault("active-after-stop", method);
      return original(...args);
    };
  }
  return watched as unknown as ReactorContext;
}

/** Calls `done` when `outcome` is there, at once or later; passes it on as it is. */
function after(
  outcome: void | Promise<void>,
  done: () => void,
  failed: () => void = done,
): void | Promise<void> {
  if (!(outcome instanceof Promise)) {
    done();
    return outcome;
  }
  return outcome.then(done, (error: unknown) => {
    failed();
    throw error;
  });
}
