import {
  asP2PError,
  IpAddress,
  isHostName,
  isNodeId,
  joinHostPort,
  parseAddress,
  printable,
  splitHostPort,
} from "@cometwire/p2p";
import { UsageError } from "../usage-error.js";

/** Whom to probe. */
export interface ProbeTarget {
  /** The id that must answer, 40 lower-case hex digits; undefined when anybody may. */
  readonly id: string | undefined;
  /** An IP address or a host name. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `id@host:port` or `host:port`; `tcp://` in front is dropped.
 *
 * @throws UsageError with the reason.
 */
export function parseTarget(text: string): ProbeTarget {
  const slip = slipOf(text);
  if (slip !== undefined) throw text === "" ? new UsageError(slip) : unusable(text, slip);
  const address = text.replace(TCP, "");
  try {
    return address.includes("@") ? withId(address) : withoutId(address);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { detail, message } = asP2PError(error, "ADDRESS_MALFORMED");
    throw new UsageError(`the address cannot be used: ${detail ?? message}`);
  }
}

/** The target as people write it. */
export function formatTarget({ id, host, port }: ProbeTarget): string {
  const hostPort = joinHostPort(host, port);
  return id === undefined ? hostPort : `${id}@${hostPort}`;
}

const TCP = /^tcp:\/\//i;

/** What people are known to paste in place of an address, and what they should do about it. */
function slipOf(text: string): string | undefined {
  if (text.trim() === "") return "the address is empty";
  if (text.includes(",")) return "one address at a time";
  if (/^https?:\/\//i.test(text)) return "that is an RPC URL; probe the p2p address, usually port 26656";
  if (/@tcp:\/\//i.test(text)) return "tcp:// goes in front of the id";
  if (text.replace(TCP, "").includes("://")) return "tcp:// is the only scheme that an address can have";
  if (isNodeId(text.replace(TCP, ""))) return "this is only an id: write id@host:port";
  return undefined;
}

function withId(text: string): ProbeTarget {
  const { id, host, port } = parseAddress(text);
  return checked(text, { id, host, port });
}

function withoutId(text: string): ProbeTarget {
  const { host, port } = splitHostPort(text);
  const ip = IpAddress.parse(host);
  if (ip === undefined && !isHostName(host)) {
    throw unusable(text, "the host is neither an IP address nor a host name");
  }
  return checked(text, { id: undefined, host: ip?.toString() ?? host, port });
}

function checked(text: string, target: ProbeTarget): ProbeTarget {
  if (target.port > 0) return target;
  throw unusable(text, "nobody listens on port 0");
}

function unusable(text: string, why: string): UsageError {
  return new UsageError(`the address cannot be used: "${printable(text, 120)}": ${why}`);
}
