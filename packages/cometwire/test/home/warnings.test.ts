/* What is allowed and probably not meant. */
import { describe, expect, test } from "vitest";
import { nearest } from "../../src/home/unknown-keys.js";
import { idA, idB, read } from "./support.js";

/** A configuration that has nothing to warn about. */
const sound = 'external_address = "8.8.8.8:26656"';
const warningsOf = (lines: string): readonly string[] => read(`[p2p]\n${sound}\n${lines}\n`).warnings;

test("a sound configuration has none", () => {
  expect(warningsOf(`seeds = "${idA}@8.8.4.4:26656"\npersistent_peers = "${idB}@h.example:1"`)).toEqual([]);
});

describe("combinations", () => {
  test.each([
    ["seed_mode = true\npex = false", /p2p\.seed_mode: has no effect while p2p\.pex is false/],
    [`seeds = "${idA}@8.8.4.4:1"\npex = false`, /p2p\.seeds: are not used while p2p\.pex is false/],
    [
      `seeds = "${idA}@8.8.4.4:1"\npersistent_peers = "${idA}@8.8.4.4:2"`,
      /config\.toml:3: p2p\.seeds: a{40} is in persistent_peers too/,
    ],
    [`seeds = "${idA}@8.8.4.4:1,${idA}@8.8.4.4:2"`, /p2p\.seeds: a{40} is there twice/],
    [`persistent_peers = "${idA}@8.8.4.4:1,${idA}@8.8.4.4:2"`, /p2p\.persistent_peers: a{40} is there twice/],
    ["max_packet_msg_payload_size = 1400", /1400 instead of 1024: peers with the usual value hang up/],
    ["max_packet_msg_payload_size = 500", /500 instead of 1024: we would hang up/],
    [
      `persistent_peers = "${idA}@10.0.0.1:1"`,
      /p2p\.addr_book_strict: is true, and 10\.0\.0\.1:1 is no public address/,
    ],
    [`seeds = "${idA}@localhost:1"`, /p2p\.addr_book_strict: is true, and localhost:1/],
    ["pex = false", /p2p\.pex: is false and persistent_peers is empty: this node dials nobody/],
    ["max_num_inbound_peers = 0\nseed_mode = true", /a seed that lets nobody in/],
    ["max_num_inbound_peers = 0\nmax_num_outbound_peers = 0", /no peers are allowed in either direction/],
  ])("%j", (lines, expected) => {
    const found = warningsOf(lines);
    expect(found.filter((warning) => expected.test(warning))).toHaveLength(1);
  });

  test.each([
    `persistent_peers = "${idA}@10.0.0.1:1"\naddr_book_strict = false`,
    `persistent_peers = "${idA}@8.8.4.4:1"\npex = false`,
    "seed_mode = true",
    "max_packet_msg_payload_size = 1024",
  ])("not: %j", (lines) => {
    expect(warningsOf(lines)).toEqual([]);
  });
});

describe("our address", () => {
  test.each([
    ['laddr = "tcp://0.0.0.0:26656"', /peers cannot learn your address/],
    ['laddr = "192.168.1.1:26656"', /peers cannot learn your address/],
    ['laddr = "[::]:26656"', /peers cannot learn your address/],
    ['external_address = "10.1.1.1:26656"', /10\.1\.1\.1 is not a public address: peers on the internet/],
    ['external_address = "0.0.0.0:26656"', /0\.0\.0\.0 is not a public address/],
  ])("%s", (line, expected) => {
    expect(read(`[p2p]\n${line}`).warnings).toEqual([expect.stringMatching(expected)]);
  });

  test.each([
    'laddr = "8.8.8.8:26656"',
    'external_address = "node.example.com:26656"',
    "max_num_inbound_peers = 0",
  ])("nothing to say about %s", (line) => {
    expect(read(`[p2p]\n${line}`).warnings).toEqual([]);
  });
});

describe("unknown keys", () => {
  test.each([
    [
      "[p2p]\npersistant_peers = ''",
      2,
      "is not a known key and has no effect; did you mean persistent_peers?",
    ],
    [
      "[p2p]\nexternal-address = ''",
      2,
      "is not a known key and has no effect; did you mean external_address?",
    ],
    ["[p2p]\n\nsede_mode = true", 3, "is not a known key and has no effect; did you mean seed_mode?"],
    ["[p2p]\nwhatever_else = 1", 2, "is not a known key and has no effect"],
    ["[p2p]\npex_reactor = true", 2, "is an old name without effect; write pex"],
    ["[p2p]\nmax_num_peers = 5", 2, "is an old name without effect; write max_num_inbound_peers and"],
    ["[p2p.libp2p]\nenabeld = true", 2, "is not a known key and has no effect; did you mean libp2p.enabled?"],
    ["seeds = ''", 1, "has no effect here: it belongs below the line [p2p]"],
    ["log_levle = 'info'", 1, "is not a known key; did you mean log_level?"],
    ["monicker = 'x'", 1, "is not a known key; did you mean moniker?"],
    [
      "[p2p]\npex = false\nPEX = true",
      3,
      "is also in line 2: keys are not case sensitive; CometBFT takes either, we this one",
    ],
    ["[p2]\nx = 1", 1, "is not a known section; did you mean [p2p]?"],
  ])("%j", (text, line, message) => {
    const found = read(text).warnings.filter((warning) => warning.startsWith("config.toml:"));
    expect(found).toEqual([expect.stringContaining(message)]);
    expect(found[0]?.startsWith(`config.toml:${line}: `)).toBe(true);
  });

  test("a full node's and an application's other keys are nobody's business here", () => {
    const text = `
version = "0.38.25"
proxy_app = "tcp://127.0.0.1:26658"
db_backend = "goleveldb"
db_dir = "data"
priv_validator_key_file = "config/priv_validator_key.json"
abci = "socket"
fast_sync = true
[rpc]
unsafe = false
[mempool]
recheck = true
[consensus]
timeout_propose = "3s"
[storage]
discard_abci_responses = false
[api]
enable = true
[p2p]
${sound}
home = ""
[p2p.libp2p]
enabled = false
[[p2p.libp2p.bootstrap_peers]]
host = "h"
id = "x"
[[p2p.libp2p.scaler.overrides]]
reactor = "MEMPOOL"
`;
    const { warnings, ignored, problems } = read(text);
    expect({ warnings, ignored, problems }).toEqual({ warnings: [], ignored: [], problems: [] });
  });

  test("hundreds do not bury the rest", () => {
    const text = `[p2p]\n${sound}\n${Array.from({ length: 300 }, (_, index) => `nonsense_${index} = 1`).join("\n")}`;
    const { warnings } = read(text);
    expect(warnings).toHaveLength(21);
    expect(warnings.at(-1)).toBe("config.toml: 280 more unknown keys");
  });
});

describe("variables", () => {
  test.each([
    [
      "CMT_P2P_PERSISTANT_PEERS",
      "$CMT_P2P_PERSISTANT_PEERS sets nothing; did you mean $CMT_P2P_PERSISTENT_PEERS?",
    ],
    ["CMTP2P_SEDES", "$CMTP2P_SEDES sets nothing; did you mean $CMT_P2P_SEEDS?"],
    ["CMT_P2P_SOMETHING_ELSE_ENTIRELY", "$CMT_P2P_SOMETHING_ELSE_ENTIRELY sets nothing"],
    ["TM_P2P_SEEDS", "$TM_P2P_SEEDS is not read: Tendermint Core had this prefix, CometBFT has CMT_"],
  ])("%s", (name, expected) => {
    const { warnings } = read(`[p2p]\n${sound}`, { env: { [name]: "secret" } });
    expect(warnings).toEqual([expected]);
  });

  test("others are left alone", () => {
    const env = { CMTHOME: "/x", CMT_RPC_UNSAFE: "1", PATH: "/bin", CMT_P2P_NOPE: "" };
    expect(read(`[p2p]\n${sound}`, { env }).warnings).toEqual([]);
  });
});

test.each([
  ["sedes", ["seeds", "pex"], "seeds"],
  ["pxe", ["pex"], undefined],
  ["laddr", ["laddr"], "laddr"],
  ["completely_else", ["seeds"], undefined],
])("nearest to %s of %j: %s", (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});
