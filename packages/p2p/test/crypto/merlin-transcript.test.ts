import { describe, expect, it } from "vitest";
import { MerlinTranscript } from "../../src/crypto/index.js";
import { fromHex, toHex, vectors } from "./vectors.js";

interface Operation {
  op: "append" | "extract";
  label: string;
  data?: string;
  len?: number;
  result?: string;
}

const transcripts = vectors<{ protocol: string; ops: Operation[] }>("merlin.json", "transcript");
const complex = vectors<{ protocol: string; result: { rounds: number; final_challenge: string } }>(
  "merlin.json",
  "complex",
);

describe("MerlinTranscript", () => {
  it.each(transcripts)("equals Go: $name", ({ protocol, ops }) => {
    const transcript = new MerlinTranscript(protocol);
    for (const { op, label, data = "", len = 0, result } of ops) {
      if (op === "append") transcript.append(label, fromHex(data));
      else expect(toHex(transcript.extract(label, len))).toBe(result);
    }
  });

  it.each(complex)("equals Go: $name", ({ protocol, result }) => {
    const transcript = new MerlinTranscript(protocol);
    const bigData = new Uint8Array(1024).fill(0x63);
    transcript.append("step1", Buffer.from("some data"));
    let challenge = new Uint8Array();
    for (let round = 0; round < result.rounds; round++) {
      challenge = Uint8Array.from(transcript.extract("challenge", 32));
      transcript.append("bigdata", bigData);
      transcript.append("challengedata", challenge);
    }
    expect(toHex(challenge)).toBe(result.final_challenge);
  });

  it("goes on independently after a copy, from any position in the rate", () => {
    for (let length = 0; length < 180; length++) {
      const original = new MerlinTranscript("p");
      original.append("l", new Uint8Array(length).fill(7));
      const copy = new MerlinTranscript(original);
      const reference = new MerlinTranscript("p");
      reference.append("l", new Uint8Array(length).fill(7));
      original.append("only", fromHex("01"));
      expect(copy.extract("c", 200)).toEqual(reference.extract("c", 200));
    }
  });

  it("depends on labels, lengths and order", () => {
    const results = new Set<string>();
    const of = (...steps: [string, string][]) => {
      const transcript = new MerlinTranscript("p");
      for (const [label, data] of steps) transcript.append(label, Buffer.from(data));
      results.add(toHex(transcript.extract("c", 32)));
    };
    of(["a", "bc"]);
    of(["ab", "c"]);
    of(["a", "b"], ["a", "c"]);
    of(["a", "c"], ["a", "b"]);
    of(["a", "b"], ["a", ""], ["a", "c"]);
    expect(results.size).toBe(5);
  });
});
