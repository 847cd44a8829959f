import { decodeDefaultNodeInfo, encodeDefaultNodeInfo } from "@cometwire/messages";
import { decodeNodeInfo, nodeInfoToJson, validateNodeInfo } from "@cometwire/p2p";
import type { Suite } from "../suite.js";
import { Vector } from "../vector.js";

/** NodeInfos that real nodes sent: read, judged, and written again. */
export const nodeInfoCorpus: Suite = {
  file: /^corpus\/[^/]+\.nodeinfo\.jsonl$/,
  load(content) {
    const lines = content.toString("utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .map(
        (line, index) =>
          new Vector({ ...(JSON.parse(line) as object), kind: "node-info", name: `line ${index + 1}` }),
      );
  },
  kinds: {
    "node-info"(vector, check) {
      const bytes = vector.bytes("hex");
      check.bytes("written again", bytes, encodeDefaultNodeInfo(decodeDefaultNodeInfo(bytes)));
      const info = decodeNodeInfo(bytes);
      check.verdict("verdict", null, validateNodeInfo(info));
      const expected = vector.record("nodeInfo");
      const json = nodeInfoToJson(info);
      check.equal("moniker", vector.text("moniker"), json.moniker);
      check.equal("version", vector.text("version"), json.version);
      check.equal("p2p", String(expected.number("p2p")), json.protocol_version.p2p);
      check.equal("block", String(expected.number("block")), json.protocol_version.block);
      check.equal("app", String(expected.number("app")), json.protocol_version.app);
      check.equal("channels", expected.text("channels").toUpperCase(), json.channels);
      check.equal("id", expected.text("id"), json.id);
      check.equal("listenAddr", expected.text("listenAddr"), json.listen_addr);
      check.equal("network", expected.text("network"), json.network);
      check.equal("txIndex", expected.text("txIndex"), json.other.tx_index);
      check.equal("rpcAddress", expected.text("rpcAddress"), json.other.rpc_address);
    },
  },
};
