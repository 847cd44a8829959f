import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DecodeError, decodeMessage, type Release } from "@cometwire/messages";
import type { TapMessage } from "../../src/tap/tap-message.js";

/** The releases of which there is recorded gossip, as the files of `test/fixtures/corpus` are named. */
export const corpusReleases = ["v0.34.35", "v0.37.18", "v0.38.25", "v0.40.0", "v1.0.1"] as const;

interface CorpusLine {
  readonly t: number;
  readonly peer: number;
  readonly dir: "in" | "out";
  readonly ch: string;
  readonly hex: string;
}

/** When the corpus was recorded, roughly. */
const STARTED_AT = Date.UTC(2026, 10, 22);

/** What real nodes of a release have sent, as a tap of each of them would have got it. */
export function corpusMessages(release: (typeof corpusReleases)[number]): TapMessage[] {
  const file = new URL(`../../../../test/fixtures/corpus/${release}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n");
  return lines
    .map((line) => JSON.parse(line) as CorpusLine)
    .filter(({ dir }) => dir === "in")
    .map((line) => corpusMessage(line, release.split(".").slice(0, 2).join(".") as Release));
}

function corpusMessage({ t, peer: number, ch, hex }: CorpusLine, release: Release): TapMessage {
  const bytes = new Uint8Array(Buffer.from(hex, "hex"));
  const peer = { id: String(number).repeat(40), address: `10.0.0.${number}:26656`, release };
  const channel = Number(ch);
  const seen = { at: STARTED_AT + t, peer, network: `corpus-${release}`, channel, bytes };
  try {
    return { ...seen, message: decodeMessage({ version: release, channel, bytes }) };
  } catch (error) {
    if (error instanceof DecodeError) return { ...seen, error };
    throw error;
  }
}
