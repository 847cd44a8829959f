import {
  DecodeError,
  decodePexMessage,
  encodePexMessage,
  type NetAddress as PexAddress,
} from "@cometwire/messages";
import { P2PError, printable } from "../base/index.js";
import { IpAddress } from "./ip-address.js";
import { NetAddress } from "./net-address.js";

export type { PexAddress };

/** A message of the PEX channel, 0x00, whose bytes were well-formed. */
export type PexChannelMessage =
  /** Please send addresses. */
  | { readonly type: "request" }
  /** The answer. Nothing about the addresses has been checked: see {@link netAddressesFromPex}. */
  | { readonly type: "addresses"; readonly addresses: readonly PexAddress[] }
  /** Neither of the two; Go drops the peer. */
  | { readonly type: "unknown" };

/** The message that asks for addresses: always the two bytes `0a 00`. */
export function encodePexRequest(): Uint8Array {
  return encodePexMessage({ sum: { case: "pexRequest", value: {} } });
}

/**
 * The message that answers with addresses. Go puts at most 250 into it; a receiver takes 64,000 bytes.
 *
 * @example
 * ```ts
 * encodePexAddresses([NetAddress.parse("92b1…d49d@1.2.3.4:26656")].map(pexAddress));
 * ```
 */
export function encodePexAddresses(addresses: Iterable<PexAddress>): Uint8Array {
  return encodePexMessage({ sum: { case: "pexAddrs", value: { addrs: [...addresses] } } });
}

/**
 * A message of the PEX channel from its bytes, as Go unmarshals and unwraps it (`proto/tendermint/p2p/pex.go@v0.38.25`).
 *
 * @throws P2PError `PEX_MALFORMED` when the bytes are no message at all: Go drops such a peer.
 */
export function decodePex(bytes: Uint8Array): PexChannelMessage {
  const sum = decodeSum(bytes);
  if (sum === undefined) return { type: "unknown" };
  return sum.case === "pexRequest" ? { type: "request" } : { type: "addresses", addresses: sum.value.addrs };
}

function decodeSum(bytes: Uint8Array) {
  try {
    return decodePexMessage(bytes).sum;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new P2PError("PEX_MALFORMED", { detail: error.message, cause: error });
  }
}

/** An address as it travels: the IP printed as Go prints it. */
export function pexAddress({ id, host, port }: NetAddress): PexAddress {
  return { id, ip: host, port };
}

/**
 * The addresses of an answer. As in Go, ids are not checked here (`addressFault` does that), and one bad IP or port
 * spoils the whole answer, for which Go bans the peer (`p2p/netaddress.go:140-166@v0.38.25`).
 *
 * @throws P2PError `PEX_ADDRESS` when an IP is no IP literal (a zone is a fault here) or a port is above 65535.
 */
export function netAddressesFromPex(addresses: readonly PexAddress[]): NetAddress[] {
  return addresses.map(({ id, ip: text, port }) => {
    const ip = IpAddress.parse(text);
    if (ip === undefined) throw badAddress(text, "not an IP address");
    if (port > 65_535) throw badAddress(`${text} ${port}`, "the port is above 65535");
    return new NetAddress(id, ip, port);
  });
}

function badAddress(text: string, why: string): P2PError {
  return new P2PError("PEX_ADDRESS", { detail: `"${printable(text)}": ${why}` });
}
