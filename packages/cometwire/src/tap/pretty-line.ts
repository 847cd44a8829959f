import type { ChannelMessage } from "@cometwire/messages";
import { formatChannelId, printable } from "@cometwire/p2p";
import { formatBytes } from "../text/amounts.js";
import { formatMs } from "../text/duration.js";
import type { Style } from "../text/style.js";
import { explain } from "./explain.js";
import { hexOf } from "./plain-json.js";
import type { TapMessage } from "./tap-message.js";

/** As long as the longest name of a message. */
const TYPE_WIDTH = 20;
/** Digits of a node id that are shown: enough to tell one's peers apart. */
export const PEER_DIGITS = 8;
/** Bytes that are shown of what could not be read. */
const SHOWN_BYTES = 16;

/** What carries the chain forward, in contrast to what only says who has what. */
const substance: ReadonlySet<string> = new Set([
  "Proposal",
  "BlockPart",
  "Vote",
  "Txs",
  "EvidenceList",
  "BlockResponse",
]);

/**
 * A tapped message as one line for people: when, from whom, what, and for what came before from another peer, how much
 * later. Whatever is in the message, the line is printable.
 */
export function prettyLine(tapped: TapMessage, style: Style): string {
  const { at, peer, channel, message, bytes, error } = tapped;
  const time = style.dim(new Date(at).toISOString().slice(11, 23));
  const from = peer.id.slice(0, PEER_DIGITS);
  const fault = error === undefined ? "" : style.bad(`  ${error.code}: ${printable(error.message)}`);
  if (message === undefined) {
    const start = hexOf(bytes.subarray(0, SHOWN_BYTES));
    const more = bytes.length > SHOWN_BYTES ? "…" : "";
    const what = `${formatChannelId(channel)}  ${formatBytes(bytes.length)}  ${start}${more}`;
    return `${time}  ${from}  ${style.bad("unreadable".padEnd(TYPE_WIDTH))}  ${what}${fault}\n`;
  }
  const later = lateness(tapped);
  const name = message.type.padEnd(TYPE_WIDTH);
  const text = explanation(message);
  const body =
    later === "" ? `${nameStyle(message, style)(name)}  ${text}` : style.dim(`${name}  ${text}${later}`);
  return `${time}  ${from}  ${body.trimEnd()}${fault}\n`;
}

/** What a message says, in a few words. */
function explanation({ type, value }: ChannelMessage): string {
  return (explain[type] as (value: unknown) => string)(value);
}

function nameStyle({ type }: ChannelMessage, style: Style): (text: string) => string {
  if (type === "Txs") return style.good;
  return substance.has(type) ? style.title : style.dim;
}

function lateness({ sighting }: TapMessage): string {
  if (sighting === undefined || sighting.isFirst) return "";
  return `  ${formatMs(sighting.delayMs)} after ${sighting.firstPeer.slice(0, PEER_DIGITS)}`;
}
