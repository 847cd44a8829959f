/** The command line of the run. */
import { parseArgs } from "node:util";
import { type InjectedFault, injectedFaults } from "./injected-fault.js";

/** What is run. */
export interface LoadOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly connections: number;
  /** Connections with a slow reader. */
  readonly slow: number;
  /** Messages a second, over all connections and directions; slow readers are sent more. */
  readonly rate: number;
  /** Makes something go wrong, to see that it is noticed. */
  readonly fault: InjectedFault | undefined;
}

/** The command line. */
export interface CommandLine extends LoadOptions {
  /** Where the report goes as JSON, if anywhere. */
  readonly json: string | undefined;
}

export const usage = `usage: npm run test:load -- [--minutes N] [--connections N] [--slow N] [--rate N] [--seed N] [--json FILE] [--fault NAME]

  --minutes      how long; default 1, at least 0.1
  --connections  default 100
  --slow         connections with a slow reader; default a tenth of them
  --rate         messages a second, of 4.4 kB on average; default 1500: a fraction of what two cores can do, so that a
                 busy machine does not fail the run
  --seed         what happens is drawn from it; default random, and printed
  --json         also writes the report to this file
  --fault        has something go wrong, to see that it is noticed: ${injectedFaults.join(", ")}`;

/**
 * Reads the command line.
 *
 * @throws Error that says what is wrong with it
 */
export function parseOptions(args: readonly string[], randomSeed: number): CommandLine {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: text,
      connections: text,
      slow: text,
      rate: text,
      seed: text,
      json: text,
      fault: text,
    },
  });
  const connections = number("--connections", values.connections ?? "100", { from: 1, to: 1_000 });
  const tenth = String(Math.ceil(connections / 10));
  return {
    minutes: number("--minutes", values.minutes ?? "1", { from: 0.1, to: 1_440, fraction: true }),
    connections,
    slow: number("--slow", values.slow ?? tenth, { from: 0, to: connections - 1 }),
    rate: number("--rate", values.rate ?? "1500", { from: 1, to: 1_000_000 }),
    seed: number("--seed", values.seed ?? String(randomSeed), { from: 0, to: 0xffff_ffff }),
    json: values.json,
    fault: fault(values.fault),
  };
}

function number(
  flag: string,
  text: string,
  { from, to, fraction = false }: { from: number; to: number; fraction?: boolean },
): number {
  const value = Number(text);
  const fits = text !== "" && value >= from && value <= to && (fraction || Number.isInteger(value));
  if (!fits) throw new Error(`${flag}: "${text}" is not a number from ${from} to ${to}`);
  return value;
}

function fault(name: string | undefined): InjectedFault | undefined {
  const known = injectedFaults.find((each) => each === name);
  if (name !== undefined && known === undefined) throw new Error(`--fault: there is no "${name}"`);
  return known;
}
