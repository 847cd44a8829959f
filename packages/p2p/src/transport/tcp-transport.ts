import { abortError, asP2PError, type Endpoint, P2PError } from "../base/index.js";
import { AddressTable } from "./address-table.js";
import { AdmissionBudget } from "./admission-budget.js";
import { acceptStream, type InboundOptions } from "./inbound.js";
import { InboundGate } from "./inbound-gate.js";
import { parseListenAddress, resolveListenAddress } from "./listen-address.js";
import {
  checkedLocalAddress,
  completeSettings,
  type TransportOptions,
  type TransportSettings,
} from "./options.js";
import { dialPeer } from "./outbound.js";
import type { ConnectedStream, SocketListener } from "./socket-layer.js";
import { TaskGroup } from "./task-group.js";
import type {
  DialOptions,
  DialTarget,
  EstablishedConnection,
  InboundHandlers,
  Transport,
} from "./transport.js";

/**
 * {@link Transport} over TCP, or over what stands in for it (`sockets`), with everything a connection must pass before it
 * is a peer: connection filters, the admission budget, the secret connection, the NodeInfo exchange, and the limits of
 * peers and addresses.
 *
 * Source: `p2p/transport.go@v0.38.25`.
 *
 * @example
 * ```ts
 * const transport = new TcpTransport({ nodeKey, nodeInfo: () => ourNodeInfo });
 * const peer = await transport.dial({ host: "seed.example.com", port: 26656 });
 * console.log(peer.id, peer.nodeInfo.moniker);
 * peer.secretConnection.destroy();
 * await transport.close();
 * ```
 */
export class TcpTransport implements Transport {
  readonly #settings: TransportSettings;
  readonly #addresses: AddressTable;
  readonly #inbound: InboundOptions;
  readonly #tasks = new TaskGroup();
  readonly #listeners = new Set<SocketListener>();
  #closing: Promise<void> | undefined;

  /** @throws P2PError `OPTION_INVALID`. */
  constructor(options: TransportOptions) {
    const settings = completeSettings(options);
    this.#settings = settings;
    this.#addresses = new AddressTable(settings.allowDuplicateIp);
    const { maxPendingHandshakes: maxPending, maxPendingHandshakesPerAddress: maxPendingPerGroup } = settings;
    this.#inbound = {
      ...settings,
      gate: new InboundGate({ ...settings, addresses: this.#addresses }),
      budget: new AdmissionBudget({ maxPending, maxPendingPerGroup }),
    };
  }

  /** Inbound handshakes under way. */
  get pendingHandshakes(): number {
    return this.#inbound.budget.size;
  }

  /** Inbound connections that count towards `maxInboundPeers`; each until its stream has closed. */
  get inboundPeers(): number {
    return this.#inbound.gate.peers;
  }

  listen(address: string, inbound: InboundHandlers): Promise<Endpoint> {
    return this.#tasks.run(async ({ signal }) => {
      const { clock, resolver, sockets, dnsTimeoutMs: timeoutMs } = this.#settings;
      const where = await resolveListenAddress(parseListenAddress(address), {
        clock,
        resolver,
        timeoutMs,
        signal,
      });
      const listener = await sockets.listen(where, {
        onStream: (stream) => this.#accept(stream, inbound),
        onError: (error) => inbound.onListenerError?.(error),
      });
      if (signal.aborted) {
        listener.close();
        throw abortError(signal);
      }
      this.#listeners.add(listener);
      return listener.endpoint;
    });
  }

  dial(target: DialTarget, options: DialOptions = {}): Promise<EstablishedConnection> {
    const { signal, onTrace, allowDuplicateIp = false } = options;
    return this.#tasks.run(async (controller) => {
      const localAddress = checkedLocalAddress(options.localAddress) ?? this.#settings.localAddress;
      return dialPeer(target, this.#settings, {
        addresses: this.#addresses,
        exempt: allowDuplicateIp,
        signal: controller.signal,
        localAddress,
        onTrace,
      });
    }, signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** {@link TcpTransport.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    for (const listener of this.#listeners) listener.close();
    await this.#tasks.stop(closed());
  }

  #accept(stream: ConnectedStream, inbound: InboundHandlers): void {
    this.#tasks
      .run((controller) => acceptStream(stream, controller, this.#inbound))
      .then((connection) => {
        if (this.#closing !== undefined) throw closed();
        inbound.onConnection(connection);
      })
      .catch((error: unknown) => {
        stream.destroy();
        inbound.onRejected?.(asP2PError(error, "RECEIVER_FAILED"), stream.remote);
      });
  }
}

function closed(): P2PError {
  return new P2PError("ABORTED", { detail: "the transport was closed" });
}
