import { gunzipSync } from "node:zlib";
import { encodeMessage } from "@cometwire/messages";
import { judge } from "../messages/judge.js";
import { releaseOfSource } from "../messages/wire-message.js";
import type { Suite } from "../suite.js";
import { Vector } from "../vector.js";

/** Gossip of real nodes: each message is read, valid, and the same bytes when written again. */
export const gossipCorpus: Suite = {
  file: /^corpus\/[^/]+\.jsonl\.gz$/,
  load(content, file) {
    const [, source = ""] = /([^/]+)\.jsonl\.gz$/.exec(file) ?? [];
    const lines = gunzipSync(content).toString("utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .map(
        (line, index) =>
          new Vector({ ...(JSON.parse(line) as object), kind: "gossip", name: `line ${index + 1}`, source }),
      );
  },
  kinds: {
    gossip(vector, check) {
      const bytes = vector.bytes("hex");
      const { refused, message } = judge(releaseOfSource(vector.source), Number(vector.text("ch")), bytes);
      check.verdict("verdict", null, refused?.error);
      if (message === undefined) return;
      check.equal("type", vector.text("type").split(".").at(-1), message.type);
      check.bytes("written again", bytes, encodeMessage(message));
    },
  },
};
