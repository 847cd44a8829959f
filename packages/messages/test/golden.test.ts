/* What Go wrote and read for the p2p messages. */
import { describe, expect, test } from "vitest";
import {
  type DefaultNodeInfo,
  DelimitedReader,
  decodeDefaultNodeInfo,
  decodePacket,
  decodePexMessage,
  encodeDefaultNodeInfo,
  encodeDelimited,
  encodePacket,
  encodePexMessage,
  goStringToBytes,
  type NetAddress,
  type PacketSum,
} from "../src/index.js";
import { fromHex, toHex } from "./support/hex.js";
import { payload, readVectors, sha256 } from "./support/vectors.js";

interface PacketVector {
  type: "ping" | "pong" | "msg" | "none";
  delimited_len: number;
  delimited?: string;
  delimited_sha256?: string;
  channel: number;
  eof: boolean;
  data_len: number;
}

function packetOf(vector: PacketVector): { sum: PacketSum | undefined } {
  if (vector.type === "none") return { sum: undefined };
  if (vector.type === "ping") return { sum: { case: "packetPing", value: {} } };
  if (vector.type === "pong") return { sum: { case: "packetPong", value: {} } };
  const { channel, eof, data_len } = vector;
  return { sum: { case: "packetMsg", value: { channelId: channel, eof, data: payload(data_len) } } };
}

describe("packets", () => {
  const vectors = readVectors<PacketVector>("packets", "encode");
  test("there are some", () => expect(vectors.length).toBeGreaterThan(10));

  test.each(vectors)("$name ($source)", (vector) => {
    const packet = packetOf(vector);
    const bytes = encodeDelimited(encodePacket(packet));
    expect(bytes.length).toBe(vector.delimited_len);
    if (vector.delimited !== undefined) expect(toHex(bytes)).toBe(vector.delimited);
    else expect(sha256(bytes)).toBe(vector.delimited_sha256);
    const reader = new DelimitedReader({ maxLength: 1 << 20 });
    reader.push(bytes);
    expect(decodePacket(reader.next() ?? new Uint8Array(1))).toEqual(packet);
    expect(reader.bufferedBytes).toBe(0);
  });
});

interface NodeInfoJson {
  protocol_version: { p2p: string; block: string; app: string };
  default_node_id: string;
  listen_addr: string;
  network: string;
  version: string;
  channels: string;
  moniker: string;
  other: { tx_index: string; rpc_address: string };
}

function nodeInfoOf(json: NodeInfoJson): DefaultNodeInfo {
  const { p2p, block, app } = json.protocol_version;
  return {
    protocolVersion: { p2p: BigInt(p2p), block: BigInt(block), app: BigInt(app) },
    defaultNodeId: json.default_node_id,
    listenAddr: json.listen_addr,
    network: json.network,
    version: json.version,
    channels: fromHex(json.channels),
    moniker: json.moniker,
    other: { txIndex: json.other.tx_index, rpcAddress: json.other.rpc_address },
  };
}

describe("node info", () => {
  const encoded = readVectors<{ node_info: NodeInfoJson; delimited: string }>("node-info", "encode");
  test.each(encoded)("writes: $name ($source)", ({ node_info, delimited }) => {
    expect(toHex(encodeDelimited(encodeDefaultNodeInfo(nodeInfoOf(node_info))))).toBe(delimited);
  });

  interface Decoded {
    input?: string;
    input_len: number;
    error: string | null;
    node_info?: NodeInfoJson;
    moniker_bytes?: string;
    reencoded_equal?: boolean;
  }
  test.each(readVectors<Decoded>("node-info", "decode"))("reads: $name ($source)", (vector) => {
    // The only input given by a rule: a length prefix of 10241, then zeros.
    const input =
      vector.input === undefined ? encodeDelimited(new Uint8Array(10_241)) : fromHex(vector.input);
    expect(input.length).toBe(vector.input_len);
    const read = () => {
      const reader = new DelimitedReader({ maxLength: 10_240 });
      reader.push(input);
      const body = reader.next();
      return body === undefined ? undefined : { body, info: decodeDefaultNodeInfo(body) };
    };
    // A stream that ends in a message is an error in Go; a reader of ours waits for the rest.
    if (vector.name === "truncated") {
      expect(read()).toBeUndefined();
      return;
    }
    if (vector.error !== null) {
      expect(read).toThrow(expect.objectContaining({ name: "DecodeError" }));
      return;
    }
    const { body, info } = read() ?? expect.unreachable();
    const { moniker_bytes } = vector;
    if (moniker_bytes !== undefined) expect(toHex(goStringToBytes(info.moniker))).toBe(moniker_bytes);
    const moniker = moniker_bytes === undefined ? {} : { moniker: info.moniker };
    expect(info).toEqual({ ...nodeInfoOf(vector.node_info ?? expect.unreachable()), ...moniker });
    expect(toHex(encodeDefaultNodeInfo(info)) === toHex(body)).toBe(vector.reencoded_equal);
  });
});

describe("address exchange", () => {
  interface Encoded {
    type: "pex_request" | "pex_addrs";
    encoded_len: number;
    encoded_sha256: string;
    addrs?: NetAddress[];
  }
  test.each(readVectors<Encoded>("pex", "encode"))("writes: $name", (vector) => {
    const message =
      vector.type === "pex_request"
        ? { sum: { case: "pexRequest", value: {} } as const }
        : { sum: { case: "pexAddrs", value: { addrs: vector.addrs ?? [] } } as const };
    const bytes = encodePexMessage(message);
    expect(bytes.length).toBe(vector.encoded_len);
    expect(sha256(bytes)).toBe(vector.encoded_sha256);
    expect(decodePexMessage(bytes)).toEqual(message);
  });

  interface Received {
    input: string;
    decode_error: string | null;
    unwrap_error?: string | null;
    type?: string;
  }
  test.each(readVectors<Received>("pex", "receive"))("reads: $name", (vector) => {
    const read = () => decodePexMessage(fromHex(vector.input));
    if (vector.decode_error !== null) {
      expect(read).toThrow(expect.objectContaining({ name: "DecodeError" }));
      return;
    }
    const expected = { pex_request: "pexRequest", pex_addrs: "pexAddrs" }[vector.type ?? ""];
    expect(read().sum?.case).toBe(expected);
    expect(expected === undefined).toBe(vector.unwrap_error !== null);
  });
});
