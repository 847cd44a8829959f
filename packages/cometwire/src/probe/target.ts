import {
  asP2PError,
  IpAddress,
  isHostName,
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
 * Reads `id@host:port` or `host:port`; a scheme (`tcp://`) is dropped.
 *
 * @throws UsageError with the reason.
 */
export function parseTarget(text: string): ProbeTarget {
  try {
    return text.includes("@") ? withId(text) : withoutId(text);
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

function withId(text: string): ProbeTarget {
  const { id, host, port } = parseAddress(text);
  return checked(text, { id, host, port });
}

function withoutId(text: string): ProbeTarget {
  const { host, port } = splitHostPort(text.split("://", 2)[1] ?? text);
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
