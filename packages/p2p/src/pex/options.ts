import { limits, P2PError } from "../base/index.js";
import type { AddressSpec } from "../wire/index.js";
import type { AddressBook } from "./address-book/index.js";
import type { BanList } from "./ban-list/index.js";
import type { PexEvent } from "./events.js";

/** Options of a `PexReactor`. Only the first has no default. */
export interface PexOptions {
  /** What the reactor reads and writes. Loading and saving it is its owner's business. */
  readonly book: AddressBook;
  /**
   * `"peer"`: stays in the network, `"seed"`: helps others into it, by verifying addresses and handing them out.
   * Default `"peer"`.
   */
  readonly mode?: "peer" | "seed" | undefined;
  /** Whom to ask when there is nobody else. Names are resolved at every dial. Default none. */
  readonly seeds?: readonly AddressSpec[] | undefined;
  /** Takes the ids of nodes that break the rules, so that they are not let in either. Default: the book alone. */
  readonly bans?: Pick<BanList, "add"> | undefined;
  /** Told of everything that happens. Must not throw. */
  readonly onEvent?: ((event: PexEvent) => void) | undefined;
  /** Time between two looks at whether there are enough peers. Default 30,000. */
  readonly ensurePeersMs?: number | undefined;
  /**
   * What a seed hands out. `"verified"`: what it has verified itself within `verifiedMaxAgeMs`. `"go"`: anything from the
   * book, 30 % of it new, as Go's seeds do. Default `"verified"`.
   */
  readonly serve?: "verified" | "go" | undefined;
  /** How long a verification is worth something. Default 3,600,000. */
  readonly verifiedMaxAgeMs?: number | undefined;
  /** How long a seed lets a request wait for a first verified address. Default 1,000. */
  readonly seedHoldMs?: number | undefined;
  /** When a seed lets peers go that do not ask. Default 300,000 (Go: 28 h). */
  readonly seedDisconnectAfterMs?: number | undefined;
  /** Addresses that a seed dials at once. Default 8. */
  readonly crawlConcurrency?: number | undefined;
  /** Addresses that a seed dials in a minute. Default 300. */
  readonly crawlPerMinute?: number | undefined;
}

/** {@link PexOptions}, complete. */
export type PexSettings = {
  readonly [Key in Exclude<keyof PexOptions, "bans">]-?: Exclude<PexOptions[Key], undefined>;
} & Pick<PexOptions, "bans">;

/**
 * Fills in defaults.
 *
 * @throws P2PError `OPTION_INVALID`.
 */
export function completeSettings(options: PexOptions): PexSettings {
  // Programs without types get this far with anything.
  if (typeof (options as Partial<PexOptions>).book?.pickAddress !== "function") {
    throw new P2PError("OPTION_INVALID", { detail: "book must be an AddressBook" });
  }
  const { mode = "peer", serve = "verified" } = options;
  oneOf("mode", mode, ["peer", "seed"]);
  oneOf("serve", serve, ["verified", "go"]);
  return {
    book: options.book,
    mode,
    serve,
    bans: options.bans,
    seeds: options.seeds ?? [],
    onEvent: options.onEvent ?? (() => {}),
    ensurePeersMs: atLeast(1_000, "ensurePeersMs", options.ensurePeersMs ?? limits.ensurePeersMs),
    verifiedMaxAgeMs: atLeast(
      60_000,
      "verifiedMaxAgeMs",
      options.verifiedMaxAgeMs ?? limits.verifiedMaxAgeMs,
    ),
    seedHoldMs: atLeast(0, "seedHoldMs", options.seedHoldMs ?? limits.seedHoldMs),
    seedDisconnectAfterMs: atLeast(
      1_000,
      "seedDisconnectAfterMs",
      options.seedDisconnectAfterMs ?? limits.seedDisconnectAfterMs,
    ),
    crawlConcurrency: atLeast(1, "crawlConcurrency", options.crawlConcurrency ?? limits.crawlConcurrency),
    crawlPerMinute: atLeast(1, "crawlPerMinute", options.crawlPerMinute ?? limits.crawlPerMinute),
  };
}

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new P2PError("OPTION_INVALID", { detail: `${name} must be ${allowed.join(" or ")}` });
}

function atLeast(least: number, name: string, value: number): number {
  if (value >= least) return value;
  throw new P2PError("OPTION_INVALID", { detail: `${name} must be at least ${least}` });
}
