import type { NodeInfo } from "@cometwire/p2p";

/** A NodeInfo as a CometBFT node's, with changes. */
export function nodeInfo(changes: Partial<NodeInfo> = {}): NodeInfo {
  return {
    protocolVersion: { p2p: 8n, block: 11n, app: 1n },
    id: "2d9983b2e026419997a412b6b2b75263ba98cd74",
    listenAddr: "tcp://0.0.0.0:26656",
    network: "test-chain",
    version: "0.38.25",
    channels: Uint8Array.of(0x40, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x60, 0x61, 0x00),
    moniker: "test node",
    other: { txIndex: "on", rpcAddress: "tcp://127.0.0.1:26657" },
    ...changes,
  };
}
