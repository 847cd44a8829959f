import {
  type Clock,
  decodePex,
  encodePexRequest,
  limits,
  MConnection,
  type NetAddress,
  netAddressesFromPex,
  P2PError,
  type SecretConnection,
} from "@cometwire/p2p";
import { PEX_CHANNEL } from "./announcement.js";

/** How a conversation is led. */
export interface ConversationOptions {
  /** The channels to register: exactly those that were announced. */
  readonly channels: readonly number[];
  /** Whether to ask for addresses; channel 0x00 must be among the channels then. */
  readonly ask: boolean;
  /** How long to wait for an answer, or, when nothing is asked, for the peer to close. */
  readonly waitMs: number;
  /** How long to stay after an answer, to see whether the peer hangs up, as seeds do. Default 0. */
  readonly lingerMs?: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How a conversation went. */
export type Conversation =
  /** Addresses came. `hungUp`: and then the peer closed, while we stayed. */
  | { readonly type: "answered"; readonly addresses: readonly NetAddress[]; readonly hungUp: boolean }
  /** The peer is there, but its answer cannot be used or did not come: why. */
  | { readonly type: "unanswered"; readonly reason: P2PError | undefined }
  /** The peer closed without a word: it does not want us. */
  | { readonly type: "closed"; readonly reason: P2PError };

/**
 * Talks to a peer that has told its NodeInfo, to learn whether it keeps the connection: nothing on the wire says so. A
 * peer that answers or stays has accepted us; one that closes before it has sent a single byte has not. The connection
 * is closed in the end, also by an abort.
 */
export async function converse(
  secretConnection: SecretConnection,
  options: ConversationOptions,
): Promise<Conversation> {
  const { clock, signal, lingerMs = 0 } = options;
  let settle: (conversation: Conversation) => void = () => undefined;
  const outcome = new Promise<Conversation>((resolve) => {
    settle = resolve;
  });
  const connection = new MConnection(secretConnection, {
    channels: options.channels.map((id) => descriptorOf(id)),
    receive: (channel, message) => {
      if (channel !== PEX_CHANNEL || !options.ask) return;
      const conversation = readAnswer(message);
      if (conversation !== undefined) settle(conversation);
    },
    onClosed: (reason) => {
      const heard = connection.status().recv.bytes > 0;
      settle(heard ? { type: "unanswered", reason } : { type: "closed", reason });
    },
    clock,
  });
  const silent = (): void => settle({ type: "unanswered", reason: undefined });
  const timer = clock.setTimer(options.waitMs, silent);
  signal.addEventListener("abort", silent);
  try {
    connection.start();
    if (options.ask) connection.trySend(PEX_CHANNEL, encodePexRequest());
    if (signal.aborted) silent();
    const conversation = await outcome;
    if (conversation.type !== "answered" || lingerMs === 0) return conversation;
    return { ...conversation, hungUp: await hangsUp(connection, { lingerMs, clock, signal }) };
  } finally {
    timer.cancel();
    signal.removeEventListener("abort", silent);
    await connection.stop();
  }
}

/** Whether a peer closes within the time. */
async function hangsUp(
  connection: MConnection,
  { lingerMs, clock, signal }: { lingerMs: number; clock: Clock; signal: AbortSignal },
): Promise<boolean> {
  let leave: () => void = () => undefined;
  const left = new Promise<false>((resolve) => (leave = () => resolve(false)));
  const timer = clock.setTimer(lingerMs, leave);
  signal.addEventListener("abort", leave);
  if (signal.aborted) leave();
  try {
    return await Promise.race([connection.closed.then(() => true), left]);
  } finally {
    timer.cancel();
    signal.removeEventListener("abort", leave);
  }
}

/** What a message of the PEX channel is to us; undefined for a request, which needs no answer. */
function readAnswer(message: Uint8Array): Conversation | undefined {
  try {
    const pex = decodePex(message);
    if (pex.type === "request") return undefined;
    if (pex.type === "unknown") throw new P2PError("PEX_MALFORMED", { detail: "it is empty" });
    return { type: "answered", addresses: netAddressesFromPex(pex.addresses), hungUp: false };
  } catch (error) {
    if (!(error instanceof P2PError)) throw error;
    return { type: "unanswered", reason: error };
  }
}

function descriptorOf(id: number) {
  if (id !== PEX_CHANNEL) return { id, priority: 1 };
  return { id, priority: 1, sendQueueCapacity: 10, recvMessageCapacity: limits.pexMessageBytes };
}
