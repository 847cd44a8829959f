import { parseArgs } from "node:util";
import type { Extent } from "./settings.js";
import { type MeasurementName, measurementNames } from "./measurements/names.js";

/** The command line. */
export interface Options extends Extent {
  readonly only: ReadonlySet<MeasurementName>;
  /** Message sizes of `throughput` and `cpu`, in bytes. */
  readonly sizes: readonly number[];
  /** Where the rows go as JSON, if anywhere. */
  readonly json: string | undefined;
  /** Where CPU profiles go, if anywhere. */
  readonly profile: string | undefined;
}

export const usage = `usage: npm run bench -- [--only NAME[,NAME]] [--sizes BYTES[,BYTES]] [--rounds N] [--seconds S] [--json FILE] [--profile FOLDER]

  --only      ${measurementNames.join(", ")}; default all
  --sizes     message sizes of throughput and cpu; default 100,1024,16384,262144
  --rounds    how often each is measured, ours and Go by turns; default 5; discovery at most 3 times, pex-answer,
              many-peers and idle-seed once
  --seconds   length of each measured window; default 2; many-peers and idle-seed take two minutes each
  --json      also writes the rows to this file
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
      only: { type: "string", default: measurementNames.join(",") },
      sizes: { type: "string", default: "100,1024,16384,262144" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      json: { type: "string" },
      profile: { type: "string" },
    },
  });
  return {
    only: new Set(values.only.split(",").map(asName)),
    sizes: values.sizes.split(",").map((text) => positiveInteger("--sizes", text)),
    rounds: positiveInteger("--rounds", values.rounds),
    seconds: positiveInteger("--seconds", values.seconds),
    warmUpSeconds: 1,
    json: values.json,
    profile: values.profile,
  };
}

function asName(text: string): MeasurementName {
  const name = measurementNames.find((each) => each === text);
  if (name === undefined) throw new Error(`--only: there is no "${text}"`);
  return name;
}

function positiveInteger(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${flag}: "${text}" is not a positive integer`);
  return value;
}
