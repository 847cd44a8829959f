import type { NodeInfo } from "@cometwire/p2p";
import { packageVersion } from "../package-info.js";

/** The channel of peer exchange. */
export const PEX_CHANNEL = 0x00;

/** What a probe says of itself where it has a choice. */
export interface Announcement {
  readonly network: string;
  /** Exactly the channels that the connection registers. */
  readonly channels: readonly number[];
}

/** The network that is announced while the peer's is not known: no chain should be called so. */
export const UNKNOWN_NETWORK = "cometwire-probe";

/** What {@link unobtrusiveChannel} likes best first: channels on which a peer that is told nothing says nothing. */
const QUIET_CHANNELS = [0x38, 0x30, 0x60, 0x61, 0x23, 0x22, 0x21];

/**
 * The NodeInfo of a probe. Go accepts 0.0.0.0 as a listen address and does not put it into its address book, so that
 * nobody tries to dial a probe.
 */
export function probeNodeInfo(id: string, { network, channels }: Announcement): NodeInfo {
  return {
    protocolVersion: { p2p: 8n, block: 11n, app: 0n },
    id,
    listenAddr: "tcp://0.0.0.0:26656",
    network,
    version: `cometwire/${packageVersion}`,
    channels: Uint8Array.from(channels),
    moniker: "cometwire-probe",
    other: { txIndex: "off", rpcAddress: "" },
  };
}

/** The channel to announce to a peer of these channels: PEX where there is one; undefined when it has none at all. */
export function unobtrusiveChannel(theirs: Iterable<number>): number | undefined {
  const channels = [...theirs];
  return [PEX_CHANNEL, ...QUIET_CHANNELS].find((channel) => channels.includes(channel)) ?? channels[0];
}
