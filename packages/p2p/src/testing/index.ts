/**
 * Build your own tests on these: virtual time, repeatable randomness, connections inside the process.
 *
 * @packageDocumentation
 */
export { type MemoryStream, type MemoryStreamOptions, memoryStreamPair } from "./memory-stream.js";
export {
  checkReactor,
  type CheckReactorOptions,
  type CheckReactorReport,
  ReactorFaultError,
} from "./reactor-test-kit.js";
export { GrammarChecker, type GrammarCheckerOptions } from "./reactor-test-kit-grammar.js";
export type { ReactorFaultKind } from "./reactor-test-kit-instrument.js";
export {
  type ScriptedConnection,
  type ScriptedMessage,
  ScriptedPeer,
  type ScriptedPeerOptions,
  simulatedNodeInfo,
} from "./reactor-test-kit-peer.js";
export { type ReactorCall, RecordingReactor } from "./reactor-test-kit-recording.js";
export type { ReactorFault, ReactorMessage } from "./reactor-test-kit-run.js";
export { type RecordedMessage, replayInto, type ReplayOptions } from "./replay-into.js";
export { SeededRandom } from "./seeded-random.js";
export { simulatedCrypto, type SimulatedCryptoOptions, simulatedNodeKey } from "./simulated-crypto.js";
export type { NetworkEventKind } from "./simulated-network-connection.js";
export {
  SimulatedNetwork,
  type SimulatedNetworkEvent,
  type SimulatedNetworkOptions,
  type SimulatedTransportOptions,
} from "./simulated-network.js";
export { VirtualClock } from "./virtual-clock.js";
