import type { Release } from "@cometwire/messages";

/** What a key's value is. Addresses and ids are comma separated texts, as in Go; durations are written `10s`. */
export type KeyType = "string" | "bool" | "int" | "duration" | "strings" | "table";

/** One key of config.toml that means something here, or that we know to mean nothing. */
export interface ConfigKey {
  /** With its section: `p2p.seeds`. */
  readonly key: string;
  readonly type: KeyType;
  /** As it would stand in the file, lists as JSON. */
  readonly default: string;
  /** The default in releases in which it is another one. */
  readonly defaultsByRelease?: Readonly<Partial<Record<Release, string>>>;
  /** What it is for, in a few words, with the unit. */
  readonly description: string;
  /** Releases that have the key, when not all do. */
  readonly releases?: readonly Release[];
  /** Why a value other than a default has no effect here. */
  readonly ignored?: string;
  /** Whether generated files leave it out, as Go's do. */
  readonly hidden?: boolean;
}

const lib = {
  hidden: true,
  releases: ["v0.39", "v0.40"],
  ignored: "the libp2p transport is another protocol, which Cometwire does not speak",
} as const;
const hiddenTest = { type: "bool", default: "false", hidden: true } as const;

/** `[p2p]`, in the order of Go's file. `config/config.go:545-707@v0.38.25`, `config/toml.go:274-340` */
export const p2pKeys: readonly ConfigKey[] = [
  {
    key: "p2p.laddr",
    type: "string",
    default: "tcp://0.0.0.0:26656",
    description: "address to listen on, host:port",
  },
  {
    key: "p2p.external_address",
    type: "string",
    default: "",
    description: "address that peers are told to dial, host:port; empty: the one we listen on",
  },
  { key: "p2p.seeds", type: "string", default: "", description: "seeds, id@host:port, separated by commas" },
  {
    key: "p2p.persistent_peers",
    type: "string",
    default: "",
    description: "peers to stay connected to, id@host:port, separated by commas",
  },
  {
    key: "p2p.upnp",
    type: "bool",
    default: "false",
    description: "map a port on the router by UPnP",
    releases: ["v0.34"],
    ignored: "UPnP was removed from CometBFT, and did nothing in v0.34; open the port on the router",
  },
  {
    key: "p2p.addr_book_file",
    type: "string",
    default: "config/addrbook.json",
    description: "the address book, relative to the home",
  },
  {
    key: "p2p.addr_book_strict",
    type: "bool",
    default: "true",
    description: "keep public addresses only; false for private networks",
  },
  {
    key: "p2p.max_num_inbound_peers",
    type: "int",
    default: "40",
    description: "peers that may dial us, at most",
  },
  {
    key: "p2p.max_num_outbound_peers",
    type: "int",
    default: "10",
    description: "peers that we dial, at most; persistent ones are not counted",
  },
  {
    key: "p2p.unconditional_peer_ids",
    type: "string",
    default: "",
    description: "ids that are let in whatever the limits, separated by commas",
  },
  {
    key: "p2p.persistent_peers_max_dial_period",
    type: "duration",
    default: "0s",
    description: "longest pause between two dials of a persistent peer; 0s: no limit set here",
  },
  {
    key: "p2p.flush_throttle_timeout",
    type: "duration",
    default: "100ms",
    defaultsByRelease: { "v0.39": "10ms", "v0.40": "10ms", "v1.0": "10ms" },
    description: "how long Go collects bytes before it writes them",
    ignored: "messages are written as soon as the socket is free; there is nothing to throttle",
  },
  {
    key: "p2p.max_packet_msg_payload_size",
    type: "int",
    default: "1024",
    description: "bytes of a message in one packet, 1 to 65536; the same on all nodes of a network",
  },
  {
    key: "p2p.send_rate",
    type: "int",
    default: "5120000",
    description: "bytes a second to each peer; 0: no limit",
  },
  {
    key: "p2p.recv_rate",
    type: "int",
    default: "5120000",
    description: "bytes a second from each peer; 0: no limit",
  },
  { key: "p2p.pex", type: "bool", default: "true", description: "exchange addresses with peers" },
  {
    key: "p2p.seed_mode",
    type: "bool",
    default: "false",
    description: "be a seed: crawl the network and hand out addresses; needs pex",
  },
  {
    key: "p2p.private_peer_ids",
    type: "string",
    default: "",
    description: "ids that are never told to others, separated by commas",
  },
  {
    key: "p2p.allow_duplicate_ip",
    type: "bool",
    default: "false",
    description: "let several peers share an IP address",
  },
  {
    key: "p2p.handshake_timeout",
    type: "duration",
    default: "20s",
    description: "time for each half of a handshake",
  },
  { key: "p2p.dial_timeout", type: "duration", default: "3s", description: "time for a TCP connection" },
  {
    key: "p2p.test_dial_fail",
    ...hiddenTest,
    description: "for Go's tests: every dial fails",
    ignored: "it is for Go's own tests; faults are injected by wrapping the transport",
  },
  {
    key: "p2p.test_fuzz",
    ...hiddenTest,
    description: "for Go's tests: connections lose bytes",
    ignored: "it is for Go's own tests; faults are injected by wrapping the transport",
  },
  {
    key: "p2p.test_fuzz_config",
    type: "table",
    default: "{}",
    hidden: true,
    description: "for Go's tests: what test_fuzz does",
    ignored: "it is for Go's own tests; faults are injected by wrapping the transport",
  },
  {
    key: "p2p.libp2p.enabled",
    type: "bool",
    default: "false",
    ...lib,
    description: "use libp2p instead of this protocol",
  },
  {
    key: "p2p.libp2p.bootstrap_peers",
    type: "table",
    default: "[]",
    ...lib,
    description: "first peers of libp2p",
  },
  {
    key: "p2p.libp2p.scaler.min_workers",
    type: "int",
    default: "4",
    ...lib,
    description: "libp2p: least workers",
  },
  {
    key: "p2p.libp2p.scaler.max_workers",
    type: "int",
    default: "32",
    ...lib,
    description: "libp2p: most workers",
  },
  {
    key: "p2p.libp2p.scaler.threshold_latency",
    type: "duration",
    default: "100ms",
    ...lib,
    description: "libp2p: latency that asks for more workers",
  },
  {
    key: "p2p.libp2p.scaler.overrides",
    type: "table",
    default: "[]",
    ...lib,
    description: "libp2p: workers by reactor",
  },
  {
    key: "p2p.libp2p.limits.mode",
    type: "string",
    default: "default",
    ...lib,
    description: "libp2p: which limits",
  },
  {
    key: "p2p.libp2p.limits.max_peers",
    type: "int",
    default: "0",
    ...lib,
    description: "libp2p: peers at most",
  },
  {
    key: "p2p.libp2p.limits.max_peer_streams",
    type: "int",
    default: "0",
    ...lib,
    description: "libp2p: streams of a peer at most",
  },
];

/** Keys outside of `[p2p]` that are used. Everything else there is a full node's, and not looked at. */
const otherKeys: readonly ConfigKey[] = [
  { key: "moniker", type: "string", default: "", description: "name of this node; empty: the host's name" },
  {
    key: "log_level",
    type: "string",
    default: "info",
    description: "debug, info, error or none, or several such as p2p:debug,*:info",
  },
  { key: "log_format", type: "string", default: "plain", description: "plain or json" },
  {
    key: "genesis_file",
    type: "string",
    default: "config/genesis.json",
    description: "where the network's name is read from",
  },
  { key: "node_key_file", type: "string", default: "config/node_key.json", description: "the node key" },
  {
    key: "filter_peers",
    type: "bool",
    default: "false",
    description: "ask the application whether a peer may connect",
    ignored: "there is no application to ask; use the ban list",
  },
  {
    key: "rpc.laddr",
    type: "string",
    default: "tcp://127.0.0.1:26657",
    description: "address of the HTTP API; empty: none",
  },
  {
    key: "rpc.cors_allowed_origins",
    type: "strings",
    default: "[]",
    description: "origins that browsers may ask from",
  },
  {
    key: "rpc.max_body_bytes",
    type: "int",
    default: "1000000",
    description: "bytes of an HTTP request's body, at most",
  },
  {
    key: "rpc.max_open_connections",
    type: "int",
    default: "900",
    description: "HTTP connections at once; 0: no limit",
  },
  {
    key: "mempool.type",
    type: "string",
    default: "flood",
    description: "flood, nop or app; nop has no channel",
  },
  {
    key: "mempool.max_tx_bytes",
    type: "int",
    default: "1048576",
    defaultsByRelease: { "v0.40": "4194304" },
    description: "bytes of a transaction, at most; sizes channel 0x30",
  },
  {
    key: "mempool.max_batch_bytes",
    type: "int",
    default: "0",
    description: "bytes of several transactions in one message, for the type app; 0: max_tx_bytes",
  },
  {
    key: "tx_index.indexer",
    type: "string",
    default: "kv",
    description: "kv, psql or null; null is announced as off",
  },
  { key: "instrumentation.prometheus", type: "bool", default: "false", description: "serve metrics" },
  {
    key: "instrumentation.prometheus_listen_addr",
    type: "string",
    default: ":26660",
    description: "address of the metrics",
  },
  {
    key: "instrumentation.max_open_connections",
    type: "int",
    default: "3",
    description: "connections for metrics at once; 0: no limit",
  },
  {
    key: "instrumentation.namespace",
    type: "string",
    default: "cometbft",
    description: "first part of metrics' names",
  },
];

/** All keys by name. */
export const configKeys: ReadonlyMap<string, ConfigKey> = new Map(
  [...p2pKeys, ...otherKeys].map((each) => [each.key, each]),
);

/** The default of a key in `release`, as it would stand in the file. */
export function defaultOf({ default: usual, defaultsByRelease }: ConfigKey, release: Release): string {
  return defaultsByRelease?.[release] ?? usual;
}

/** Whether `value`, as text, is the key's default in any release. */
export function isSomeDefault({ default: usual, defaultsByRelease = {} }: ConfigKey, value: string): boolean {
  return value === usual || Object.values(defaultsByRelease).includes(value);
}

/** Old and other names of keys, with what to write instead. None of them has an effect in Go either. */
export const renamedKeys: ReadonlyMap<string, string> = new Map([
  ["p2p.pex_reactor", "pex"],
  ["p2p.max_num_peers", "max_num_inbound_peers and max_num_outbound_peers"],
  ["p2p.max_connections", "max_num_inbound_peers and max_num_outbound_peers"],
  ["p2p.max_packet_msg_size", "max_packet_msg_payload_size"],
  ["p2p.max_msg_packet_payload_size", "max_packet_msg_payload_size"],
  ["p2p.bootstrap_peers", "seeds or persistent_peers"],
  ["p2p.addr_book", "addr_book_file"],
  ["p2p.dial_peers", "persistent_peers"],
  ["p2p.allow_duplicate_ips", "allow_duplicate_ip"],
]);
