import type { AddressSpec } from "@cometwire/p2p";
import type { Origin } from "./settings.js";

/** A home's configuration, read and checked, in the library's terms. Plain data. */
export interface HomeConfig {
  /** `moniker`; the host's name when empty. Printable ASCII. */
  readonly moniker: string;
  /** `p2p.laddr`, as written. */
  readonly listen: string;
  /** `p2p.external_address`, as written; undefined when empty. */
  readonly externalAddress: string | undefined;
  /** `p2p.seeds` */
  readonly seeds: readonly AddressSpec[];
  /** `p2p.persistent_peers` */
  readonly persistentPeers: readonly AddressSpec[];
  /** `p2p.unconditional_peer_ids`, lower case. */
  readonly unconditionalPeerIds: readonly string[];
  /** `p2p.private_peer_ids`, lower case. */
  readonly privatePeerIds: readonly string[];
  /** `p2p.addr_book_strict` */
  readonly addressBookStrict: boolean;
  /** `p2p.max_num_inbound_peers`, 0 to 1,000,000. */
  readonly maxInboundPeers: number;
  /** `p2p.max_num_outbound_peers`, 0 to 1,000,000. */
  readonly maxOutboundPeers: number;
  /** `p2p.persistent_peers_max_dial_period`; undefined when 0, which leaves the choice to us. */
  readonly persistentPeersMaxDialPeriodMs: number | undefined;
  /** `p2p.max_packet_msg_payload_size`, 1 to 65,536. */
  readonly maxPacketPayloadBytes: number;
  /** `p2p.send_rate`; 0: no limit. */
  readonly sendRateBytesPerS: number;
  /** `p2p.recv_rate`; 0: no limit. */
  readonly recvRateBytesPerS: number;
  /** `p2p.pex` */
  readonly pex: boolean;
  /** `p2p.seed_mode` */
  readonly seedMode: boolean;
  /** `p2p.allow_duplicate_ip` */
  readonly allowDuplicateIp: boolean;
  /** `p2p.handshake_timeout`, 1 ms to 24 h. */
  readonly handshakeTimeoutMs: number;
  /** `p2p.dial_timeout`, 1 ms to 24 h. */
  readonly dialTimeoutMs: number;
  /** `rpc.laddr`: where the HTTP API listens; none when empty. */
  readonly rpcListen: readonly string[];
  /** The rest of `[rpc]` that is used. */
  readonly rpc: {
    readonly corsAllowedOrigins: readonly string[];
    readonly maxBodyBytes: number;
    /** 0: no limit. */
    readonly maxOpenConnections: number;
  };
  readonly mempool: {
    /** `nop` means that there is no channel 0x30. */
    readonly type: "flood" | "nop" | "app";
    readonly maxTxBytes: number;
    /** 0: as `maxTxBytes`. */
    readonly maxBatchBytes: number;
  };
  /** What NodeInfo says of the index: `off` when `tx_index.indexer` is `null`. */
  readonly txIndex: "on" | "off";
  readonly prometheus: {
    readonly enabled: boolean;
    readonly listen: string;
    readonly namespace: string;
    /** 0: no limit. */
    readonly maxOpenConnections: number;
  };
  /** `log_level`, as written: see `parseLogLevel`. */
  readonly logLevel: string;
  readonly logFormat: "plain" | "json";
}

/** Where a home's files are: absolute, or relative to the working directory when the home is. */
export interface HomePaths {
  readonly home: string;
  readonly configFile: string;
  readonly genesisFile: string;
  readonly nodeKeyFile: string;
  readonly addressBookFile: string;
  /** Bans, which CometBFT does not keep: `data/cometwire-bans.json`. */
  readonly banFile: string;
  /** Who sends what is in it may change the node: `data/cometwire.token`. */
  readonly tokenFile: string;
  readonly dataDir: string;
}

/** A setting that has no effect here. */
export interface IgnoredSetting {
  /** The full key, such as `p2p.test_fuzz`. */
  readonly key: string;
  /** Where it was set. */
  readonly origin: Origin;
  /** As it was written. */
  readonly value: string;
  readonly reason: string;
}
