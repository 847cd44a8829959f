import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Release } from "@cometwire/messages";
import { received } from "../../src/tap/received.js";
import { Sightings } from "../../src/tap/sightings.js";
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
  const sightings = new Sightings();
  return lines
    .map((line) => JSON.parse(line) as CorpusLine)
    .filter(({ dir }) => dir === "in")
    .map((line) => corpusMessage(line, release.split(".").slice(0, 2).join(".") as Release, sightings));
}

function corpusMessage(line: CorpusLine, release: Release, sightings: Sightings): TapMessage {
  const at = STARTED_AT + line.t;
  const peer = { id: String(line.peer).repeat(40), address: `10.0.0.${line.peer}:26656`, release };
  const channel = Number(line.ch);
  const bytes = new Uint8Array(Buffer.from(line.hex, "hex"));
  return received({ at, network: `corpus-${release}`, peer, channel, bytes }, sightings);
}
