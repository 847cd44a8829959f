import { NodeKey } from "@cometwire/p2p";
import { expect, it } from "vitest";
import { loadHome } from "../../src/home/load-home.js";
import { nodeOptionsOf } from "../../src/start/node-options.js";
import { homeWith, idA, idB } from "../home/support.js";

const nodeKey = NodeKey.generate();
const parts = { nodeKey, mode: "peer", seedServes: "verified", release: "v0.38", reactors: [] } as const;

it("every key of [p2p] that has an effect reaches the node", async () => {
  const dir = await homeWith(`
moniker = "me"
[p2p]
laddr = "tcp://127.0.0.1:1234"
external_address = "198.51.100.7:26656"
seeds = "${idA}@seed.example.com:1"
persistent_peers = "${idB}@198.51.100.9:2"
addr_book_file = "data/book.json"
addr_book_strict = false
max_num_inbound_peers = 3
max_num_outbound_peers = 4
unconditional_peer_ids = "${idB}"
persistent_peers_max_dial_period = "7s"
max_packet_msg_payload_size = 2048
send_rate = 10
recv_rate = 20
pex = true
private_peer_ids = "${idA}"
allow_duplicate_ip = true
handshake_timeout = "11s"
dial_timeout = "12s"
[tx_index]
indexer = "null"
[rpc]
laddr = "tcp://127.0.0.1:9"
`);
  const options = nodeOptionsOf(await loadHome({ dir, env: {} }), parts);
  expect(options).toEqual({
    network: "net",
    nodeKey,
    moniker: "me",
    listen: "tcp://127.0.0.1:1234",
    externalAddress: "198.51.100.7:26656",
    protocolVersion: { p2p: 8n, block: 11n, app: 0n },
    other: { txIndex: "off", rpcAddress: "tcp://127.0.0.1:9" },
    reactors: [],
    pex: true,
    seeds: [expect.objectContaining({ id: idA, host: "seed.example.com", port: 1 })],
    seedMode: false,
    seedServes: "verified",
    persistentPeers: [expect.objectContaining({ id: idB, port: 2 })],
    unconditionalPeerIds: [idB],
    privatePeerIds: [idA],
    maxInboundPeers: 3,
    maxOutboundPeers: 4,
    allowDuplicateIp: true,
    addressBookFile: `${dir}/data/book.json`,
    addressBookStrict: false,
    banFile: `${dir}/data/cometwire-bans.json`,
    dialTimeoutMs: 12_000,
    handshakeTimeoutMs: 11_000,
    connection: { maxPacketPayloadBytes: 2_048, sendRateBytesPerS: 10, recvRateBytesPerS: 20 },
    reconnect: { ceilingMs: 7_000 },
  });
});

it("a v1.0 node says so, a seed is one, and without a dial period the library chooses", async () => {
  const home = await loadHome({ dir: await homeWith(""), env: {} });
  const options = nodeOptionsOf(home, { ...parts, mode: "seed", release: "v1.0", seedServes: "go" });
  expect(options).toMatchObject({
    protocolVersion: { p2p: 9n, block: 11n, app: 0n },
    seedMode: true,
    seedServes: "go",
    reconnect: undefined,
  });
});
