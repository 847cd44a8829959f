import { NetAddress } from "@cometwire/p2p";

/** A node id made of a number. */
export function idOf(number: number): string {
  return number.toString(16).padStart(40, "0");
}

/** `id@host`, with the usual port unless the host has one. */
export function at(number: number, host: string): NetAddress {
  return NetAddress.parse(`${idOf(number)}@${host.includes(":") ? host : `${host}:26656`}`);
}
