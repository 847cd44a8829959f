import { protocolVersions, type Release } from "@cometwire/messages";
import type { DiscoveryOptions, NodeKey, NodeOptions, Reactor } from "@cometwire/p2p";
import type { LoadedHome } from "../home/load-home.js";

/** What a node is made from, beside its home. */
export interface NodeParts {
  readonly nodeKey: NodeKey;
  /** Stay in the network, or serve addresses. */
  readonly mode: "peer" | "seed";
  /** What a seed hands out. */
  readonly seedServes: DiscoveryOptions["seedServes"];
  /** The release whose protocol versions we announce. */
  readonly release: Release;
  readonly reactors: readonly Reactor<unknown>[];
}

/** The options of the node that a home describes. */
export function nodeOptionsOf({ network, config, paths }: LoadedHome, parts: NodeParts): NodeOptions {
  const { mode, release, nodeKey, seedServes, reactors } = parts;
  return {
    network,
    nodeKey,
    moniker: config.moniker,
    listen: config.listen,
    externalAddress: config.externalAddress,
    protocolVersion: { ...protocolVersions(release), app: 0n },
    other: { txIndex: config.txIndex, rpcAddress: config.rpcListen[0] ?? "" },
    reactors,
    pex: config.pex,
    seeds: config.seeds,
    seedMode: mode === "seed",
    seedServes,
    persistentPeers: config.persistentPeers,
    unconditionalPeerIds: config.unconditionalPeerIds,
    privatePeerIds: config.privatePeerIds,
    maxInboundPeers: config.maxInboundPeers,
    maxOutboundPeers: config.maxOutboundPeers,
    allowDuplicateIp: config.allowDuplicateIp,
    addressBookFile: paths.addressBookFile,
    addressBookStrict: config.addressBookStrict,
    banFile: paths.banFile,
    dialTimeoutMs: config.dialTimeoutMs,
    handshakeTimeoutMs: config.handshakeTimeoutMs,
    connection: {
      maxPacketPayloadBytes: config.maxPacketPayloadBytes,
      sendRateBytesPerS: config.sendRateBytesPerS,
      recvRateBytesPerS: config.recvRateBytesPerS,
    },
    reconnect:
      config.persistentPeersMaxDialPeriodMs === undefined
        ? undefined
        : { ceilingMs: config.persistentPeersMaxDialPeriodMs },
  };
}
