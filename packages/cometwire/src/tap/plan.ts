import type { Release } from "@cometwire/messages";
import { type NodeInfo, NodeKey, P2PError } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";
import { loadHome, type LoadedHome } from "../home/load-home.js";
import type { Io } from "../io.js";
import { formatTarget, parseTarget, type ProbeTarget } from "../probe/target.js";
import { createTransport } from "../probe/transport.js";
import { visit, type VisitTools } from "../probe/visit.js";
import { releaseOf } from "./release-of.js";
import type { TapOptions } from "./tap.js";

/** What was asked for on the command line. */
export interface TapRequest {
  /** `id@host:port` or `host:port`. */
  readonly addresses: readonly string[];
  readonly home: string | undefined;
  readonly network: string | undefined;
  readonly release: Release | undefined;
}

/** Whom to listen to. */
export type TapPlan = Pick<
  TapOptions,
  "network" | "nodeKey" | "peers" | "seeds" | "release" | "addressBookStrict" | "maxOutboundPeers"
>;

/** For finding out who somebody is. */
const VISIT_MS = 10_000;

/**
 * Finds out whom to listen to: the addresses, or the home's peers and seeds. A peer whose id is not known is visited to
 * learn it; so is the first that answers when the network's name is not known.
 *
 * @throws UsageError or ConfigError when it is not said well enough; CommandError `NO_PEERS`; P2PError of a visit.
 */
export async function planTap(request: TapRequest, io: Io): Promise<TapPlan> {
  const targets = request.addresses.map(parseTarget);
  if (targets.length === 0) return planOfHome(await homeOf(request, io), request.release);
  const { home } = request;
  const network = request.network ?? (home === undefined ? undefined : (await homeOf(request, io)).network);
  return planOfTargets(targets, network, request.release, io);
}

function homeOf({ home: dir, network }: TapRequest, { env }: Io): Promise<LoadedHome> {
  return loadHome({ dir, network, env });
}

function planOfHome({ config, network, dir }: LoadedHome, release: Release | undefined): TapPlan {
  const { persistentPeers: peers, seeds, addressBookStrict, maxOutboundPeers } = config;
  if (peers.length === 0 && seeds.length === 0) {
    throw new CommandError("NO_PEERS", {
      message: `the home has neither persistent_peers nor seeds: ${dir}`,
      likelyCause: "it is new, or its node finds peers by its address book alone",
      remedy: "name a peer: cometwire tap id@host:port",
    });
  }
  // Without seeds there is nobody to ask for more.
  return {
    network,
    peers,
    seeds,
    release,
    addressBookStrict,
    ...(seeds.length > 0 ? { maxOutboundPeers } : {}),
  };
}

async function planOfTargets(
  targets: readonly ProbeTarget[],
  networkNamed: string | undefined,
  releaseNamed: Release | undefined,
  io: Io,
): Promise<TapPlan> {
  const peers = new Map<ProbeTarget, string>();
  let network = networkNamed;
  let nodeInfo: NodeInfo | undefined;
  let failure: P2PError | undefined;
  for (const target of targets) {
    if (target.id !== undefined) peers.set(target, formatTarget(target));
    if (target.id !== undefined && network !== undefined) continue;
    const { findings, outcome } = await visit(
      { target, network, timeoutMs: VISIT_MS, pex: false },
      tools(io),
    );
    if ("error" in outcome) failure ??= outcome.error;
    // Who has told who it is can be tapped, whatever became of the visit.
    if (findings.id !== undefined)
      peers.set(target, formatTarget({ ...target, id: target.id ?? findings.id }));
    nodeInfo ??= findings.nodeInfo;
    network ??= findings.nodeInfo?.network;
  }
  if (network === undefined || peers.size < targets.length)
    throw failure ?? new P2PError("NODE_INFO_TIMEOUT");
  const release = releaseNamed ?? (nodeInfo === undefined ? undefined : releaseOf(nodeInfo, "v0.38"));
  return { network, peers: [...peers.values()], release };
}

/** What visits are made with: a key of their own. */
function tools(io: Io): VisitTools {
  const nodeKey = NodeKey.generate(io.random);
  return {
    ownId: nodeKey.id,
    createTransport: (nodeInfo, remainingMs) => createTransport({ nodeKey, nodeInfo, io, remainingMs }),
    clock: io.clock,
    signal: io.signal,
    onEvent: () => undefined,
  };
}
