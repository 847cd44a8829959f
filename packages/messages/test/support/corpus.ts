import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type ChannelMessage, decodeMessage, type Release } from "../../src/index.js";
import { fromHex } from "./hex.js";

/** The recordings of real networks, and the line of releases that each is read as. */
export const recordings: readonly (readonly [name: string, release: Release])[] = [
  ["v0.34.35", "v0.34"],
  ["v0.37.18", "v0.37"],
  ["v0.38.25", "v0.38"],
  ["v0.40.0", "v0.40"],
  ["v1.0.1", "v1.0"],
];

/** One message of a recording. */
export interface Recorded {
  /** Number of the node that sent it or got it. */
  readonly peer: number;
  /** `in`: a real node sent it. */
  readonly dir: "in" | "out";
  readonly channel: number;
  readonly bytes: Uint8Array;
}

/** All messages of a recording in `test/fixtures/corpus`. */
function readRecording(name: string): Recorded[] {
  const url = new URL(`../../../../test/fixtures/corpus/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(url)).toString("utf8").trim().split("\n");
  return lines.map((line) => {
    const { peer, dir, ch, hex } = JSON.parse(line) as {
      peer: number;
      dir: "in" | "out";
      ch: string;
      hex: string;
    };
    return { peer, dir, channel: Number(ch), bytes: fromHex(hex) };
  });
}

/** What real nodes sent, read. */
export function readGossip(name: string, release: Release): ChannelMessage[] {
  return readRecording(name)
    .filter(({ dir }) => dir === "in")
    .map(({ channel, bytes }) => decodeMessage({ version: release, channel, bytes }));
}
