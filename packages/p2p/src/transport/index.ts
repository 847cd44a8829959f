export {
  type AdmissionDecision,
  type AdmissionLimits,
  decideAdmission,
  type HandshakeProgress,
  type PendingHandshake,
} from "./admission.js";
export { explainRejection } from "./explain-rejection.js";
export {
  type ConnectionCandidate,
  type ConnectionFilter,
  type Filter,
  type FilterOptions,
  runFilters,
} from "./filters.js";
export { type AdmitPeer, goTiming, type PeerCandidate, type TransportOptions } from "./options.js";
export { type ConnectPhase, phaseOf } from "./phase.js";
export { type Resolver, systemResolver } from "./resolver.js";
export type { ListenAddress } from "./listen-address.js";
export type {
  Connect,
  ConnectedStream,
  ListenHandlers,
  SocketLayer,
  SocketListener,
} from "./socket-layer.js";
export { tcpSockets } from "./tcp-sockets.js";
export type { SharedReads } from "./shared-reads.js";
export { TcpStream } from "./tcp-stream.js";
export { TcpTransport } from "./tcp-transport.js";
export type {
  DialOptions,
  DialTarget,
  DialTrace,
  EstablishedConnection,
  InboundHandlers,
  Transport,
} from "./transport.js";
export { upgrade, type Upgraded, type UpgradeOptions } from "./upgrade.js";
