import { abortError, P2PError } from "../base/index.js";
import type { Release } from "./address-table.js";
import { SILENCE_GRACE_MS } from "./admission.js";
import type { AdmissionBudget } from "./admission-budget.js";
import { runFilters } from "./filters.js";
import type { InboundGate } from "./inbound-gate.js";
import type { TransportSettings } from "./options.js";
import type { ConnectedStream } from "./socket-layer.js";
import type { EstablishedConnection } from "./transport.js";
import { upgrade } from "./upgrade.js";

/** What {@link acceptStream} needs. */
export interface InboundOptions extends TransportSettings {
  readonly gate: InboundGate;
  readonly budget: AdmissionBudget;
}

/**
 * Takes an accepted connection through everything it must pass. Cheap refusals come first: by the limits, if no id could
 * get it past them; then by the admission budget; then by the filters; then comes the handshake.
 *
 * @param controller - aborted to end the handshake early, also by the budget to make room for others.
 * @throws P2PError - the stream is destroyed then, and everything taken is given back.
 */
export async function acceptStream(
  stream: ConnectedStream,
  controller: AbortController,
  options: InboundOptions,
): Promise<EstablishedConnection> {
  const { gate, budget, nodeKey, nodeInfo, crypto, cipher, clock } = options;
  const { remote } = stream;
  const { signal } = controller;
  let authenticated = false;
  let filtered = false;
  const acceptedAt = clock.now();
  /** Before the filters have decided nothing is read, so that silence says nothing either. */
  const isSilent = (): boolean =>
    filtered && stream.receivedBytes === 0 && clock.now() - acceptedAt >= SILENCE_GRACE_MS;
  let leaveBudget: Release | undefined;
  try {
    leaveBudget = granted(
      gate.refusalBeforeHandshake(remote) ??
        budget.admit({
          ip: remote.ip,
          progress: () => (authenticated ? "authenticated" : isSilent() ? "silent" : "speaking"),
          evict: (reason) => {
            controller.abort(reason);
            stream.destroy();
          },
        }),
    );
    await runFilters(
      options.connectionFilters,
      { remote, outbound: false },
      { clock, timeoutMs: options.filterTimeoutMs, signal },
    );
    filtered = true;
    const upgraded = await upgrade(stream, {
      nodeKey,
      nodeInfo,
      crypto,
      cipher,
      clock,
      handshakeTimeoutMs: options.handshakeTimeoutMs,
      signal,
      admit: (id, admitSignal) => {
        const place = gate.admit(id, remote);
        if (place instanceof P2PError) return place;
        stream.whenGone(place);
        authenticated = true;
        return options.admitPeer?.({ id, remote, outbound: false }, admitSignal());
      },
    });
    return { ...upgraded, outbound: false, remote };
  } catch (error) {
    stream.destroy();
    throw signal.aborted ? abortError(signal) : error;
  } finally {
    leaveBudget?.();
  }
}

function granted(grant: Release | P2PError): Release {
  if (grant instanceof P2PError) throw grant;
  return grant;
}
