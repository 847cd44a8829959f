import { CometwireError, DelimitedReader, goStringToBytes } from "@cometwire/messages";
import {
  checkCompatibility,
  decodeNodeInfo,
  encodeNodeInfo,
  limits,
  type NodeInfo,
  validateNodeInfo,
} from "@cometwire/p2p";
import { attempt, type Check } from "../check.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** NodeInfo: wire form, rules, compatibility. */
export const nodeInfo: Suite = {
  file: "node-info.json",
  kinds: {
    encode(vector, check) {
      const info = nodeInfoFrom(vector.record("node_info"));
      check.bytes("delimited", vector.bytes("delimited"), encodeNodeInfo(info));
      compareInfo(check, info, readNodeInfo(vector.bytes("delimited")));
      check.verdict("verdict", vector.fields["validate_error"], validateNodeInfo(info));
    },

    validate(vector, check) {
      check.verdict(
        "verdict",
        vector.fields["error"],
        validateNodeInfo(nodeInfoFrom(vector.record("node_info"))),
      );
    },

    compatible(vector, check) {
      const [ours, theirs] = [nodeInfoFrom(vector.record("ours")), nodeInfoFrom(vector.record("theirs"))];
      check.verdict("verdict", vector.fields["error"], checkCompatibility(ours, theirs));
    },

    decode(vector, check) {
      const input = inputOf(vector);
      const { value: info, error } = attempt(() => readNodeInfo(input));
      check.verdict("verdict", vector.fields["error"], error);
      if (info === undefined || vector.has("error")) return;
      const expected = nodeInfoFrom(vector.record("node_info"));
      if (vector.has("moniker_bytes")) {
        check.bytes("moniker_bytes", vector.bytes("moniker_bytes"), goStringToBytes(info.moniker));
        compareInfo(check, { ...expected, moniker: info.moniker }, info);
      } else {
        compareInfo(check, expected, info);
      }
      const same = Buffer.compare(encodeNodeInfo(info), input) === 0;
      check.equal("reencoded_equal", vector.flag("reencoded_equal"), same);
      check.verdict("validate", vector.fields["validate_error"], validateNodeInfo(info));
    },
  },
};

function inputOf(vector: Vector): Uint8Array {
  if (vector.has("input")) return vector.bytes("input");
  // "length prefix 10241 followed by zero bytes"
  const input = new Uint8Array(vector.number("input_len"));
  input.set([0x81, 0x50]);
  return input;
}

/** A delimited NodeInfo, as the handshake takes it from the stream. */
function readNodeInfo(bytes: Uint8Array): NodeInfo {
  const reader = new DelimitedReader({ maxLength: limits.nodeInfoBytes });
  reader.push(bytes);
  const body = reader.next();
  if (body === undefined) throw new CometwireError("TRUNCATED", "the stream ends inside the message");
  return decodeNodeInfo(body);
}

function nodeInfoFrom(vector: Vector): NodeInfo {
  const version = vector.record("protocol_version");
  const other = vector.record("other");
  return {
    protocolVersion: {
      p2p: BigInt(version.text("p2p")),
      block: BigInt(version.text("block")),
      app: BigInt(version.text("app")),
    },
    id: vector.text("default_node_id"),
    listenAddr: vector.text("listen_addr"),
    network: vector.text("network"),
    version: vector.text("version"),
    channels: vector.bytes("channels"),
    moniker: vector.text("moniker"),
    other: { txIndex: other.text("tx_index"), rpcAddress: other.text("rpc_address") },
  };
}

function compareInfo(check: Check, expected: NodeInfo, got: NodeInfo): void {
  check.bytes("channels", expected.channels, got.channels);
  check.equal("node_info", print(expected), print(got));
}

function print(info: NodeInfo): string {
  const { protocolVersion: version, other } = info;
  return JSON.stringify([
    [version.p2p, version.block, version.app].map(String),
    [info.id, info.listenAddr, info.network, info.version, info.moniker, other.txIndex, other.rpcAddress],
  ]);
}
