import { type AddressSpec, isNodeId, normalizeNodeId, P2PError, parseAddress } from "@cometwire/p2p";
import { LogLevelError, parseLogLevel } from "../log/levels.js";
import { type Converted, splitList } from "./convert.js";

/** Some id, for addresses that are written without one. */
const SOME_ID = "0".repeat(40);

const LOG_LEVELS = 'must be one of debug, info, warn, error, none, or a list such as "p2p:debug,*:info"';

/** What is good in a list, and what is not. */
export interface ListResult<T> {
  readonly values: readonly T[];
  readonly faults: readonly EntryFault[];
}

/** What is wrong with one entry of a list. */
export interface EntryFault {
  /** From 1 on; empty entries are not counted. */
  readonly position: number;
  readonly entry: string;
  readonly message: string;
}

/** `id@host:port, …`. Host names are not looked up. */
export function readAddresses(text: string): ListResult<AddressSpec> {
  return readList(text, (entry) => {
    const address = attempt(() => parseAddress(entry));
    if ("fault" in address) return address;
    return address.value.port === 0 ? { fault: "nobody can be dialled on port 0" } : address;
  });
}

/** `id, …`, each 40 hex digits; turned into lower case. */
export function readIds(text: string): ListResult<string> {
  return readList(text, (entry) => {
    if (isNodeId(entry)) return { value: normalizeNodeId(entry) };
    return entry.includes("@")
      ? { fault: "must be the id alone, without @ and the address" }
      : { fault: `must be an id, 40 hex digits (it has ${entry.length} characters)` };
  });
}

/** `host:port`, a scheme allowed: what Go takes for an address of ours. */
export function readEndpoint(text: string): Converted<AddressSpec> {
  const bare = text.split("://", 2)[1] ?? text;
  if (bare.includes("@")) return { fault: "must be host:port, without an id" };
  const address = attempt(() => parseAddress(`${SOME_ID}@${bare}`));
  return "fault" in address ? { fault: `must be host:port: ${address.fault}` } : address;
}

/** An address to listen on: {@link readEndpoint}, or `:port` for all of this machine. */
export function checkListenAddress(text: string): string | undefined {
  if (text.startsWith("unix://")) return "must be a TCP address; Unix sockets are not supported";
  const bare = text.replace(/^tcp:\/\//, "");
  const endpoint = readEndpoint(bare.startsWith(":") ? `0.0.0.0${bare}` : bare);
  return "fault" in endpoint ? endpoint.fault.replace(" (26656 is usual)", "") : undefined;
}

/** `info`, or `p2p:debug,*:error`. */
export function checkLogLevel(text: string): Converted<string> {
  try {
    parseLogLevel(text);
    return { value: text };
  } catch (error) {
    if (error instanceof LogLevelError) return { fault: LOG_LEVELS };
    throw error;
  }
}

function readList<T>(text: string, read: (entry: string) => Converted<T>): ListResult<T> {
  const values: T[] = [];
  const faults: EntryFault[] = [];
  for (const { text: entry, position } of splitList(text)) {
    const result = read(entry);
    if ("value" in result) values.push(result.value);
    else faults.push({ position, entry, message: result.fault });
  }
  return { values, faults };
}

function attempt<T>(run: () => T): Converted<T> {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof P2PError) return { fault: reasonIn(error.detail ?? error.message) };
    throw error;
  }
}

/** The reason without the text that it is about, which is shown already. */
function reasonIn(fault: string): string {
  return fault.replace(/^".*": /s, "");
}
