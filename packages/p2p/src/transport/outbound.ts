import { asP2PError, P2PError, printable } from "../base/index.js";
import { isNodeId, normalizeNodeId } from "../wire/index.js";
import type { AddressTable } from "./address-table.js";
import { dialTcp } from "./dial.js";
import { runFilters } from "./filters.js";
import { duplicate } from "./inbound-gate.js";
import type { TransportSettings } from "./options.js";
import type { ConnectedStream } from "./socket-layer.js";
import type { DialTarget, DialTrace, EstablishedConnection } from "./transport.js";
import { upgrade } from "./upgrade.js";

/** What {@link dialPeer} needs for one dial. */
export interface OutboundDial {
  readonly addresses: AddressTable;
  readonly signal: AbortSignal;
  readonly onTrace?: ((event: DialTrace) => void) | undefined;
  /** The IP address to dial from. Default: the operating system chooses. */
  readonly localAddress: string | undefined;
  /** The peer may share its IP address with another connection. */
  readonly exempt: boolean;
}

/**
 * Dials a peer and takes the connection through everything it must pass: the duplicate rule, the filters, the handshake.
 *
 * @throws P2PError - nothing is left open then, and everything taken is given back.
 */
export async function dialPeer(
  target: DialTarget,
  settings: TransportSettings,
  dial: OutboundDial,
): Promise<EstablishedConnection> {
  const { nodeKey, nodeInfo, crypto, cipher, clock, sockets, resolver } = settings;
  const { addresses, localAddress, onTrace, signal } = dial;
  let stream: ConnectedStream | undefined;
  try {
    const expectedId = checkTarget(target);
    const dialled = await dialTcp(target, {
      clock,
      resolver,
      connect: (...args) => sockets.connect(...args),
      dnsTimeoutMs: settings.dnsTimeoutMs,
      dialTimeoutMs: settings.dialTimeoutMs,
      signal,
      localAddress,
      onTrace,
    });
    stream = dialled.stream;
    const { remote } = stream;
    onTrace?.({ phase: "tcp", endpoint: remote, ms: dialled.ms });

    const { unconditionalPeerIds, persistentPeerIds, admitPeer } = settings;
    const wanted = expectedId ?? "";
    const exempt = dial.exempt || unconditionalPeerIds.has(wanted) || persistentPeerIds.has(wanted);
    if (!exempt && addresses.isDuplicate(remote, { id: expectedId, outbound: true })) {
      throw duplicate(remote);
    }

    const candidate = { remote, outbound: true };
    await runFilters(settings.connectionFilters, candidate, {
      clock,
      timeoutMs: settings.filterTimeoutMs,
      signal,
    });
    const takeAddress = (id: string): P2PError | undefined => {
      const release = addresses.take(remote, { id, outbound: true }, exempt);
      if (release !== undefined) dialled.stream.whenGone(release);
      return release === undefined ? duplicate(remote) : undefined;
    };
    const upgraded = await upgrade(stream, {
      nodeKey,
      nodeInfo,
      crypto,
      cipher,
      clock,
      handshakeTimeoutMs: settings.handshakeTimeoutMs,
      signal,
      onTrace,
      expectedId,
      // Only now that the id is proven: nobody is to keep others at its address out by standing silent.
      admit: async (id, admitSignal) =>
        (await admitPeer?.({ id, ...candidate }, admitSignal())) ?? takeAddress(id),
    });
    return { ...upgraded, outbound: true, remote };
  } catch (error) {
    stream?.destroy();
    throw asP2PError(error, "HANDSHAKE_FAILED");
  }
}

/** The id that is expected, if any. */
function checkTarget({ host, port, id }: DialTarget): string | undefined {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw malformed(`the port is ${port}`);
  if (host === "") throw malformed("the host is empty");
  if (id === undefined) return undefined;
  if (!isNodeId(id)) throw malformed(`"${printable(id)}" is not a node id`);
  return normalizeNodeId(id);
}

function malformed(detail: string): P2PError {
  return new P2PError("ADDRESS_MALFORMED", { detail });
}
