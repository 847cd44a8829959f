import { messagePlaces, type MessageType, type StandardReactor } from "@cometwire/messages";
import { formatChannelId, printable } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";

/** What people call things that have another name in the protocol. */
const ALIASES: Readonly<Record<string, MessageType>> = { tx: "Txs", evidence: "EvidenceList" };

const types = Object.keys(messagePlaces) as MessageType[];
const places = Object.values(messagePlaces);
const reactors = [...new Set(places.map(({ reactor }) => reactor))];
const channelIds = [...new Set(places.map(({ channel }) => channel))];

/**
 * The types that `--type` names: `Vote,Tx`, in upper or lower case.
 *
 * @throws UsageError that lists them all.
 */
export function parseTypes(text: string): MessageType[] {
  return wordsOf("--type", text).map((word) => {
    const lower = word.toLowerCase();
    const type = ALIASES[lower] ?? types.find((each) => each.toLowerCase() === lower);
    if (type !== undefined) return type;
    throw new UsageError(`--type: there is no "${printable(word, 40)}"; there are ${types.join(", ")}`);
  });
}

/**
 * The channels that `--channel` names: `mempool,consensus`, or ids (`0x22`).
 *
 * @throws UsageError that lists them all.
 */
export function parseChannels(text: string): number[] {
  return wordsOf("--channel", text).flatMap((word) => {
    const reactor = word.toLowerCase();
    const named = places.filter((place) => place.reactor === reactor).map(({ channel }) => channel);
    if (named.length > 0) return [...new Set(named)];
    const id = /^0x[0-9a-f]{1,2}$/i.test(word) ? Number(word) : Number.NaN;
    if (channelIds.includes(id)) return [id];
    const ids = channelIds.map(formatChannelId);
    throw new UsageError(
      `--channel: there is no "${printable(word, 40)}"; there are ${reactors.join(", ")}, and ${ids.join(", ")}`,
    );
  });
}

function wordsOf(option: string, text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  if (words.includes("")) throw new UsageError(`${option}: a name is empty`);
  return words;
}

const reactorsByChannel = new Map(places.map(({ channel, reactor }) => [channel, reactor]));

/** The reactor that a channel belongs to; undefined when it is none of CometBFT's. */
export function reactorOf(channel: number): StandardReactor | undefined {
  return reactorsByChannel.get(channel);
}
