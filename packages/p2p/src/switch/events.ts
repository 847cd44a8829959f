import type { Endpoint, P2PError } from "../base/index.js";
import type { AddressSpec } from "../wire/index.js";
import type { Peer } from "./peer.js";

/** What happens on a switch, for logs and dashboards. */
export type SwitchEvent =
  | { readonly type: "listening"; readonly endpoint: Endpoint }
  | { readonly type: "listener-failed"; readonly error: P2PError }
  /** A dial began. */
  | { readonly type: "dialing"; readonly address: AddressSpec; readonly persistent: boolean }
  | { readonly type: "dial-failed"; readonly address: AddressSpec; readonly error: P2PError }
  /** An inbound connection did not get through the handshake. */
  | { readonly type: "inbound-refused"; readonly remote: Endpoint; readonly error: P2PError }
  /** A connection got through the handshake and did not become a peer. */
  | {
      readonly type: "peer-refused";
      readonly id: string;
      readonly remote: Endpoint;
      readonly outbound: boolean;
      readonly error: P2PError;
    }
  | { readonly type: "peer-connected"; readonly peer: Peer }
  | {
      readonly type: "peer-disconnected";
      readonly peer: Peer;
      /** Undefined when we ended it gracefully. */
      readonly reason: P2PError | undefined;
      /** Whether a reactor reported the peer, or it broke the protocol. */
      readonly misbehaved: boolean;
      readonly connectedMs: number;
    }
  | {
      readonly type: "reconnect-scheduled";
      readonly address: AddressSpec;
      /** Failures in a row so far. */
      readonly failures: number;
      readonly delayMs: number;
      readonly why: ReconnectCause;
    }
  /** A callback of a reactor threw, other than `receive`. */
  | { readonly type: "reactor-failed"; readonly reactor: string; readonly error: P2PError }
  | { readonly type: "peer-marked-good"; readonly peer: Peer };

/** Why a persistent peer is dialled again. */
export type ReconnectCause =
  | "dial failed"
  | "connection ended"
  | "connection ended at once"
  | "peer misbehaved"
  | "refused";
