import { type AddressSpec, NodeKey, P2PError } from "@cometwire/p2p";
import { readEndpoint } from "../home/forms.js";
import type { LoadedHome } from "../home/load-home.js";
import type { Io } from "../io.js";
import { PEX_CHANNEL, probeNodeInfo, UNKNOWN_NETWORK } from "../probe/announcement.js";
import { createTransport } from "../probe/transport.js";

/** How long a node that is there may take to prove its id. */
const PATIENCE_MS = 3_000;

/**
 * Where a node with this id answers already: where this home would listen, or at its external address. Two nodes with one
 * id take each other's connections away, so that neither keeps its peers.
 *
 * Whoever answers is left as soon as it has proven its id, before we say who we are.
 *
 * @returns `host:port`, or undefined when there is none.
 */
export async function findTwin(
  { config }: LoadedHome,
  id: string,
  io: Pick<Io, "clock" | "random" | "resolve">,
): Promise<string | undefined> {
  const addresses = [config.listen, config.externalAddress]
    .map((text) => (text === undefined ? undefined : dialable(text)))
    .filter((address) => address !== undefined);
  const answers = await Promise.all(addresses.map((address) => hasId(address, id, io)));
  const index = answers.indexOf(true);
  return index < 0 ? undefined : addresses[index]?.dialString;
}

/** A listen address as it is dialled from here: 0.0.0.0 stands for this machine. Undefined for a port yet to be chosen. */
function dialable(text: string): AddressSpec | undefined {
  const bare = text.replace(/^\w+:\/\//, "").replace(/^(0\.0\.0\.0)?:(?=\d+$)/, "127.0.0.1:");
  const endpoint = readEndpoint(bare.replace(/^\[::\]:/, "[::1]:"));
  return "value" in endpoint && endpoint.value.port !== 0 ? endpoint.value : undefined;
}

async function hasId(
  { host, port }: AddressSpec,
  id: string,
  io: Pick<Io, "clock" | "random" | "resolve">,
): Promise<boolean> {
  const nodeKey = NodeKey.generate(io.random);
  let proven: string | undefined;
  const transport = createTransport({
    nodeKey,
    nodeInfo: probeNodeInfo(nodeKey.id, { network: UNKNOWN_NETWORK, channels: [PEX_CHANNEL] }),
    io,
    remainingMs: PATIENCE_MS,
    admitPeer: (candidate) => {
      proven = candidate.id;
      return new P2PError("ABORTED");
    },
  });
  try {
    await transport.dial({ host, port }).catch(() => undefined); // what matters is who has answered until then
  } finally {
    await transport.close();
  }
  return proven === id;
}
