import { setMaxListeners } from "node:events";
import { type AddressSpec, NodeKey, type NodeInfo, P2PError, type Transport } from "@cometwire/p2p";
import type { Io } from "../io.js";
import { createTransport } from "../probe/transport.js";
import { visit, type Visit } from "../probe/visit.js";
import { forEachInPool } from "./pool.js";
import { judgeVisit, type VerifiedAddress } from "./verified-address.js";

export type { VerifiedAddress } from "./verified-address.js";

/** Settings of {@link verifyAddresses}. */
export interface VerifyOptions {
  /** The network (chain id) to announce: who is on another one fails. */
  readonly network: string;
  /** When its signal fires, no more is dialled and dials under way are given up. */
  readonly io: Pick<Io, "clock" | "random" | "signal" | "resolve">;
  /** Dials at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** Time for everything about one address. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** Whether those who are reached are asked for addresses. Default false. */
  readonly askForAddresses?: boolean | undefined;
  /** How long to stay with those who have answered, to see whether they hang up, as seeds do. Default 0. */
  readonly lingerMs?: number | undefined;
  /** Told of every result as it comes. */
  readonly onResult?: ((result: VerifiedAddress) => void) | undefined;
  /** Makes what one contact is made with. Default: TCP. */
  readonly createTransport?: ((parts: ContactParts) => Transport) | undefined;
}

/** What a contact's transport is made from. */
export interface ContactParts {
  /** A throw-away key. */
  readonly nodeKey: NodeKey;
  /** Announced in this contact. */
  readonly nodeInfo: NodeInfo;
  /** What is left of the time for the address. */
  readonly remainingMs: number;
}

/** Dials at once, unless told otherwise. */
export const VERIFY_CONCURRENCY = 16;
/** Time for one address, unless told otherwise. */
const VERIFY_TIMEOUT_MS = 10_000;

/**
 * Dials addresses with a throw-away key, many at once, to find out which lead to the node that they name, on this
 * network. Everything that the network or a peer does ends in a result.
 *
 * Addresses with the same host and port are one dial: whoever answers there shows which of them is right. Dialling a Go
 * node twice at the same time would be refused, for it allows one connection for an IP address.
 *
 * @returns the results in the order of the addresses; without those that an abort came before.
 *
 * @example
 * ```ts
 * const results = await verifyAddresses(addresses, { network: "cosmoshub-4", io });
 * const good = results.filter(({ outcome }) => outcome === "reached");
 * ```
 */
export async function verifyAddresses(
  addresses: Iterable<AddressSpec>,
  options: VerifyOptions,
): Promise<VerifiedAddress[]> {
  const { io, concurrency = VERIFY_CONCURRENCY, onResult } = options;
  const all = [...addresses];
  const results = new Map<AddressSpec, VerifiedAddress>();
  const nodeKey = NodeKey.generate(io.random);
  // Every dial listens to the signal; Node takes more than ten listeners for a leak.
  setMaxListeners(0, io.signal);
  await forEachInPool(byEndpoint(all), { concurrency, signal: io.signal }, async (together) => {
    const seen = await visitEndpoint(together[0], nodeKey, options);
    if (seen === undefined) return;
    for (const address of together) {
      const result = judgeVisit(address, seen);
      results.set(address, result);
      onResult?.(result);
    }
  });
  return all.map((address) => results.get(address)).filter((result) => result !== undefined);
}

/** Addresses that are one dial. */
type Together = [AddressSpec, ...AddressSpec[]];

function byEndpoint(addresses: readonly AddressSpec[]): Iterable<Together> {
  const groups = new Map<string, Together>();
  for (const address of addresses) {
    const group = groups.get(address.dialString);
    if (group === undefined) groups.set(address.dialString, [address]);
    else group.push(address);
  }
  return groups.values();
}

/** Undefined when an abort came first. */
async function visitEndpoint(
  { host, port }: AddressSpec,
  nodeKey: NodeKey,
  options: VerifyOptions,
): Promise<Visit | undefined> {
  const { io, network, timeoutMs = VERIFY_TIMEOUT_MS, askForAddresses = false, lingerMs } = options;
  const transport = options.createTransport ?? ((parts: ContactParts) => createTransport({ ...parts, io }));
  try {
    return await visit(
      { target: { id: undefined, host, port }, network, timeoutMs, pex: askForAddresses, lingerMs },
      {
        ownId: nodeKey.id,
        createTransport: (nodeInfo, remainingMs) => transport({ nodeKey, nodeInfo, remainingMs }),
        clock: io.clock,
        signal: io.signal,
        onEvent: () => undefined,
      },
    );
  } catch (error) {
    if (error instanceof P2PError && io.signal.aborted) return undefined;
    throw error;
  }
}
