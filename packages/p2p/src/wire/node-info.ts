import { type AddressSpec, idAddressString, parseAddress } from "./net-address.js";

/** Versions of the three protocols, each an unsigned 64-bit number. */
export interface ProtocolVersion {
  /** 8 up to v0.40, 9 in v1. Never compared. */
  readonly p2p: bigint;
  /** 11 everywhere today. Peers must agree on it. */
  readonly block: bigint;
  /** The application's own. Never compared. */
  readonly app: bigint;
}

/** The last part of a {@link NodeInfo}. */
export interface NodeInfoOther {
  /** `"on"`, `"off"` or empty. */
  readonly txIndex: string;
  /** Where the node's RPC listens, as configured. */
  readonly rpcAddress: string;
}

/**
 * What a node says about itself in the handshake. Nothing of it is proven, the id apart, which the transport compares
 * with the authenticated one.
 *
 * Text from a peer may hold anything: escape it before it reaches a log or a terminal.
 * Source: `p2p/node_info.go:75-90@v0.38.25`.
 *
 * @example A node that only exchanges addresses.
 * ```ts
 * const nodeInfo: NodeInfo = {
 *   protocolVersion: { p2p: 8n, block: 11n, app: 0n },
 *   id: nodeKey.id,
 *   listenAddr: "tcp://0.0.0.0:26656",
 *   network: "cosmoshub-4",
 *   version: "0.38.25",
 *   channels: Uint8Array.of(0x00),
 *   moniker: "my-node",
 *   other: { txIndex: "off", rpcAddress: "" },
 * };
 * ```
 */
export interface NodeInfo {
  /** The versions of the protocols that it speaks. Peers must agree on `block`. */
  readonly protocolVersion: ProtocolVersion;
  /** Node id, 40 hex digits, as sent: Go accepts upper case here. */
  readonly id: string;
  /** Where it says that it listens, as configured: often `tcp://0.0.0.0:26656`. */
  readonly listenAddr: string;
  /** Chain id. */
  readonly network: string;
  /** Version of the software. v0.40.0 says 0.39.0, v0.37.18 says 0.37.16. */
  readonly version: string;
  /** The ids of the channels it serves, one byte each, at most 16. Peers need one in common. */
  readonly channels: Uint8Array;
  /** The node's name, chosen by its operator: nothing keeps several nodes from having the same. */
  readonly moniker: string;
  /** Whether it indexes transactions, and where its RPC listens. */
  readonly other: NodeInfoOther;
}

/** A {@link NodeInfo} as `/net_info` and the logs of Go nodes print it. */
export interface NodeInfoJson {
  /** In decimal: JSON numbers are not exact beyond 2^53. */
  readonly protocol_version: { readonly p2p: string; readonly block: string; readonly app: string };
  /** Node id, 40 hex digits. */
  readonly id: string;
  /** Where it says that it listens. */
  readonly listen_addr: string;
  /** Chain id. */
  readonly network: string;
  /** Version of the software. */
  readonly version: string;
  /** Upper-case hex, two digits a channel. */
  readonly channels: string;
  /** The node's name, chosen by its operator. */
  readonly moniker: string;
  /** As in {@link NodeInfo.other}. */
  readonly other: { readonly tx_index: string; readonly rpc_address: string };
}

/**
 * The address that a node says it listens at, with its id (Go's `NetAddress`). Nothing is resolved.
 *
 * @throws P2PError `ADDRESS_MALFORMED`; never for a NodeInfo that `validateNodeInfo` finds nothing wrong with.
 */
export function nodeInfoAddress(info: NodeInfo): AddressSpec {
  return parseAddress(idAddressString(info.id, info.listenAddr));
}

/** `info` in the shape and field order of `/net_info` (`p2p/node_info.go:48-102@v0.38.25`). */
export function nodeInfoToJson(info: NodeInfo): NodeInfoJson {
  const { protocolVersion, other } = info;
  return {
    protocol_version: {
      p2p: protocolVersion.p2p.toString(),
      block: protocolVersion.block.toString(),
      app: protocolVersion.app.toString(),
    },
    id: info.id,
    listen_addr: info.listenAddr,
    network: info.network,
    version: info.version,
    channels: Buffer.from(info.channels).toString("hex").toUpperCase(),
    moniker: info.moniker,
    other: { tx_index: other.txIndex, rpc_address: other.rpcAddress },
  };
}
