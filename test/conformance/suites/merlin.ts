import { MerlinTranscript } from "@cometwire/p2p";
import type { Suite } from "../suite.js";
import { fromHex } from "../vector.js";

/** Merlin transcripts: every extraction, in order. */
export const merlin: Suite = {
  file: "merlin.json",
  kinds: {
    transcript(vector, check) {
      const transcript = new MerlinTranscript(vector.text("protocol"));
      for (const [index, op] of vector.records("ops").entries()) {
        if (op.text("op") === "append") {
          transcript.append(op.text("label"), op.bytes("data"));
        } else {
          check.bytes(
            `ops[${index}]`,
            op.bytes("result"),
            transcript.extract(op.text("label"), op.number("len")),
          );
        }
      }
    },

    complex(vector, check) {
      const result = vector.record("result");
      const transcript = new MerlinTranscript(vector.text("protocol"));
      transcript.append("step1", Buffer.from("some data"));
      let challenge: Uint8Array = fromHex("");
      for (let round = 0; round < result.number("rounds"); round++) {
        challenge = transcript.extract("challenge", 32);
        transcript.append("bigdata", Buffer.alloc(1024, 0x63));
        transcript.append("challengedata", challenge);
      }
      check.bytes("final_challenge", result.bytes("final_challenge"), challenge);
    },
  },
};
