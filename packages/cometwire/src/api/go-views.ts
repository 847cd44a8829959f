import {
  type FlowStatus,
  joinHostPort,
  type MConnectionStatus,
  nodeInfoToJson,
  type Peer,
} from "@cometwire/p2p";
import type { ApiNode } from "./api-node.js";

/** Nanoseconds of a Go duration, as text. */
function nanoseconds(ms: number): string {
  return String(BigInt(Math.max(0, Math.round(ms * 1000))) * 1000n);
}

/** A time as Go writes it: RFC 3339 in UTC without trailing zeros. */
export function goTime(wallTime: number): string {
  return new Date(wallTime).toISOString().replace(/\.?0*Z$/, "Z");
}

/** Result of `net_info`, as CometBFT's (`rpc/core/net.go:13-45@v0.38.25`); 64-bit integers are texts. */
export function netInfo(node: ApiNode, now: number): object {
  const { endpoint } = node;
  const { peers } = node.switch;
  return {
    listening: endpoint !== undefined,
    listeners: endpoint === undefined ? [] : [`Listener(@${joinHostPort(endpoint.ip, endpoint.port)})`],
    n_peers: String(peers.length),
    peers: peers.map((peer) => netInfoPeer(peer, now)),
  };
}

function netInfoPeer(peer: Peer, now: number): object {
  return {
    node_info: nodeInfoToJson(peer.nodeInfo),
    is_outbound: peer.outbound,
    connection_status: connectionStatus(peer.status(), now),
    remote_ip: peer.remote.ip,
  };
}

/** As `p2p/conn/connection.go:717-750@v0.38.25`. */
function connectionStatus(status: MConnectionStatus, now: number): object {
  const { durationMs, send, recv, channels } = status;
  const start = goTime(now - durationMs);
  return {
    Duration: nanoseconds(durationMs),
    SendMonitor: monitor(send, start, durationMs),
    RecvMonitor: monitor(recv, start, durationMs),
    Channels: channels.map((channel) => ({
      ID: channel.id,
      SendQueueCapacity: String(channel.sendQueueCapacity),
      SendQueueSize: String(channel.sendQueueSize),
      Priority: String(channel.priority),
      RecentlySent: String(Math.round(channel.recentlySent)),
    })),
  };
}

/** As `libs/flowrate/flowrate.go:110-124@v0.38.25`. We take no samples, so there are none; we have one current rate. */
function monitor(flow: FlowStatus, start: string, durationMs: number): object {
  return {
    Start: start,
    Bytes: String(flow.bytes),
    Samples: "0",
    InstRate: String(flow.currentRate),
    CurRate: String(flow.currentRate),
    AvgRate: String(flow.averageRate),
    PeakRate: String(flow.peakRate),
    BytesRem: "0",
    Duration: nanoseconds(durationMs),
    Idle: nanoseconds(flow.idleMs),
    TimeRem: "0",
    Progress: 0,
    Active: true,
  };
}

const noTime = "1970-01-01T00:00:00Z";

/**
 * Result of `status`: what a Go node without a block says, and that it is catching up, so that nobody takes us for a
 * node that follows the chain (`rpc/core/status.go:16-75@v0.38.25`).
 *
 * @param publicKey - our node key's public half, 32 bytes. We are no validator; clients want some key to be there.
 */
export function status(node: ApiNode, publicKey: Uint8Array | undefined): object {
  return {
    node_info: nodeInfoToJson(node.nodeInfo),
    sync_info: {
      latest_block_hash: "",
      latest_app_hash: "",
      latest_block_height: "0",
      latest_block_time: noTime,
      earliest_block_hash: "",
      earliest_app_hash: "",
      earliest_block_height: "0",
      earliest_block_time: noTime,
      catching_up: true,
    },
    validator_info: {
      address: node.id.toUpperCase(),
      pub_key:
        publicKey === undefined
          ? null
          : { type: "tendermint/PubKeyEd25519", value: Buffer.from(publicKey).toString("base64") },
      voting_power: "0",
    },
  };
}
