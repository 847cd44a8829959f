import { type Endpoint, P2PError } from "../base/index.js";
import type { AddressTable, Release } from "./address-table.js";
import { endpointText } from "./endpoint.js";

/** The settings of an {@link InboundGate}. */
export interface InboundGateOptions {
  readonly addresses: AddressTable;
  /** Established inbound connections, unconditional ones not counted. */
  readonly maxInboundPeers: number;
  /** Neither limited nor counted. Asked at every connection. */
  readonly unconditionalPeerIds: ReadonlySet<string>;
  /** Counted but not limited: their places are reserved. Asked at every connection. */
  readonly persistentPeerIds: ReadonlySet<string>;
}

/**
 * Who may become an inbound peer: the limit of inbound peers and the duplicate-IP rule, both of which unconditional and
 * persistent peers are exempt from; persistent ones take a place all the same.
 *
 * A place is taken once the id is proven, so that nobody holds one by standing silent, and before our NodeInfo goes out:
 * a Go node that is refused after that believes it was connected, and dials again at once.
 */
export class InboundGate {
  readonly #options: InboundGateOptions;
  #peers = 0;

  constructor(options: InboundGateOptions) {
    this.#options = options;
  }

  /** Places taken; more than there are while persistent peers are there beyond the limit. */
  get peers(): number {
    return this.#peers;
  }

  /** Why a connection needs no handshake because no id could get it in, or undefined. */
  refusalBeforeHandshake(remote: Endpoint): P2PError | undefined {
    const { unconditionalPeerIds, persistentPeerIds } = this.#options;
    return unconditionalPeerIds.size > 0 || persistentPeerIds.size > 0
      ? undefined
      : this.#refusal(remote, undefined);
  }

  /** Takes a place for an authenticated peer: what gives it back, or why there is none. */
  admit(id: string, remote: Endpoint): Release | P2PError {
    const unconditional = this.#options.unconditionalPeerIds.has(id);
    const exempt = unconditional || this.#options.persistentPeerIds.has(id);
    const refusal = exempt ? undefined : this.#refusal(remote, id);
    if (refusal !== undefined) return refusal;
    const releaseAddress = this.#options.addresses.take(remote, { id, outbound: false }, exempt);
    if (releaseAddress === undefined) return duplicate(remote);
    if (unconditional) return releaseAddress;
    this.#peers++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#peers--;
      releaseAddress();
    };
  }

  #refusal(remote: Endpoint, id: string | undefined): P2PError | undefined {
    const { addresses, maxInboundPeers } = this.#options;
    if (this.#peers >= maxInboundPeers)
      return new P2PError("PEERS_FULL", { detail: `${maxInboundPeers} peers` });
    return addresses.isDuplicate(remote, { id, outbound: false }) ? duplicate(remote) : undefined;
  }
}

/** The error for a connection whose address has one already. */
export function duplicate(remote: Endpoint): P2PError {
  return new P2PError("DUPLICATE_ADDRESS", { detail: endpointText(remote) });
}
