import { limits } from "../base/index.js";
import type { Peer } from "../switch/index.js";
import { addressFault, IpAddress, NetAddress, netAddressesFromPex, type PexAddress } from "../wire/index.js";
import type { AddressBook } from "./address-book/index.js";

/**
 * Where a peer can be dialled: the address that we dialled, or what it announces of itself. A name stands for the IP
 * address that it connected from: nobody can make us ask name servers. Undefined when it announces nothing of use.
 */
export function dialableAddressOf(peer: Peer): NetAddress | undefined {
  const { address } = peer;
  if (address === undefined || address instanceof NetAddress) return address;
  const ip = IpAddress.parse(peer.remote.ip);
  const resolved = ip && address.resolvedTo(ip);
  return resolved !== undefined && addressFault(resolved) === undefined ? resolved : undefined;
}

/**
 * Who a peer is as a source of addresses: its id, and the IP address that it really has. Go takes what the peer says
 * about itself, and so lets it choose the group that decides which buckets it can fill
 * (`p2p/pex/pex_reactor.go:361-364@v0.38.25`).
 */
export function sourceOf(peer: Peer): NetAddress | undefined {
  const ip = IpAddress.parse(peer.remote.ip);
  return ip && new NetAddress(peer.id, ip, peer.remote.port);
}

/** Whether a peer announces the IP address that it connects from. */
export function announcesOwnIp(peer: Peer, announced: NetAddress): boolean {
  return IpAddress.parse(peer.remote.ip)?.equals(announced.ip) === true;
}

/** What became of an answer's addresses. */
export interface Intake {
  /** Addresses in the answer. */
  readonly count: number;
  /** New to the book. */
  readonly added: number;
  /** Not taken, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * Puts the addresses of an answer into the book. No more than 250 are looked at: no release of Go sends more.
 *
 * @throws P2PError `PEX_ADDRESS` when one of them is none: then none is taken, as in Go.
 */
export function takeIn(book: AddressBook, addresses: readonly PexAddress[], source: NetAddress): Intake {
  const all = netAddressesFromPex(addresses);
  const refused: Record<string, number> = {};
  let added = 0;
  for (const address of all.slice(0, limits.pexAddresses)) {
    const result = book.add(address, source);
    if (result.outcome === "added") added++;
    else if (result.outcome === "ignored") refused[result.reason] = (refused[result.reason] ?? 0) + 1;
  }
  if (all.length > limits.pexAddresses) refused["tooMany"] = all.length - limits.pexAddresses;
  return { count: all.length, added, refused };
}
