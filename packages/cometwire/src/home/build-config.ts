import { isAbsolute, join } from "node:path";
import {
  checkListenAddress,
  checkLogLevel,
  type ListResult,
  readAddresses,
  readEndpoint,
  readIds,
} from "./forms.js";
import type { HomeConfig, HomePaths, IgnoredSetting } from "./home-config.js";
import { configKeys } from "./keys.js";
import { defaultMoniker } from "./moniker.js";
import type { SettingsReader } from "./reader.js";
import { splitList } from "./convert.js";

const DAY_MS = 86_400_000;
const MOST_PEERS = 1_000_000;
/** Far above any real one; the size of a message must stay below 2 GiB. */
const MOST_TX_BYTES = 1_073_741_824;

/** Reads and checks everything that is used. What is wrong is in `reader.problems` afterwards. */
export function buildConfig(reader: SettingsReader): HomeConfig {
  const peers = (key: string) => reader.int(key, 0, MOST_PEERS);
  const timeout = (key: string) => reader.durationMs(key, 1, DAY_MS, "more than 0s and at most 24h");
  const dialPeriodMs = reader.durationMs(
    "p2p.persistent_peers_max_dial_period",
    0,
    Number.MAX_SAFE_INTEGER,
    "0s or more",
  );
  const config: HomeConfig = {
    moniker: reader.parsed("moniker", readMoniker),
    listen: reader.parsed("p2p.laddr", checkedEndpoint),
    externalAddress: reader.parsed("p2p.external_address", readExternalAddress),
    seeds: readListOf(reader, "p2p.seeds", readAddresses),
    persistentPeers: readListOf(reader, "p2p.persistent_peers", readAddresses),
    unconditionalPeerIds: readListOf(reader, "p2p.unconditional_peer_ids", readIds),
    privatePeerIds: readListOf(reader, "p2p.private_peer_ids", readIds),
    addressBookStrict: reader.bool("p2p.addr_book_strict"),
    maxInboundPeers: peers("p2p.max_num_inbound_peers"),
    maxOutboundPeers: peers("p2p.max_num_outbound_peers"),
    persistentPeersMaxDialPeriodMs: dialPeriodMs === 0 ? undefined : dialPeriodMs,
    maxPacketPayloadBytes: reader.int("p2p.max_packet_msg_payload_size", 1, 65_536),
    sendRateBytesPerS: reader.rate("p2p.send_rate"),
    recvRateBytesPerS: reader.rate("p2p.recv_rate"),
    pex: reader.bool("p2p.pex"),
    seedMode: reader.bool("p2p.seed_mode"),
    allowDuplicateIp: reader.bool("p2p.allow_duplicate_ip"),
    handshakeTimeoutMs: timeout("p2p.handshake_timeout"),
    dialTimeoutMs: timeout("p2p.dial_timeout"),
    rpcListen: reader.parsed("rpc.laddr", readListenAddresses),
    rpc: {
      corsAllowedOrigins: reader.texts("rpc.cors_allowed_origins"),
      maxBodyBytes: reader.int("rpc.max_body_bytes", 0, Number.MAX_SAFE_INTEGER),
      maxOpenConnections: reader.int("rpc.max_open_connections", 0, Number.MAX_SAFE_INTEGER),
    },
    mempool: {
      type: reader.choice("mempool.type", ["flood", "nop", "app", ""] as const) || "flood",
      maxTxBytes: reader.int("mempool.max_tx_bytes", 1, MOST_TX_BYTES),
      maxBatchBytes: reader.int("mempool.max_batch_bytes", 0, MOST_TX_BYTES),
    },
    txIndex: reader.text("tx_index.indexer").toLowerCase() === "null" ? "off" : "on",
    prometheus: {
      enabled: reader.bool("instrumentation.prometheus"),
      listen: reader.parsed("instrumentation.prometheus_listen_addr", readMetricsAddress),
      namespace: reader.parsed("instrumentation.namespace", readNamespace),
      maxOpenConnections: reader.int("instrumentation.max_open_connections", 0, Number.MAX_SAFE_INTEGER),
    },
    logLevel: reader.parsed("log_level", checkLogLevel),
    logFormat: reader.choice("log_format", ["plain", "json"] as const),
  };
  checkWithoutEffect(reader);
  return config;
}

/** Where the home's files are. Relative paths are relative to the home. */
export function homePaths(home: string, configFile: string, reader: SettingsReader): HomePaths {
  const path = (key: string) =>
    reader.parsed(key, (text) => {
      if (text === "" || text.includes("\0")) return { fault: "must be a path" };
      return { value: isAbsolute(text) ? text : join(home, text) };
    });
  return {
    home,
    configFile,
    genesisFile: path("genesis_file"),
    nodeKeyFile: path("node_key_file"),
    addressBookFile: path("p2p.addr_book_file"),
    banFile: join(home, "data", "cometwire-bans.json"),
    tokenFile: join(home, "data", "cometwire.token"),
    dataDir: join(home, "data"),
  };
}

/** Settings that were changed and have no effect, each with the reason. */
export function ignoredSettings(reader: SettingsReader, present: ReadonlySet<string>): IgnoredSetting[] {
  const ignored: IgnoredSetting[] = [];
  for (const { key, ignored: reason } of configKeys.values()) {
    if (reason === undefined || key.startsWith("p2p.libp2p.")) continue;
    const { origin, written } = reader.setting(key);
    if (reader.isChanged(key)) ignored.push({ key, origin, value: written, reason });
    else if (key === "p2p.test_fuzz_config" && [...present].some((each) => each.startsWith(`${key}.`)))
      ignored.push({ key, origin, value: "{…}", reason });
  }
  return ignored;
}

/** What has no effect must still be of its type, and what would mean another protocol is refused. */
function checkWithoutEffect(reader: SettingsReader): void {
  for (const { key, type, ignored } of configKeys.values()) {
    if (ignored === undefined) continue;
    if (type === "bool") {
      if (reader.bool(key) && key === "p2p.libp2p.enabled") {
        reader.fault(
          key,
          "must be false: with libp2p a node speaks another protocol, which is not compatible with this one",
        );
      }
    } else if (type === "int") reader.int(key, 0, Number.MAX_SAFE_INTEGER);
    else if (type === "duration") reader.durationMs(key, 0, Number.MAX_SAFE_INTEGER, "0s or more");
  }
}

function readListOf<T>(
  reader: SettingsReader,
  key: string,
  read: (text: string) => ListResult<T>,
): readonly T[] {
  const { values, faults } = reader.parsed(key, (text) => ({ value: read(text) }));
  for (const fault of faults) reader.fault(key, fault.message, fault);
  return values;
}

function readMoniker(text: string): { value: string } | { fault: string } {
  // The rules of NodeInfo: nobody would take us with another name. `p2p/node_info.go:150-153@v0.38.25`
  if (text === "") return { value: defaultMoniker() };
  if (/[^\x20-\x7e]/.test(text)) return { fault: "must be printable ASCII, or peers refuse this node" };
  return text.trim() === ""
    ? { fault: "must not be only spaces, or peers refuse this node" }
    : { value: text };
}

function checkedEndpoint(text: string): { value: string } | { fault: string } {
  if (/^(?!tcp:)\w+:\/\//.test(text)) return { fault: "must be a TCP address: tcp://host:port" };
  const endpoint = readEndpoint(text);
  return "fault" in endpoint ? endpoint : { value: text };
}

function readExternalAddress(text: string): { value: string | undefined } | { fault: string } {
  if (text === "") return { value: undefined };
  const endpoint = readEndpoint(text);
  if ("fault" in endpoint) return endpoint;
  return endpoint.value.port === 0 ? { fault: "nobody can dial port 0" } : { value: text };
}

function readListenAddresses(text: string): { value: readonly string[] } | { fault: string } {
  const addresses = splitList(text);
  for (const { text: address, position } of addresses) {
    const fault = checkListenAddress(address);
    if (fault !== undefined) return { fault: addresses.length === 1 ? fault : `entry ${position}: ${fault}` };
  }
  return { value: addresses.map(({ text: address }) => address) };
}

function readMetricsAddress(text: string): { value: string } | { fault: string } {
  const fault = checkListenAddress(text);
  return fault === undefined ? { value: text } : { fault };
}

/** As Prometheus wants the first part of a metric's name. */
function readNamespace(text: string): { value: string } | { fault: string } {
  if (text === "" || /^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/.test(text)) return { value: text };
  return { fault: "must be letters, digits and _, beginning with no digit" };
}
