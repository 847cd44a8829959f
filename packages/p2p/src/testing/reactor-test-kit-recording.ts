import type { P2PError } from "../base/index.js";
import type { ChannelDescriptor, Peer, Reactor, ReactorContext } from "../switch/index.js";

/** One call of a {@link RecordingReactor}. */
export type ReactorCall =
  | { readonly callback: "start" | "stop" }
  | { readonly callback: "initPeer" | "addPeer"; readonly peer: Peer }
  | {
      readonly callback: "receive";
      readonly peer: Peer;
      readonly channelId: number;
      readonly message: unknown;
    }
  | { readonly callback: "removePeer"; readonly peer: Peer; readonly reason: P2PError | undefined };

/**
 * A reactor that notes what it is told, in order, and does in each callback what a test says.
 *
 * @example
 * ```ts
 * const reactor = new RecordingReactor("recorder", [{ id: 0x30 }], (call) => {
 *   if (call.callback === "initPeer") throw new Error("no room");
 * });
 * ```
 */
export class RecordingReactor implements Reactor<unknown> {
  readonly name: string;
  readonly channels: readonly ChannelDescriptor<unknown>[];
  /** What it was told, in order. */
  readonly calls: ReactorCall[] = [];
  /** What the switch lets it do; once started. */
  context!: ReactorContext;
  /** What it does in each callback, after noting it. May be changed. */
  behave: (call: ReactorCall) => void | Promise<void>;

  constructor(
    name: string,
    channels: readonly ChannelDescriptor<unknown>[],
    behave: (call: ReactorCall) => void | Promise<void> = () => {},
  ) {
    this.name = name;
    this.channels = channels;
    this.behave = behave;
  }

  /** The callbacks so far, each as `initPeer` or, when a peer's name is known, `initPeer a`. */
  script(nameOf: (peer: Peer) => string | undefined = () => undefined): string[] {
    return this.calls.map((call) => {
      const name = "peer" in call ? nameOf(call.peer) : undefined;
      return name === undefined ? call.callback : `${call.callback} ${name}`;
    });
  }

  /** The messages received so far, in order. */
  get messages(): unknown[] {
    return this.calls.flatMap((call) => (call.callback === "receive" ? [call.message] : []));
  }

  start(context: ReactorContext): void | Promise<void> {
    this.context = context;
    return this.#note({ callback: "start" });
  }

  stop(): void | Promise<void> {
    return this.#note({ callback: "stop" });
  }

  initPeer(peer: Peer): void | Promise<void> {
    return this.#note({ callback: "initPeer", peer });
  }

  addPeer(peer: Peer): void | Promise<void> {
    return this.#note({ callback: "addPeer", peer });
  }

  receive(peer: Peer, channelId: number, message: unknown): void | Promise<void> {
    return this.#note({ callback: "receive", peer, channelId, message });
  }

  removePeer(peer: Peer, reason: P2PError | undefined): void | Promise<void> {
    return this.#note({ callback: "removePeer", peer, reason });
  }

  #note(call: ReactorCall): void | Promise<void> {
    this.calls.push(call);
    return this.behave(call);
  }
}
