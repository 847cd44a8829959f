// Generated from the whole schema by "npm run generate". Do not edit.
export type { BytesValue } from "./cometwire/bytes_value.js";
export { decodeBytesValue, emptyBytesValue, encodeBytesValue } from "./cometwire/bytes_value.js";
export type { PublicKey, PublicKeySum } from "./tendermint/crypto/keys.js";
export { decodePublicKey, emptyPublicKey, encodePublicKey } from "./tendermint/crypto/keys.js";
export type { MempoolMessage, MempoolMessageSum, Txs } from "./tendermint/mempool/types.js";
export { decodeMempoolMessage, decodeTxs, emptyMempoolMessage, emptyTxs, encodeMempoolMessage, encodeTxs } from "./tendermint/mempool/types.js";
export type { AuthSigMessage, Packet, PacketMsg, PacketPing, PacketPong, PacketSum } from "./tendermint/p2p/conn.js";
export { decodeAuthSigMessage, decodePacket, decodePacketMsg, decodePacketPing, decodePacketPong, emptyAuthSigMessage, emptyPacket, emptyPacketMsg, emptyPacketPing, emptyPacketPong, encodeAuthSigMessage, encodePacket, encodePacketMsg, encodePacketPing, encodePacketPong } from "./tendermint/p2p/conn.js";
export type { DefaultNodeInfo, DefaultNodeInfoOther, NetAddress, ProtocolVersion } from "./tendermint/p2p/types.js";
export { decodeDefaultNodeInfo, decodeDefaultNodeInfoOther, decodeNetAddress, decodeProtocolVersion, emptyDefaultNodeInfo, emptyDefaultNodeInfoOther, emptyNetAddress, emptyProtocolVersion, encodeDefaultNodeInfo, encodeDefaultNodeInfoOther, encodeNetAddress, encodeProtocolVersion } from "./tendermint/p2p/types.js";
export type { PexAddrs, PexMessage, PexMessageSum, PexRequest } from "./tendermint/p2p/pex.js";
export { decodePexAddrs, decodePexMessage, decodePexRequest, emptyPexAddrs, emptyPexMessage, emptyPexRequest, encodePexAddrs, encodePexMessage, encodePexRequest } from "./tendermint/p2p/pex.js";
