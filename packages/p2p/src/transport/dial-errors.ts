import { type Endpoint, type ErrorCode, P2PError, printable } from "../base/index.js";
import { endpointText } from "./endpoint.js";

/** Why one address could not be dialled. */
export interface DialFailure {
  readonly endpoint: Endpoint;
  readonly error: P2PError;
}

const codeOfErrno: Readonly<Record<string, ErrorCode>> = {
  ECONNREFUSED: "DIAL_REFUSED",
  ETIMEDOUT: "DIAL_TIMEOUT",
  EHOSTUNREACH: "DIAL_UNREACHABLE",
  EHOSTDOWN: "DIAL_UNREACHABLE",
  ENETUNREACH: "DIAL_UNREACHABLE",
  ENETDOWN: "DIAL_UNREACHABLE",
  EADDRNOTAVAIL: "DIAL_UNREACHABLE",
  EAFNOSUPPORT: "DIAL_UNREACHABLE",
};

/** What an operating system's error of `connect` means. */
export function dialError(error: Error): P2PError {
  const errno = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const code = (errno === undefined ? undefined : codeOfErrno[errno]) ?? "DIAL_FAILED";
  return new P2PError(code, { detail: printable(errno ?? error.message), cause: error });
}

/** The more an error says about the host, the earlier its code is here. */
const mostTelling: readonly ErrorCode[] = ["DIAL_REFUSED", "DIAL_TIMEOUT", "DIAL_FAILED", "DIAL_UNREACHABLE"];

/**
 * One error for a dial of which every address failed: the one that says most about the host (an answer before silence,
 * silence before our own lack of a route), with every address's reason in its detail.
 *
 * @param failures - at least one.
 */
export function combineDialFailures(failures: readonly DialFailure[]): P2PError {
  const rank = ({ error }: DialFailure): number => {
    const index = mostTelling.indexOf(error.code);
    return index < 0 ? mostTelling.length : index;
  };
  const best = failures.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const detail = failures.map(({ endpoint, error }) => {
    const why = error.code === best.error.code ? error.detail : `${error.code} ${error.detail ?? ""}`.trim();
    return `${endpointText(endpoint)} ${why ?? ""}`.trim();
  });
  return new P2PError(best.error.code, { detail: detail.join("; "), cause: best.error.cause });
}
