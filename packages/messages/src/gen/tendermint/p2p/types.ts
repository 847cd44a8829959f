// Generated from tendermint/p2p/types.proto by "npm run generate". Do not edit.
import { noBytes } from "../../../runtime/bytes.js";
import type { DecodeOptions } from "../../../runtime/options.js";
import { Reader } from "../../../runtime/reader.js";
import { stringSize, writeString } from "../../../runtime/string.js";
import { prefixedSize, uint32Size, uint64Size, writeBytes, writeUint64, writeVarint } from "../../../runtime/writer.js";

/**
 * An address of a node, as peers exchange it.
 *
 * Source: proto/tendermint/p2p/types.proto@v0.38.25.
 */
export interface NetAddress {
  /** The node's ID: 40 hexadecimal digits, lower case when Go wrote it. */
  id: string;
  /** An IP address as text; never a host name. */
  ip: string;
  /** The TCP port. The field can carry any uint32; 65536 and above must be refused by the reader. */
  port: number;
}

/** A new {@link NetAddress} without content: what no bytes at all mean. */
export function emptyNetAddress(): NetAddress {
  return {
    id: "",
    ip: "",
    port: 0,
  };
}

/**
 * Writes a {@link NetAddress} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeNetAddress(message: NetAddress): Uint8Array {
  const into = new Uint8Array(sizeNetAddress(message));
  writeNetAddress(into, into.length, message);
  return into;
}

/**
 * Reads a {@link NetAddress} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeNetAddress(bytes: Uint8Array, options?: DecodeOptions): NetAddress {
  const message = emptyNetAddress();
  readNetAddress(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeNetAddress(m: NetAddress): number {
  let size = 0;
  if (m.id !== "") size += 1 + prefixedSize(stringSize(m.id));
  if (m.ip !== "") size += 1 + prefixedSize(stringSize(m.ip));
  if (m.port !== 0) size += 1 + uint32Size(m.port);
  return size;
}

export function writeNetAddress(into: Uint8Array, at: number, m: NetAddress): number {
  let pos = at;
  if (m.port !== 0) {
    pos = writeVarint(into, pos, m.port);
    into[--pos] = 0x18;
  }
  if (m.ip !== "") {
    const end = pos;
    pos = writeString(into, pos, m.ip);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.id !== "") {
    const end = pos;
    pos = writeString(into, pos, m.id);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readNetAddress(r: Reader, end: number, m: NetAddress): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.id = r.string(end);
        break;
      }
      case 18: {
        m.ip = r.string(end);
        break;
      }
      case 24: {
        m.port = r.uint32(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * Versions of the protocols that a node speaks.
 *
 * Source: proto/tendermint/p2p/types.proto@v0.38.25.
 */
export interface ProtocolVersion {
  /** 8 up to v0.40, 9 from v1.0; never compared. */
  p2p: bigint;
  /** The block protocol, 11 at all releases; must be equal. */
  block: bigint;
  /** The application's own; never compared. */
  app: bigint;
}

/** A new {@link ProtocolVersion} without content: what no bytes at all mean. */
export function emptyProtocolVersion(): ProtocolVersion {
  return {
    p2p: 0n,
    block: 0n,
    app: 0n,
  };
}

/**
 * Writes a {@link ProtocolVersion} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeProtocolVersion(message: ProtocolVersion): Uint8Array {
  const into = new Uint8Array(sizeProtocolVersion(message));
  writeProtocolVersion(into, into.length, message);
  return into;
}

/**
 * Reads a {@link ProtocolVersion} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeProtocolVersion(bytes: Uint8Array, options?: DecodeOptions): ProtocolVersion {
  const message = emptyProtocolVersion();
  readProtocolVersion(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeProtocolVersion(m: ProtocolVersion): number {
  let size = 0;
  if (m.p2p !== 0n) size += 1 + uint64Size(m.p2p);
  if (m.block !== 0n) size += 1 + uint64Size(m.block);
  if (m.app !== 0n) size += 1 + uint64Size(m.app);
  return size;
}

export function writeProtocolVersion(into: Uint8Array, at: number, m: ProtocolVersion): number {
  let pos = at;
  if (m.app !== 0n) {
    pos = writeUint64(into, pos, m.app);
    into[--pos] = 0x18;
  }
  if (m.block !== 0n) {
    pos = writeUint64(into, pos, m.block);
    into[--pos] = 0x10;
  }
  if (m.p2p !== 0n) {
    pos = writeUint64(into, pos, m.p2p);
    into[--pos] = 0x08;
  }
  return pos;
}

export function readProtocolVersion(r: Reader, end: number, m: ProtocolVersion): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 8: {
        m.p2p = r.uint64(end);
        break;
      }
      case 16: {
        m.block = r.uint64(end);
        break;
      }
      case 24: {
        m.app = r.uint64(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 3);
    }
  }
}

/**
 * What a node says about itself right after the secret handshake. At most 10240 bytes.
 *
 * Source: proto/tendermint/p2p/types.proto@v0.38.25.
 */
export interface DefaultNodeInfo {
  /** The versions of the protocols that it speaks; peers compare the one of the block protocol. */
  protocolVersion: ProtocolVersion;
  /** The node's ID; must be the one that its key has proven. */
  defaultNodeId: string;
  /** Where the node says that it accepts connections, for example `tcp://0.0.0.0:26656`. */
  listenAddr: string;
  /** The chain ID. */
  network: string;
  /** The software's version. */
  version: string;
  /** The channels that the node serves, one byte each. */
  channels: Uint8Array;
  /** The node's name, chosen by its operator. Escape it before you show it. */
  moniker: string;
  /** Whether it indexes transactions, and where it serves RPC. */
  other: DefaultNodeInfoOther;
}

/** A new {@link DefaultNodeInfo} without content: what no bytes at all mean. */
export function emptyDefaultNodeInfo(): DefaultNodeInfo {
  return {
    protocolVersion: emptyProtocolVersion(),
    defaultNodeId: "",
    listenAddr: "",
    network: "",
    version: "",
    channels: noBytes,
    moniker: "",
    other: emptyDefaultNodeInfoOther(),
  };
}

/**
 * Writes a {@link DefaultNodeInfo} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeDefaultNodeInfo(message: DefaultNodeInfo): Uint8Array {
  const into = new Uint8Array(sizeDefaultNodeInfo(message));
  writeDefaultNodeInfo(into, into.length, message);
  return into;
}

/**
 * Reads a {@link DefaultNodeInfo} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeDefaultNodeInfo(bytes: Uint8Array, options?: DecodeOptions): DefaultNodeInfo {
  const message = emptyDefaultNodeInfo();
  readDefaultNodeInfo(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeDefaultNodeInfo(m: DefaultNodeInfo): number {
  let size = 0;
  size += 1 + prefixedSize(sizeProtocolVersion(m.protocolVersion));
  if (m.defaultNodeId !== "") size += 1 + prefixedSize(stringSize(m.defaultNodeId));
  if (m.listenAddr !== "") size += 1 + prefixedSize(stringSize(m.listenAddr));
  if (m.network !== "") size += 1 + prefixedSize(stringSize(m.network));
  if (m.version !== "") size += 1 + prefixedSize(stringSize(m.version));
  if (m.channels.length !== 0) size += 1 + prefixedSize(m.channels.length);
  if (m.moniker !== "") size += 1 + prefixedSize(stringSize(m.moniker));
  size += 1 + prefixedSize(sizeDefaultNodeInfoOther(m.other));
  return size;
}

export function writeDefaultNodeInfo(into: Uint8Array, at: number, m: DefaultNodeInfo): number {
  let pos = at;
  {
    const end = pos;
    pos = writeDefaultNodeInfoOther(into, pos, m.other);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x42;
  }
  if (m.moniker !== "") {
    const end = pos;
    pos = writeString(into, pos, m.moniker);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x3a;
  }
  if (m.channels.length !== 0) {
    pos = writeBytes(into, pos, m.channels);
    pos = writeVarint(into, pos, m.channels.length);
    into[--pos] = 0x32;
  }
  if (m.version !== "") {
    const end = pos;
    pos = writeString(into, pos, m.version);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x2a;
  }
  if (m.network !== "") {
    const end = pos;
    pos = writeString(into, pos, m.network);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x22;
  }
  if (m.listenAddr !== "") {
    const end = pos;
    pos = writeString(into, pos, m.listenAddr);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x1a;
  }
  if (m.defaultNodeId !== "") {
    const end = pos;
    pos = writeString(into, pos, m.defaultNodeId);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  {
    const end = pos;
    pos = writeProtocolVersion(into, pos, m.protocolVersion);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readDefaultNodeInfo(r: Reader, end: number, m: DefaultNodeInfo): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        readProtocolVersion(r, r.stop(end), m.protocolVersion);
        break;
      }
      case 18: {
        m.defaultNodeId = r.string(end);
        break;
      }
      case 26: {
        m.listenAddr = r.string(end);
        break;
      }
      case 34: {
        m.network = r.string(end);
        break;
      }
      case 42: {
        m.version = r.string(end);
        break;
      }
      case 50: {
        m.channels = r.bytes(end);
        break;
      }
      case 58: {
        m.moniker = r.string(end);
        break;
      }
      case 66: {
        readDefaultNodeInfoOther(r, r.stop(end), m.other);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 8);
    }
  }
}

/**
 * More that a node says about itself.
 *
 * Source: proto/tendermint/p2p/types.proto@v0.38.25.
 */
export interface DefaultNodeInfoOther {
  /** `on`, `off` or empty. */
  txIndex: string;
  /** Where the node serves RPC, for example `tcp://0.0.0.0:26657`. */
  rpcAddress: string;
}

/** A new {@link DefaultNodeInfoOther} without content: what no bytes at all mean. */
export function emptyDefaultNodeInfoOther(): DefaultNodeInfoOther {
  return {
    txIndex: "",
    rpcAddress: "",
  };
}

/**
 * Writes a {@link DefaultNodeInfoOther} as Go does, byte for byte, into a new buffer of exactly its size.
 *
 * @throws EncodeError when a number does not fit its field
 */
export function encodeDefaultNodeInfoOther(message: DefaultNodeInfoOther): Uint8Array {
  const into = new Uint8Array(sizeDefaultNodeInfoOther(message));
  writeDefaultNodeInfoOther(into, into.length, message);
  return into;
}

/**
 * Reads a {@link DefaultNodeInfoOther} from all of `bytes`, and accepts what Go accepts. The result shares no memory with `bytes` unless asked to.
 *
 * @throws DecodeError and nothing else, whatever the bytes are
 */
export function decodeDefaultNodeInfoOther(bytes: Uint8Array, options?: DecodeOptions): DefaultNodeInfoOther {
  const message = emptyDefaultNodeInfoOther();
  readDefaultNodeInfoOther(new Reader(bytes, options), bytes.length, message);
  return message;
}

export function sizeDefaultNodeInfoOther(m: DefaultNodeInfoOther): number {
  let size = 0;
  if (m.txIndex !== "") size += 1 + prefixedSize(stringSize(m.txIndex));
  if (m.rpcAddress !== "") size += 1 + prefixedSize(stringSize(m.rpcAddress));
  return size;
}

export function writeDefaultNodeInfoOther(into: Uint8Array, at: number, m: DefaultNodeInfoOther): number {
  let pos = at;
  if (m.rpcAddress !== "") {
    const end = pos;
    pos = writeString(into, pos, m.rpcAddress);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x12;
  }
  if (m.txIndex !== "") {
    const end = pos;
    pos = writeString(into, pos, m.txIndex);
    pos = writeVarint(into, pos, end - pos);
    into[--pos] = 0x0a;
  }
  return pos;
}

export function readDefaultNodeInfoOther(r: Reader, end: number, m: DefaultNodeInfoOther): void {
  while (r.pos < end) {
    const tag = r.tag(end);
    switch (tag) {
      case 10: {
        m.txIndex = r.string(end);
        break;
      }
      case 18: {
        m.rpcAddress = r.string(end);
        break;
      }
      default:
        r.unknown(tag, end, tag >>> 3 <= 2);
    }
  }
}
