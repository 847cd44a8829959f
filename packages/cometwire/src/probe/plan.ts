import type { ErrorCode, NodeInfo } from "@cometwire/p2p";
import { type Announcement, PEX_CHANNEL, UNKNOWN_NETWORK, unobtrusiveChannel } from "./announcement.js";

/** What is known when a contact has failed. */
export interface FailedContact {
  /** 1 for the first. */
  readonly number: number;
  readonly announced: Announcement;
  readonly code: ErrorCode;
  /** What the peer said, when it got so far in this contact. */
  readonly nodeInfo: NodeInfo | undefined;
  /** Whether the user named the network. */
  readonly networkGiven: boolean;
  /** How many contacts before this one were reset before the first byte. */
  readonly resets: number;
}

/** What to do after a failed contact, and why. */
export type NextContact =
  | { readonly again: false }
  | { readonly again: true; readonly announce: Announcement; readonly delayMs: number; readonly why: string };

const GIVE_UP: NextContact = { again: false };

/**
 * A Go node that allows one connection for an IP address resets a second one until it has noticed the end of the first:
 * pauses of 50, 100, 200, … ms, three seconds in all.
 */
const FIRST_PAUSE_MS = 50;
const MOST_RESETS = 6;

/** What to announce first. */
export function firstAnnouncement(network: string | undefined): Announcement {
  return { network: network ?? UNKNOWN_NETWORK, channels: [PEX_CHANNEL] };
}

/**
 * Whether to try again after a failure, and how: with the peer's network, when we did not know it; with a channel that
 * the peer has, when it has no PEX; after a pause, when it still holds our last connection. Both sides send their
 * NodeInfo before either judges, so that a contact that fails has told us what to say in the next.
 */
export function nextContact(failed: FailedContact): NextContact {
  const { announced, code, nodeInfo } = failed;
  if (code === "RESET_BEFORE_FIRST_BYTE" && failed.number > 1 && failed.resets < MOST_RESETS) {
    const why = "the peer has not noticed the end of the last contact yet";
    return { again: true, announce: announced, delayMs: FIRST_PAUSE_MS * 2 ** failed.resets, why };
  }
  if (nodeInfo === undefined) return GIVE_UP;
  const channel = unobtrusiveChannel(nodeInfo.channels);
  if (channel === undefined) return GIVE_UP;
  const announce = { network: announced.network, channels: [channel] };
  if (code === "INCOMPATIBLE_NETWORK" && !failed.networkGiven && announced.network === UNKNOWN_NETWORK) {
    const why = "the peer has told its network, which is announced now";
    return { again: true, announce: { ...announce, network: nodeInfo.network }, delayMs: 0, why };
  }
  if (code === "NO_COMMON_CHANNELS" && !announced.channels.includes(channel)) {
    const why = "the peer does not offer PEX; a channel that it has is announced now";
    return { again: true, announce, delayMs: 0, why };
  }
  return GIVE_UP;
}
