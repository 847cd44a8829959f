import type { Endpoint, P2PError } from "../base/index.js";
import type { SecretConnection } from "../secret-connection/index.js";
import type { NodeInfo } from "../wire/index.js";

/**
 * A connection that has passed everything it must pass before it is a peer. It belongs to whoever gets it, who gives
 * {@link EstablishedConnection.secretConnection} to an `MConnection` or destroys it.
 */
export interface EstablishedConnection {
  /** Not yet attached: nothing is read, and not even the peer's FIN is seen, until it is. */
  readonly secretConnection: SecretConnection;
  /** The peer's, valid and compatible. Its text is printable ASCII, `listenAddr` and `network` apart. */
  readonly nodeInfo: NodeInfo;
  /** The peer's authenticated id: 40 lower-case hex digits. */
  readonly id: string;
  /** Whether we dialled. */
  readonly outbound: boolean;
  /** The peer's end of the TCP connection. */
  readonly remote: Endpoint;
}

/** Whom to dial: a `NetAddress`, a `NamedAddress`, or a host and a port alone, when any id will do. */
export interface DialTarget {
  /** IP literal or host name; a name is resolved at every dial. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
  /** The id that must answer, 40 hex digits; whoever answers is taken when it is left out. */
  readonly id?: string | undefined;
}

/** How far a dial has got: one event for each phase that went well. `ms` is that phase's time. */
export type DialTrace =
  | { readonly phase: "dns"; readonly resolved: readonly string[]; readonly ms: number }
  | { readonly phase: "tcp"; readonly endpoint: Endpoint; readonly ms: number }
  | { readonly phase: "secretConnection"; readonly id: string; readonly ms: number }
  /** The NodeInfo has arrived; it may still be refused. */
  | { readonly phase: "nodeInfo"; readonly nodeInfo: NodeInfo; readonly ms: number };

/** Options of {@link Transport.dial}. */
export interface DialOptions {
  /** Ends the dial with `ABORTED`. Without effect once the dial has settled. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every phase that went well, as it ends. Must not throw: the dial fails if it does. */
  readonly onTrace?: ((event: DialTrace) => void) | undefined;
  /** The IP address to dial from, for hosts that have several. Default: the transport's `localAddress`. */
  readonly localAddress?: string | undefined;
  /** Dials although the IP address has a connection already: for peers the operator configured. Default false. */
  readonly allowDuplicateIp?: boolean | undefined;
}

/** Who takes what {@link Transport.listen} accepts. A callback that throws is a fault of its owner's. */
export interface InboundHandlers {
  /** An inbound connection is ready: its owner attaches or destroys it. If this throws, the connection is destroyed. */
  onConnection(connection: EstablishedConnection): void;
  /** An inbound connection was refused or failed, and is closed. */
  onRejected?(error: P2PError, remote: Endpoint): void;
  /** The operating system reported an error of the listener, which goes on (`LISTEN_FAILED` with the reason). */
  onListenerError?(error: P2PError): void;
}

/** Dials and accepts: where connections come from. */
export interface Transport {
  /**
   * Accepts connections at `address` (`tcp://host:port`, `host:port` or `:port`; port 0 lets the system choose).
   *
   * @returns where it listens.
   * @throws P2PError `LISTEN_FAILED`, `ADDRESS_MALFORMED`, `ABORTED` (closed).
   */
  listen(address: string, inbound: InboundHandlers): Promise<Endpoint>;
  /**
   * Connects to a peer and makes the whole handshake.
   *
   * @throws P2PError `ADDRESS_MALFORMED`, `OPTION_INVALID`, or of a phase that `phaseOf` tells; nothing is left open then.
   */
  dial(target: DialTarget, options?: DialOptions): Promise<EstablishedConnection>;
  /**
   * Stops accepting, ends handshakes and dials under way (`ABORTED`) and waits for them. Established connections are
   * their owners' and stay. Idempotent.
   */
  close(): Promise<void>;
}
