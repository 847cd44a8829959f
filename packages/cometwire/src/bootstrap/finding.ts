import {
  type AddressSpec,
  type ErrorCode,
  IpAddress,
  isRoutable,
  NetAddress,
  type NodeInfo,
  type P2PError,
} from "@cometwire/p2p";
import { PEX_CHANNEL } from "../probe/announcement.js";
import type { VerifiedAddress } from "../verify/verify-addresses.js";

/** A node that was reached: with the id that its address names, and on the network that was asked for. */
export interface FoundNode {
  /** With the IP address that was dialled. */
  readonly address: NetAddress;
  /** Time of the TCP connection: about one round trip. */
  readonly latencyMs: number;
  readonly nodeInfo: NodeInfo;
  /** The addresses that it told when it was asked. */
  readonly told: readonly NetAddress[];
  /** Who told of it; it itself when the user did. */
  readonly source: NetAddress;
}

/** What a dial has shown of an address. */
export type Finding =
  /** A node to connect to. */
  | { readonly kind: "peer"; readonly node: FoundNode }
  /** It tells addresses and nothing else: it hangs up on those who have them, or has no other channel. */
  | { readonly kind: "seed"; readonly node: FoundNode }
  /** It is there, but others cannot reach it from the Internet. */
  | { readonly kind: "private"; readonly node: FoundNode }
  /** Somebody is there and does not want us, most likely for want of room. */
  | { readonly kind: "refused"; readonly address: AddressSpec; readonly error: P2PError }
  /** Nobody is there, or somebody else, or a node of another network. */
  | { readonly kind: "failed"; readonly address: AddressSpec; readonly error: P2PError };

/**
 * How a node that is there shows that it does not want us. A Go node whose inbound slots are taken leaves a connection
 * waiting, or closes it after NodeInfo; one with `allow_duplicate_ip = false` resets a second one.
 */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  "NO_FIRST_BYTE",
  "REJECTED_AFTER_NODE_INFO",
  "RESET_BEFORE_FIRST_BYTE",
  "NODE_INFO_CLOSED",
]);

/** What {@link judgeResult} goes by, beside the result. */
export interface Circumstances {
  /** Whether nodes that cannot be reached from the Internet are peers, too. */
  readonly allowPrivate: boolean;
  /** Who told of the address; undefined when the user did. */
  readonly source: NetAddress | undefined;
}

/** What the result of a dial means for somebody who looks for peers. */
export function judgeResult(result: VerifiedAddress, { allowPrivate, source }: Circumstances): Finding {
  const { address } = result;
  if (result.outcome === "failed") {
    const { error } = result;
    return { kind: REFUSALS.has(error.code) ? "refused" : "failed", address, error };
  }
  const { latencyMs = Number.POSITIVE_INFINITY, nodeInfo, learned: told } = result;
  const where = withIp(address, result.remote.ip);
  const node = { address: where, latencyMs, nodeInfo, told, source: source ?? where };
  const onlyTells = nodeInfo.channels.every((channel) => channel === PEX_CHANNEL);
  if (result.hungUp || onlyTells) return { kind: "seed", node };
  return { kind: allowPrivate || isRoutable(where) ? "peer" : "private", node };
}

/** The address with the IP address that its name stood for. */
function withIp(address: AddressSpec, remote: string): NetAddress {
  if (address instanceof NetAddress) return address;
  const ip = IpAddress.parse(remote);
  if (ip === undefined) throw new RangeError(`not an IP address: ${remote}`);
  return address.resolvedTo(ip);
}
