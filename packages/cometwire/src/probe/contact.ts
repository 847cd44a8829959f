import {
  type Clock,
  type DialTarget,
  type Endpoint,
  type EstablishedConnection,
  type NodeInfo,
  P2PError,
  printable,
  type Transport,
} from "@cometwire/p2p";
import { formatEndpoint } from "./format-endpoint.js";
import { noTimings, type ProbePhase, type Timings } from "./result.js";

/** What one dial has shown, whether it went well or not. */
export interface Contact {
  readonly resolved: readonly string[];
  /** Whom the TCP connection was made with. */
  readonly remote: Endpoint | undefined;
  /** Who answered: authenticated. */
  readonly id: string | undefined;
  readonly nodeInfo: NodeInfo | undefined;
  readonly timings: Timings;
  /** Time from the last step that went well to the end. */
  readonly tailMs: number;
  /** The connection, or why there is none. */
  readonly outcome: EstablishedConnection | P2PError;
}

/** What a contact needs. */
export interface ContactOptions {
  readonly transport: Transport;
  readonly target: DialTarget;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: ProbePhase, ms: number, detail: string) => void;
}

/** Dials once, remembers every step, and never throws for what the network or the peer does. */
export async function makeContact(options: ContactOptions): Promise<Contact> {
  const { transport, target, clock, signal } = options;
  let resolved: readonly string[] = [];
  let remote: Endpoint | undefined;
  let id: string | undefined;
  let nodeInfo: NodeInfo | undefined;
  let timings = noTimings;
  let lastAt = clock.now();
  const step = (phase: ProbePhase, ms: number, detail: string): void => {
    timings = { ...timings, [phase]: ms };
    lastAt = clock.now();
    options.onPhase(phase, ms, detail);
  };
  const dial = transport.dial(target, {
    signal,
    onTrace: (event) => {
      switch (event.phase) {
        case "dns":
          resolved = event.resolved;
          step("dns", event.ms, resolved.join(", "));
          break;
        case "tcp":
          remote = event.endpoint;
          step("tcp", event.ms, formatEndpoint(remote));
          break;
        case "secretConnection":
          id = event.id;
          step("secretConnection", event.ms, `id ${id}`);
          break;
        case "nodeInfo":
          nodeInfo = event.nodeInfo;
          step(
            "nodeInfo",
            event.ms,
            `"${printable(nodeInfo.moniker)}" on network "${printable(nodeInfo.network)}"`,
          );
          break;
      }
    },
  });
  const outcome = await dial.catch((error: unknown) => {
    if (error instanceof P2PError) return error;
    throw error;
  });
  if (resolved.length === 0 && remote !== undefined) resolved = [remote.ip];
  return { resolved, remote, id, nodeInfo, timings, tailMs: clock.now() - lastAt, outcome };
}
