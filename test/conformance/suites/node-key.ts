import { NodeKey } from "@cometwire/p2p";
import { attempt } from "../check.js";
import type { Suite } from "../suite.js";

/** Node key files, written and read. */
export const nodeKey: Suite = {
  file: "node-key.json",
  kinds: {
    file(vector, check) {
      const key = NodeKey.fromSeed(vector.bytes("seed"));
      check.bytes("pubkey", vector.bytes("pubkey"), key.publicKey);
      check.equal("node_id", vector.text("node_id"), key.id);
      check.bytes("file_text", Buffer.from(vector.text("file_text")), Buffer.from(key.toJson()));
      check.equal("id when loaded", vector.text("node_id"), NodeKey.fromJson(vector.text("file_text")).id);
    },

    load(vector, check) {
      const { value: key, error } = attempt(() => NodeKey.fromJson(vector.text("file_text")));
      check.verdict("verdict", vector.fields["error"], error);
      if (key === undefined || !vector.has("node_id")) return;
      check.equal("node_id", vector.text("node_id"), key.id);
      check.bytes("pubkey", vector.bytes("pubkey"), key.publicKey);
    },
  },
};
