import { defineReactor, type Reactor, type ReactorContext } from "@cometwire/p2p";

/** A channel that no reactor of CometBFT has. */
const HELLO_CHANNEL = 0x77;
/** A greeting is a name. */
const LONGEST_HELLO_BYTES = 64;

/** A reactor that greets peers, so that something goes over the connections. */
export interface Hello {
  readonly reactor: Reactor;
  /** Greets every peer whose queue has room; how many that were. */
  greet(): number;
}

/** Makes a node's {@link Hello}; `onGreeting` is told whose greeting has arrived. */
export function createHello(name: string, onGreeting: (id: string) => void): Hello {
  let context: ReactorContext | undefined;
  const greeting = new TextEncoder().encode(`hello from ${name}`);
  return {
    reactor: defineReactor({
      name: "hello",
      channels: [
        { id: HELLO_CHANNEL, priority: 1, sendQueueCapacity: 8, recvMessageCapacity: LONGEST_HELLO_BYTES },
      ],
      start: (started) => void (context = started),
      receive: (peer) => onGreeting(peer.id),
    }),
    greet: () => context?.tryBroadcast(HELLO_CHANNEL, greeting).queued ?? 0,
  };
}
