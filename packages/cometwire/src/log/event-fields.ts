import { type Endpoint, NamedAddress, NetAddress, P2PError, type Peer, printable } from "@cometwire/p2p";

/** What logs and `/events` need to know of an event; every event of a node has it. */
export interface AnyNodeEvent {
  /** Its stable name: `"peer-connected"`. */
  readonly type: string;
  /** Wall time, milliseconds since 1970. */
  readonly at: number;
}

/** A value that a line of a log can hold. */
export type FieldValue = string | number | boolean;

/** What an event says, flat, safe to print: text from peers is escaped. */
export type EventFields = Readonly<Record<string, FieldValue>>;

const TEXT_LIMIT = 500;

/**
 * An event as flat fields, without its `type` and `at`: a peer gives `peer` (its id), `remote`, `direction` and `moniker`,
 * an error `code`, `error`, `likelyCause` and `remedy`, an address its text, a list its length, a table of
 * numbers one field each.
 */
export function eventFields(event: AnyNodeEvent): EventFields {
  const values = Object.entries(event).filter(([name]) => name !== "type" && name !== "at");
  return fieldsOf(Object.fromEntries(values));
}

/** Values of any kind as flat fields, as {@link eventFields} makes them. */
export function fieldsOf(values: Readonly<Record<string, unknown>>): EventFields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(values)) addField(fields, name, value);
  return fields;
}

function addField(fields: Record<string, FieldValue>, name: string, value: unknown): void {
  if (name === "outbound" && typeof value === "boolean") fields["direction"] = directionOf(value);
  else if (typeof value === "string") fields[name] = printable(value, TEXT_LIMIT);
  else if (typeof value === "number" || typeof value === "boolean") fields[name] = rounded(value);
  else if (typeof value === "bigint") fields[name] = value.toString();
  else if (value instanceof P2PError) Object.assign(fields, errorFields(value));
  else if (value instanceof Error) fields[name] = printable(value.message, TEXT_LIMIT);
  else if (value instanceof NetAddress || value instanceof NamedAddress)
    fields[name] = printable(value.toString());
  else if (isPeer(value)) Object.assign(fields, peerFields(value));
  else if (isEndpoint(value)) fields[name] = endpointText(value);
  else if (Array.isArray(value)) fields[name] = value.length;
  else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (typeof each === "number") fields[`${name}.${printable(key, 40)}`] = each;
    }
  }
}

/** Fractions of a millisecond say nothing. */
function rounded(value: number | boolean): number | boolean {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}

/** What a line says of an error. */
function errorFields(error: P2PError): EventFields {
  const { code, message, likelyCause, remedy } = error;
  return { code, error: printable(message, TEXT_LIMIT), likelyCause, remedy };
}

function peerFields(peer: Peer): EventFields {
  return {
    peer: printable(peer.id),
    remote: endpointText(peer.remote),
    direction: directionOf(peer.outbound),
    moniker: printable(peer.nodeInfo.moniker),
  };
}

/** `"outbound"` when we dialled. */
export function directionOf(outbound: boolean): "inbound" | "outbound" {
  return outbound ? "outbound" : "inbound";
}

/** `ip:port`, IPv6 in brackets. */
function endpointText({ ip, port }: Endpoint): string {
  return ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function isPeer(value: unknown): value is Peer {
  return typeof value === "object" && value !== null && "nodeInfo" in value && "remote" in value;
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === "object" && value !== null && "ip" in value && "port" in value;
}
