import { type AddressSpec, asP2PError, parseAddress, printable } from "@cometwire/p2p";
import { networkFault } from "../home/genesis.js";
import { parseDuration } from "../text/duration.js";
import { UsageError } from "../usage-error.js";
import type { PrintForm } from "./render.js";

/** The flags of `bootstrap` as they were typed. */
export interface BootstrapFlags {
  readonly network: string;
  readonly seed: readonly string[];
  readonly want: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly print?: PrintForm;
  readonly timeout: string;
  readonly allowPrivate?: boolean;
  readonly json?: boolean;
  readonly color: boolean;
}

/** The flags, checked. */
export interface BootstrapOptions {
  readonly network: string;
  readonly seeds: readonly AddressSpec[];
  readonly want: number;
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  readonly out: { readonly path: string; readonly replace: boolean } | undefined;
  readonly print: PrintForm | undefined;
}

/** Most peers that can be wanted. */
export const MOST_WANTED = 200;

/** @throws UsageError */
export function checkFlags(flags: BootstrapFlags): BootstrapOptions {
  const fault = networkFault(flags.network);
  if (fault !== undefined) throw new UsageError(`--network: ${fault}`);
  const want = /^\d{1,3}$/.test(flags.want) ? Number(flags.want) : 0;
  if (want < 1 || want > MOST_WANTED)
    throw new UsageError(`--want is a whole number from 1 to ${MOST_WANTED}`);
  if (flags.print !== undefined && flags.json === true)
    throw new UsageError("--print and --json both say what is printed; choose one");
  if (flags.out === "") throw new UsageError("--out is empty; name a file");
  if (flags.force === true && flags.out === undefined) throw new UsageError("--force is about --out");
  return {
    network: flags.network,
    seeds: parseSeeds(flags.seed),
    want,
    timeoutMs: parseDuration(flags.timeout),
    allowPrivate: flags.allowPrivate === true,
    out: flags.out === undefined ? undefined : { path: flags.out, replace: flags.force === true },
    print: flags.print,
  };
}

/**
 * Seeds, each once; several of them in one word with commas between, as in config.toml.
 *
 * @throws UsageError
 */
function parseSeeds(words: readonly string[]): AddressSpec[] {
  const texts = words.flatMap((word) => word.split(",")).map((text) => text.trim());
  const seeds = texts.filter((text) => text !== "").map(parseSeed);
  if (seeds.length === 0) throw new UsageError("--seed is empty; name a seed as id@host:port");
  return [...new Map(seeds.map((seed) => [seed.toString(), seed])).values()];
}

function parseSeed(text: string): AddressSpec {
  try {
    const seed = parseAddress(text);
    if (seed.port > 0) return seed;
  } catch (error) {
    const { detail, message } = asP2PError(error, "ADDRESS_MALFORMED");
    throw new UsageError(
      `--seed cannot be used: ${detail ?? message} (\`cometwire probe host:port\` tells an id)`,
    );
  }
  throw new UsageError(`--seed cannot be used: "${printable(text, 120)}": nobody listens on port 0`);
}
