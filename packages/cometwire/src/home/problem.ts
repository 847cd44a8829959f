import { printable } from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  /** The file, `--p2p.seeds`, or `$CMT_P2P_SEEDS`. */
  readonly source: string;
  /** The line in the file, from 1 on. */
  readonly line?: number | undefined;
  /** The full key, such as `p2p.seeds`. */
  readonly key?: string | undefined;
  /** Which entry of a list it is about, from 1 on. */
  readonly entry?: number | undefined;
  /** The value, or the entry, as it was found. */
  readonly value?: string | undefined;
  /** What is wrong, and what is allowed. */
  readonly message: string;
}

/**
 * A home's configuration cannot be used. All problems are named at once; `message` has a line for each.
 *
 * A {@link UsageError}: the command ends with exit code 2, and nothing was done.
 */
export class ConfigError extends UsageError {
  /** All of them, those of one file by their lines. */
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted(byPlace);
    const lines = sorted.map(formatProblem);
    super(
      lines.length === 1
        ? (lines[0] ?? "")
        : `${lines.length} problems in the configuration:\n${lines.map((line) => `  ${line}`).join("\n")}`,
    );
    this.problems = sorted;
  }
}

function byPlace(a: ConfigProblem, b: ConfigProblem): number {
  return a.source === b.source ? (a.line ?? 0) - (b.line ?? 0) : a.source < b.source ? -1 : 1;
}

/** One problem in one line: `/home/x/config/config.toml:12: p2p.send_rate = -5: must be 0 or more`. */
export function formatProblem({ source, line, key, entry, value, message }: ConfigProblem): string {
  const place = `${printable(source, 500)}${line === undefined ? "" : `:${line}`}`;
  if (key === undefined) return `${place}: ${message}`;
  const name = entry === undefined ? key : `${key} entry ${entry}`;
  const setting = value === undefined ? name : `${name} = ${printable(value, 80)}`;
  return `${place}: ${setting}: ${message}`;
}
