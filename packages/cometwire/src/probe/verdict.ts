import { type ErrorCode, P2PError, phaseOf } from "@cometwire/p2p";
import type { FailedPhase, Timings, Trouble } from "./result.js";

/** Where something failed, and why. */
export interface Failure {
  readonly phase: FailedPhase;
  readonly error: P2PError;
}

/** Nobody answered what was asked. These codes are the probe's own: nothing went wrong with the connection. */
export const pexTroubles = {
  notOffered: {
    code: "PEX_NOT_OFFERED",
    message: "the peer does not offer PEX",
    likelyCause: "p2p.pex is off in its configuration; it lacks channel 0x00",
    remedy: "none needed; ask another peer for addresses",
  },
  noAnswer: {
    code: "PEX_NO_ANSWER",
    message: "the peer kept the connection but sent no addresses in time",
    likelyCause: "it is busy, or it does not answer such requests",
    remedy: "try again with a longer --timeout",
  },
} as const satisfies Record<string, Trouble>;

/** An error as a result shows it. */
export function troubleOf(error: P2PError): Trouble {
  const { code, message, likelyCause, remedy } = error;
  return { code, message, likelyCause, remedy };
}

/** The step that a contact was at when it ended, by the steps that it had taken. */
export function openPhase(timings: Timings, hostIsName: boolean): FailedPhase {
  if (timings.tcp === null) return timings.dns === null && hostIsName ? "dns" : "tcp";
  return timings.secretConnection === null ? "secretConnection" : "nodeInfo";
}

/** What an error of a dial means; `open` is the step that it happened at, for errors that can happen anywhere. */
export function failureOf(error: P2PError, open: FailedPhase): Failure {
  const phase = phaseOf(error.code);
  return { phase: phase === undefined || phase === "admission" ? open : phase, error };
}

/** What it means that the time for everything was up at this step. */
export function timeUp(phase: FailedPhase, timeoutMs: number): Failure {
  return {
    phase,
    error: new P2PError(timeoutCodes[phase], { detail: `the time for everything was ${timeoutMs} ms` }),
  };
}

const timeoutCodes: Readonly<Record<FailedPhase, ErrorCode>> = {
  dns: "DNS_TIMEOUT",
  tcp: "DIAL_TIMEOUT",
  secretConnection: "HANDSHAKE_TIMEOUT",
  identity: "HANDSHAKE_TIMEOUT",
  nodeInfo: "NODE_INFO_TIMEOUT",
  compatibility: "NODE_INFO_TIMEOUT",
};
