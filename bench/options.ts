import { parseArgs } from "node:util";
import type { Extent } from "./settings.js";
import { measurementGroups, type MeasurementName, measurementNames } from "./measurements/names.js";

/** The command line. */
export interface Options extends Extent {
  readonly only: ReadonlySet<MeasurementName>;
  /** Message sizes of `throughput`, `cpu` and `mconnection`, in bytes. */
  readonly sizes: readonly number[];
  /** Its name in `workers/library.ts`. */
  readonly cipher: string;
  /** Where the rows go as JSON, if anywhere. */
  readonly json: string | undefined;
  /** The document that the table goes into, if any. */
  readonly write: string | undefined;
  /** Where CPU profiles go, if anywhere. */
  readonly profile: string | undefined;
}

export const usage = `usage: npm run bench -- [--only NAME[,NAME]] [--sizes BYTES[,BYTES]] [--rounds N] [--seconds S] [--cipher NAME]
       [--json FILE] [--write FILE] [--profile FOLDER]

  --only      ${measurementNames.join(", ")}; or ${Object.keys(measurementGroups).join(", ")}; default all
  --sizes     message sizes of throughput, cpu and mconnection; default 100,1024,16384,262144
  --rounds    how often each is measured, ours and Go by turns; default 5; discovery at most 3 times, pex-answer,
              many-peers and idle-seed once
  --seconds   length of each measured window; default 2; many-peers and idle-seed take two minutes each
  --cipher    what frames are sealed with: default, or node:crypto
  --json      also writes the rows to this file
  --write     also writes the result into a Markdown document, between <!-- bench:begin --> and <!-- bench:end -->
  --profile   writes a CPU profile of every process of ours into this folder; slows them down`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong with it
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", default: "all" },
      sizes: { type: "string", default: "100,1024,16384,262144" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      cipher: { type: "string", default: "default" },
      json: { type: "string" },
      write: { type: "string" },
      profile: { type: "string" },
    },
  });
  return {
    only: new Set(values.only.split(",").flatMap(namesOf)),
    sizes: values.sizes.split(",").map((text) => positiveInteger("--sizes", text)),
    rounds: positiveInteger("--rounds", values.rounds),
    seconds: positiveInteger("--seconds", values.seconds),
    warmUpSeconds: 1,
    cipher: values.cipher,
    json: values.json,
    write: values.write,
    profile: values.profile,
  };
}

function namesOf(text: string): readonly MeasurementName[] {
  const names = measurementGroups[text] ?? measurementNames.filter((name) => name === text);
  if (names.length === 0) throw new Error(`--only: there is no "${text}"`);
  return names;
}

/** @throws Error that names the flag */
export function positiveInteger(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${flag}: "${text}" is not a positive integer`);
  return value;
}
