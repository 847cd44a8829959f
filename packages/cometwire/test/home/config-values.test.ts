/* What the keys of config.toml mean, what is refused, and which source counts. */
import { describe, expect, test } from "vitest";
import { p2pKeys } from "../../src/home/keys.js";
import { idA, idB, read } from "./support.js";

describe("values", () => {
  test.each([
    ["p2p", 'laddr = "tcp://[::]:36656"', { listen: "tcp://[::]:36656" }],
    ["p2p", 'laddr = "node.example.com:26656"', { listen: "node.example.com:26656" }],
    ["p2p", 'external_address = "tcp://1.2.3.4:26656"', { externalAddress: "tcp://1.2.3.4:26656" }],
    ["p2p", 'external_address = ""', { externalAddress: undefined }],
    ["p2p", "max_num_inbound_peers = 0", { maxInboundPeers: 0 }],
    ["p2p", 'max_num_outbound_peers = "7"', { maxOutboundPeers: 7 }],
    ["p2p", "max_num_outbound_peers = 0x10", { maxOutboundPeers: 16 }],
    ["p2p", "max_num_outbound_peers = 1_000", { maxOutboundPeers: 1_000 }],
    ["p2p", `unconditional_peer_ids = "${idA}"`, { unconditionalPeerIds: [idA] }],
    ["p2p", `private_peer_ids = " ${idA.toUpperCase()} ,, ${idB},"`, { privatePeerIds: [idA, idB] }],
    ["p2p", 'persistent_peers_max_dial_period = "1m30s"', { persistentPeersMaxDialPeriodMs: 90_000 }],
    ["p2p", 'persistent_peers_max_dial_period = "0"', { persistentPeersMaxDialPeriodMs: undefined }],
    ["p2p", "persistent_peers_max_dial_period = 0", { persistentPeersMaxDialPeriodMs: undefined }],
    ["p2p", "max_packet_msg_payload_size = 65536", { maxPacketPayloadBytes: 65_536 }],
    ["p2p", "send_rate = 0", { sendRateBytesPerS: 0 }],
    ["p2p", "recv_rate = 1099511627776", { recvRateBytesPerS: 1_099_511_627_776 }],
    ["p2p", "pex = false", { pex: false }],
    ["p2p", 'pex = "F"', { pex: false }],
    ["p2p", "seed_mode = 1", { seedMode: true }],
    ["p2p", "addr_book_strict = false", { addressBookStrict: false }],
    ["p2p", "allow_duplicate_ip = true", { allowDuplicateIp: true }],
    ["p2p", 'handshake_timeout = "20.5s"', { handshakeTimeoutMs: 20_500 }],
    ["p2p", 'dial_timeout = "1ns"', { dialTimeoutMs: 1 }],
    ["p2p", 'dial_timeout = "24h"', { dialTimeoutMs: 86_400_000 }],
    ["rpc", 'laddr = ""', { rpcListen: [] }],
    ["rpc", 'laddr = "tcp://0.0.0.0:1, :2"', { rpcListen: ["tcp://0.0.0.0:1", ":2"] }],
    ["rpc", 'cors_allowed_origins = ["*"]', { rpc: { corsAllowedOrigins: ["*"] } }],
    ["rpc", 'cors_allowed_origins = "a,b"', { rpc: { corsAllowedOrigins: ["a", "b"] } }],
    ["rpc", "max_body_bytes = 5", { rpc: { maxBodyBytes: 5 } }],
    ["rpc", "max_open_connections = 0", { rpc: { maxOpenConnections: 0 } }],
    ["mempool", 'type = "nop"', { mempool: { type: "nop" } }],
    ["mempool", 'type = ""', { mempool: { type: "flood" } }],
    ["mempool", "max_tx_bytes = 4194304", { mempool: { maxTxBytes: 4_194_304 } }],
    ["mempool", "max_batch_bytes = 5", { mempool: { maxBatchBytes: 5 } }],
    ["tx_index", 'indexer = "null"', { txIndex: "off" }],
    ["tx_index", 'indexer = "psql"', { txIndex: "on" }],
    ["instrumentation", "prometheus = true", { prometheus: { enabled: true } }],
    ["instrumentation", 'prometheus_listen_addr = "127.0.0.1:9"', { prometheus: { listen: "127.0.0.1:9" } }],
    ["instrumentation", 'namespace = "gaia"', { prometheus: { namespace: "gaia" } }],
    ["", 'moniker = "my node"', { moniker: "my node" }],
    ["", 'log_level = "p2p:debug,*:error"', { logLevel: "p2p:debug,*:error" }],
    ["", 'log_level = "WARN"', { logLevel: "WARN" }],
    ["", 'log_format = "json"', { logFormat: "json" }],
    ["P2P", "Pex = false", { pex: false }],
  ])("[%s] %s", (section, line, expected) => {
    const { config, problems } = read(section === "" ? line : `[${section}]\n${line}\n`);
    expect(problems).toEqual([]);
    expect(config).toMatchObject(expected);
  });

  test("addresses keep host names, and turn ids into lower case", () => {
    const { config } = read(
      `[p2p]\nseeds = "${idA}@seed.example.com:26656, tcp://${idB.toUpperCase()}@[2001:db8::1]:1"\npersistent_peers = "${idB}@1.2.3.4:5"`,
    );
    expect(config.seeds.map(String)).toEqual([`${idA}@seed.example.com:26656`, `${idB}@[2001:db8::1]:1`]);
    expect(config.persistentPeers.map(String)).toEqual([`${idB}@1.2.3.4:5`]);
  });

  test("inline tables and dotted keys are the same as sections", () => {
    expect(read('p2p = { pex = false, laddr = "1.2.3.4:5" }').config).toMatchObject({
      pex: false,
      listen: "1.2.3.4:5",
    });
    expect(read("p2p.pex = false").config.pex).toBe(false);
    expect(read("\"p2p\".'pex' = false").config.pex).toBe(false);
  });

  test("paths are relative to the home, or absolute", () => {
    const { paths } = read(
      'node_key_file = "/etc/key.json"\ngenesis_file = "g.json"\n[p2p]\naddr_book_file = "data/a b.json"',
    );
    expect(paths).toEqual({
      home: "/home/x",
      configFile: "config.toml",
      nodeKeyFile: "/etc/key.json",
      genesisFile: "/home/x/g.json",
      addressBookFile: "/home/x/data/a b.json",
      dataDir: "/home/x/data",
      banFile: "/home/x/data/cometwire-bans.json",
      tokenFile: "/home/x/data/cometwire.token",
    });
  });

  test("without a moniker the host's name is used, and is one that peers accept", () => {
    expect(read("").config.moniker).toMatch(/^[\x21-\x7e]+$/);
    expect(read('moniker = ""').config.moniker).toBe(read("").config.moniker);
  });
});

describe("problems", () => {
  test.each([
    ["p2p", 'laddr = ""', 'p2p.laddr = "": must be host:port: the port is missing (26656 is usual)'],
    ["p2p", 'laddr = ":26656"', 'p2p.laddr = ":26656": must be host:port: the host is empty'],
    [
      "p2p",
      'laddr = "1.2.3.4:99999"',
      'p2p.laddr = "1.2.3.4:99999": must be host:port: the port is above 65535',
    ],
    ["p2p", `laddr = "${idA}@1.2.3.4:1"`, `p2p.laddr = "${idA}@1.2.3.4:1": must be host:port, without an id`],
    ["p2p", 'external_address = "1.2.3.4:0"', 'p2p.external_address = "1.2.3.4:0": nobody can dial port 0'],
    [
      "p2p",
      'external_address = "1.2.3:1"',
      /must be host:port: the host is neither an IP address nor a host name/,
    ],
    ["p2p", 'seeds = "garbage"', 'p2p.seeds entry 1 = "garbage": the id is missing (id@host:port)'],
    ["p2p", `seeds = "${idA}@h:1, ,x@h:1"`, /p2p\.seeds entry 2 = "x@h:1": the id is not 40 hex digits/],
    ["p2p", `seeds = ["${idA}@h:1"]`, /p2p\.seeds = .*: must be one text in quotes, with commas/],
    [
      "p2p",
      `persistent_peers = "${idA}@h:0"`,
      /persistent_peers entry 1 = .*: nobody can be dialled on port 0/,
    ],
    ["p2p", `private_peer_ids = "${idA}@h:1"`, /private_peer_ids entry 1 = .*must be the id alone/],
    [
      "p2p",
      'unconditional_peer_ids = "abc"',
      /entry 1 = "abc": must be an id, 40 hex digits \(it has 3 characters\)/,
    ],
    ["p2p", "max_num_inbound_peers = -1", "p2p.max_num_inbound_peers = -1: must be from 0 to 1000000"],
    ["p2p", "max_num_outbound_peers = 1.5", "p2p.max_num_outbound_peers = 1.5: must be a whole number"],
    ["p2p", 'max_num_outbound_peers = "010"', /must be a whole number/],
    ["p2p", "max_num_outbound_peers = true", /must be a whole number/],
    ["p2p", "send_rate = -1", "p2p.send_rate = -1: must be 0 (no limit) or more bytes a second"],
    ["p2p", "recv_rate = 9223372036854775808", /must be a whole number of 64 bits/],
    ["p2p", `recv_rate = "${"9".repeat(500)}"`, /must be a whole number of 64 bits/],
    [
      "p2p",
      "max_packet_msg_payload_size = 0",
      "p2p.max_packet_msg_payload_size = 0: must be from 1 to 65536",
    ],
    ["p2p", "max_packet_msg_payload_size = 65537", /must be from 1 to 65536/],
    ["p2p", 'pex = "yes"', 'p2p.pex = "yes": must be true or false'],
    ["p2p", "pex = []", "p2p.pex = []: must be true or false"],
    ["p2p", "dial_timeout = 20", /with its unit.*nanoseconds/],
    ["p2p", 'dial_timeout = "20"', /must be a duration, such as "500ms"/],
    ["p2p", 'dial_timeout = "0s"', /must be more than 0s and at most 24h/],
    ["p2p", 'handshake_timeout = "-1s"', /must be more than 0s and at most 24h/],
    ["p2p", 'handshake_timeout = "25h"', /must be more than 0s and at most 24h/],
    ["p2p", 'persistent_peers_max_dial_period = "-1ns"', /must be 0s or more/],
    ["p2p", 'flush_throttle_timeout = "-1ms"', /must be 0s or more/],
    ["p2p", 'test_fuzz = "maybe"', /must be true or false/],
    ["p2p", 'addr_book_file = ""', /must be a path/],
    ["p2p.libp2p", "enabled = true", /p2p\.libp2p\.enabled = true: must be false: .*another protocol/],
    ["p2p.libp2p.scaler", 'threshold_latency = "soon"', /must be a duration/],
    ["rpc", 'laddr = "unix:///tmp/x"', /must be a TCP address/],
    [
      "rpc",
      'laddr = "tcp://1.2.3.4:1,x"',
      /rpc\.laddr = .*: entry 2: must be host:port: the port is missing$/,
    ],
    ["rpc", "cors_allowed_origins = [1]", /must be a list of texts/],
    ["rpc", "max_body_bytes = -1", /must be 0 or more/],
    ["mempool", 'type = "priority"', /must be "flood" or "nop" or "app"/],
    ["mempool", "max_tx_bytes = 0", /must be from 1 to/],
    ["instrumentation", 'prometheus_listen_addr = "26660"', /must be host:port: the port is missing$/],
    ["instrumentation", 'namespace = "1-x"', /must be letters, digits and _/],
    ["", 'moniker = "ünï"', /moniker = "\\u\{fc\}n\\u\{ef\}": must be printable ASCII/],
    ["", 'moniker = "  "', /must not be only spaces/],
    ["", "moniker = 1979-05-27", /must be a text in quotes/],
    ["", 'log_level = "loud"', /must be one of debug, info/],
    ["", 'log_level = "p2p:"', /must be one of debug, info/],
    ["", 'log_format = "xml"', /must be "plain" or "json"/],
  ])("[%s] %s", (section, line, expected) => {
    const { problems } = read(section === "" ? line : `[${section}]\n${line}\n`);
    expect(problems).toHaveLength(1);
    const at = `config.toml:${section === "" ? 1 : 2}: `;
    expect(problems[0]?.startsWith(at)).toBe(true);
    if (typeof expected === "string") expect(problems[0]?.slice(at.length)).toBe(expected);
    else expect(problems[0]).toMatch(expected);
  });

  test("all are named, each with its own line", () => {
    const { problems } = read('[p2p]\npex = 7.5\nsend_rate = -1\n# remark\n\nseeds = "x,y"\n');
    expect(problems.map((problem) => problem.split(": ", 1)[0]).sort()).toEqual([
      "config.toml:2",
      "config.toml:3",
      "config.toml:6",
      "config.toml:6",
    ]);
  });

  test("foreign text is escaped and cut", () => {
    const { problems } = read(`[p2p]\nseeds = "\\u001b[31m${"x".repeat(5_000)}"`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^[\x20-\x7e…]{1,400}$/);
  });
});

describe("precedence", () => {
  const file = "[p2p]\nmax_num_inbound_peers = 1\n";
  const peers = (sources: Parameters<typeof read>[1], text = file) => {
    const { config, origins, problems } = read(text, sources);
    expect(problems).toEqual([]);
    return [config.maxInboundPeers, origins.get("p2p.max_num_inbound_peers")];
  };
  const key = "p2p.max_num_inbound_peers";
  const [plain, joined] = ["CMT_P2P_MAX_NUM_INBOUND_PEERS", "CMTP2P_MAX_NUM_INBOUND_PEERS"];

  test.each([
    [{ flags: { [key]: "4" }, env: { [plain]: "3", [joined]: "2" } }, 4, { from: "flag", name: `--${key}` }],
    [{ env: { [plain]: "3", [joined]: "2" } }, 2, { from: "environment", name: `$${joined}` }],
    [{ env: { [plain]: "3" } }, 3, { from: "environment", name: `$${plain}` }],
    [{ env: { [plain]: "" } }, 1, { from: "file", name: "config.toml", line: 2 }],
    [{ env: { TM_P2P_MAX_NUM_INBOUND_PEERS: "9" } }, 1, { from: "file", name: "config.toml", line: 2 }],
    [{}, 1, { from: "file", name: "config.toml", line: 2 }],
  ])("%j: %i", (sources, value, origin) => {
    expect(peers(sources)).toEqual([value, origin]);
  });

  test("nothing anywhere: the default; a variable counts also when the file has no such key", () => {
    expect(peers({}, "")).toEqual([40, { from: "default" }]);
    expect(peers({ env: { [plain]: "3" } }, "")[0]).toBe(3);
  });

  test("a flag or variable with an empty list clears the file's", () => {
    const text = `[p2p]\nseeds = "${idA}@h:1"`;
    expect(read(text, { flags: { "p2p.seeds": "" } }).config.seeds).toEqual([]);
  });

  test("a flag without a value is true", () => {
    expect(read("", { flags: { "p2p.seed_mode": true } }).config.seedMode).toBe(true);
  });

  test("problems name the flag or the variable", () => {
    expect(read("", { flags: { "p2p.send_rate": "x" } }).problems).toEqual([
      '--p2p.send_rate: p2p.send_rate = "x": must be a whole number',
    ]);
    expect(read("", { env: { CMT_P2P_PEX: "x" } }).problems).toEqual([
      '$CMT_P2P_PEX: p2p.pex = "x": must be true or false',
    ]);
  });

  test("a flag that no key has is the program's mistake", () => {
    expect(() => read("", { flags: { "p2p.sedes": "x" } })).toThrow(
      expect.objectContaining({ code: "OPTION_INVALID" }),
    );
  });
});

describe("every key of [p2p]", () => {
  test.each(p2pKeys.map(({ key }) => key))("%s is used, or reported when it is set", (key) => {
    const known = p2pKeys.find((each) => each.key === key);
    const other = {
      bool: "true",
      int: "77",
      duration: '"77s"',
      string: '"x"',
      table: "{ a = 1 }",
      strings: "[]",
    };
    const text = `${key} = ${known?.type === "bool" && known.default === "true" ? "false" : other[known?.type ?? "int"]}`;
    const [base, changed] = [read(""), read(text)];
    const effect =
      JSON.stringify(base.config) !== JSON.stringify(changed.config) ||
      JSON.stringify(base.paths) !== JSON.stringify(changed.paths) ||
      changed.problems.length > 0;
    const reported = changed.ignored.some((each) => each.key === key);
    // libp2p's own settings matter to nobody while it is off.
    if (key.startsWith("p2p.libp2p.") && key !== "p2p.libp2p.enabled") expect(effect || reported).toBe(false);
    else expect(effect !== reported).toBe(true);
  });
});

describe("ignored", () => {
  test.each([
    ["upnp = true", "p2p.upnp"],
    ["test_dial_fail = true", "p2p.test_dial_fail"],
    ["test_fuzz = true", "p2p.test_fuzz"],
    ["[p2p.test_fuzz_config]\nMode = 1", "p2p.test_fuzz_config"],
    ['flush_throttle_timeout = "50ms"', "p2p.flush_throttle_timeout"],
  ])("%s is reported with its reason", (line, key) => {
    const { ignored, problems, warnings } = read(`[p2p]\n${line}`);
    expect(problems).toEqual([]);
    expect(ignored).toMatchObject([{ key, reason: expect.stringMatching(/\w{3,}/) as string }]);
    expect(warnings.filter((warning) => warning.includes("known key"))).toEqual([]);
  });

  test.each([
    "upnp = false",
    "test_fuzz = false",
    'flush_throttle_timeout = "100ms"',
    'flush_throttle_timeout = "10ms"',
  ])("%s is a default of some release: nothing to report", (line) => {
    expect(read(`[p2p]\n${line}`).ignored).toEqual([]);
  });

  test("filter_peers has nobody to ask", () => {
    expect(read("filter_peers = true").ignored).toMatchObject([
      { key: "filter_peers", value: "true", origin: { from: "file", line: 1 } },
    ]);
  });
});
