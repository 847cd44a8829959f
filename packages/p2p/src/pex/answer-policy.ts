import { limits } from "../base/index.js";
import { isNodeId, type NetAddress } from "../wire/index.js";
import { judgeIp } from "./address-book/groups.js";

/** For whom an answer is, and what must not be in it. */
export interface AnswerRules {
  /** Who asks. */
  readonly askerId: string;
  /** Whether addresses that are not reachable from the Internet are left out: `addr_book_strict`. */
  readonly strict: boolean;
  /** Whether an id must not be told to others. */
  readonly isPrivate: (id: string) => boolean;
  /** Whether an address is known to be of no use. */
  readonly isDead: (address: NetAddress) => boolean;
}

/** What {@link isDeadEntry} looks at: the part of a book entry that says how its dials went. */
export interface DialOutcomes {
  readonly attempts: number;
  readonly lastSuccess: number;
  readonly lastFailure: { readonly at: number } | undefined;
}

/** Why an address must not be handed out, or undefined when it may be. Go leaves out nothing. */
export function answerRefusal(address: NetAddress, rules: AnswerRules): string | undefined {
  const ip = judgeIp(address.ip);
  if (ip === "invalid" || !isNodeId(address.id)) return "no usable address";
  // With a port above 65535 Go would refuse the whole answer and ban us; nobody listens on port 0.
  if (!(address.port >= 1 && address.port <= 65_535)) return "no usable port";
  if (address.id === rules.askerId) return "the asker's own";
  if (rules.isPrivate(address.id)) return "private";
  if (rules.strict && ip !== "routable") return "unroutable";
  if (rules.isDead(address)) return "dead";
  return undefined;
}

/** What goes into an answer: at most 250 addresses, each id once, in the order of the candidates. */
export function composeAnswer(candidates: Iterable<NetAddress>, rules: AnswerRules): NetAddress[] {
  const chosen = new Map<string, NetAddress>();
  for (const address of candidates) {
    if (chosen.size === limits.pexAddresses) break;
    if (!chosen.has(address.id) && answerRefusal(address, rules) === undefined)
      chosen.set(address.id, address);
  }
  return [...chosen.values()];
}

/** Dials failed at least three times, and nothing has worked since. */
export function isDeadEntry({ attempts, lastSuccess, lastFailure }: DialOutcomes): boolean {
  return attempts >= 3 && lastFailure !== undefined && lastFailure.at >= lastSuccess;
}
