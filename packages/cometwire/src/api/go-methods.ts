import { type AddressSpec, parseAddress } from "@cometwire/p2p";
import { ApiError } from "./api-error.js";
import { apiLimits } from "./api-limits.js";
import type { ApiNode } from "./api-node.js";
import { netInfo, status } from "./go-views.js";

/** A parameter: `true`, or a list of texts. */
export interface GoParameter {
  readonly name: string;
  readonly type: "bool" | "[]string";
}

/** Arguments by name; what is absent is false or empty, as in Go. */
export type GoArguments = Readonly<Record<string, boolean | readonly string[] | undefined>>;

/** A call of CometBFT's RPC. */
export interface GoMethod {
  readonly name: string;
  readonly parameters: readonly GoParameter[];
  /** Whether it changes the node: Go has these only with `[rpc] unsafe`. */
  readonly changing: boolean;
  /** What it throws is told as an internal error, as in Go; an {@link ApiError} with its status. */
  call(args: GoArguments): unknown;
}

/** What the methods work on. */
export interface GoMethodOptions {
  readonly node: ApiNode;
  /** Wall time. */
  readonly now: () => number;
  readonly publicKey: Uint8Array | undefined;
}

/** CometBFT's calls that a node without a chain can answer. */
export function goMethods({ node, now, publicKey }: GoMethodOptions): ReadonlyMap<string, GoMethod> {
  const addresses: GoParameter = { name: "peers", type: "[]string" };
  const flags = ["persistent", "unconditional", "private"].map((name) => ({ name, type: "bool" }) as const);
  const methods: GoMethod[] = [
    { name: "health", parameters: [], changing: false, call: () => ({}) },
    { name: "net_info", parameters: [], changing: false, call: () => netInfo(node, now()) },
    { name: "status", parameters: [], changing: false, call: () => status(node, publicKey) },
    {
      name: "dial_peers",
      parameters: [addresses, ...flags],
      changing: true,
      call: (args) => dialPeers(node, args),
    },
    {
      name: "dial_seeds",
      parameters: [{ ...addresses, name: "seeds" }],
      changing: true,
      call: (args) => dialSeeds(node, args),
    },
  ];
  return new Map(methods.map((method) => [method.name, method]));
}

/** `rpc/core/net.go:47-97@v0.38.25`. All addresses are read before anything is done. */
function dialPeers(node: ApiNode, args: GoArguments): object {
  const addresses = readAddresses(args["peers"], "no peers provided");
  for (const address of addresses) {
    if (args["private"] === true) node.switch.addPrivatePeer(address.id);
    if (args["unconditional"] === true) node.switch.addUnconditionalPeer(address.id);
    if (args["persistent"] === true) node.switch.addPersistentPeer(address);
    else dial(node, address);
  }
  return { log: "Dialing peers in progress. See /net_info for details" };
}

function dialSeeds(node: ApiNode, args: GoArguments): object {
  for (const address of readAddresses(args["seeds"], "no seeds provided")) dial(node, address);
  return { log: "Dialing seeds in progress. See /net_info for details" };
}

function dial(node: ApiNode, address: AddressSpec): void {
  // How it went is in the events.
  node.dial(address).catch(() => {});
}

function readAddresses(texts: GoArguments[string], none: string): AddressSpec[] {
  if (!Array.isArray(texts) || texts.length === 0) throw new Error(none);
  if (texts.length > apiLimits.dialAddresses) {
    throw new ApiError("BAD_REQUEST", `more than ${apiLimits.dialAddresses} addresses`);
  }
  return texts.map((text: string) => parseAddress(text));
}
