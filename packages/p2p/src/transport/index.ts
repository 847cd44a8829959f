export {
  type AdmissionDecision,
  type AdmissionLimits,
  decideAdmission,
  type HandshakeProgress,
  type PendingHandshake,
} from "./admission.js";
export { explainRejection } from "./explain-rejection.js";
export type { ConnectionCandidate, ConnectionFilter } from "./filters.js";
export { goTiming, type TransportOptions } from "./options.js";
export { type ConnectPhase, phaseOf } from "./phase.js";
export { type Resolver, systemResolver } from "./resolver.js";
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
