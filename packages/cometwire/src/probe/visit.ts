import {
  type Clock,
  type EstablishedConnection,
  explainRejection,
  IpAddress,
  type NetAddress,
  type NodeInfo,
  P2PError,
  type Transport,
} from "@cometwire/p2p";
import { type Announcement, PEX_CHANNEL, probeNodeInfo } from "./announcement.js";
import type { Findings } from "./build-result.js";
import { type Contact, makeContact } from "./contact.js";
import { converse } from "./conversation.js";
import { Deadline } from "./deadline.js";
import { firstAnnouncement, nextContact } from "./plan.js";
import { noTimings, type ProbeEvent, type Trouble } from "./result.js";
import type { ProbeTarget } from "./target.js";
import { type Failure, failureOf, openPhase, pexTroubles, timeUp, troubleOf } from "./verdict.js";

/** What to find out, and within which time. */
export interface VisitOptions {
  readonly target: ProbeTarget;
  /** The network to announce; found out when left out. */
  readonly network: string | undefined;
  /** One deadline for everything. */
  readonly timeoutMs: number;
  /** Whether to ask for addresses. */
  readonly pex: boolean;
  /** How long to stay after an answer, to see whether the peer hangs up, as seeds do. Default 0. */
  readonly lingerMs?: number | undefined;
}

/** What a visit needs. */
export interface VisitTools {
  /** The id that the transports dial with. */
  readonly ownId: string;
  /** A transport for one contact, which announces `nodeInfo` and has so much time. */
  readonly createTransport: (nodeInfo: NodeInfo, remainingMs: number) => Transport;
  readonly clock: Clock;
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: ProbeEvent) => void;
}

/** What a visit has shown. */
export interface Visit {
  readonly findings: Findings;
  readonly outcome: Reached | Failure;
}

/** The peer has kept the connection. */
export interface Reached {
  readonly peer: Pick<EstablishedConnection, "id" | "nodeInfo" | "remote">;
  /** What it answered to a PexRequest. */
  readonly addresses: readonly NetAddress[];
  /** Whether it closed after its answer, while we stayed. */
  readonly hungUp: boolean;
  /** Why there are none although they were asked for. */
  readonly pexError: Trouble | null;
}

/** How long an answer to a PexRequest may take, on top of the round trips. */
const PEX_WAIT_MS = 5_000;
/** How long a peer that is asked nothing has time to close, on top of the round trips. */
const SETTLE_MS = 500;

/**
 * Visits a peer, with as many contacts as that takes, and leaves again. Everything that the network or the peer does ends
 * in a result.
 *
 * @throws P2PError `ABORTED` when the signal fires.
 */
export async function visit(options: VisitOptions, tools: VisitTools): Promise<Visit> {
  const deadline = new Deadline(options.timeoutMs, tools.clock, tools.signal);
  try {
    const visitor = new Visitor(options, tools, deadline);
    const outcome = await visitor.run();
    return { findings: visitor.findings, outcome };
  } finally {
    deadline.close();
  }
}

class Visitor {
  readonly #options: VisitOptions;
  readonly #tools: VisitTools;
  readonly #deadline: Deadline;
  #findings: Findings;

  constructor(options: VisitOptions, tools: VisitTools, deadline: Deadline) {
    this.#options = options;
    this.#tools = tools;
    this.#deadline = deadline;
    const { target } = options;
    this.#findings = { target, resolved: [], id: undefined, nodeInfo: undefined, timings: noTimings };
  }

  /** What all contacts so far have shown. */
  get findings(): Findings {
    return this.#findings;
  }

  async run(): Promise<Reached | Failure> {
    let announce = firstAnnouncement(this.#options.network);
    let why: string | undefined;
    let host = this.#options.target.host;
    let resets = 0;
    for (let number = 1; ; number++) {
      this.#tools.onEvent({ type: "contact", number, why });
      const contact = await this.#contact(host, announce);
      const { outcome } = contact;
      if (!(outcome instanceof P2PError)) return this.#talk(outcome, announce);
      if (this.#tools.signal.aborted) throw outcome;
      const failure = this.#failureOf(contact, outcome, host);
      const next = nextContact({
        number,
        announced: announce,
        code: failure.error.code,
        nodeInfo: contact.nodeInfo,
        networkGiven: this.#options.network !== undefined,
        resets,
      });
      if (!next.again || next.delayMs >= this.#deadline.remainingMs()) {
        return this.#failed(failure, contact.tailMs);
      }
      if (next.delayMs > 0) {
        resets++;
        await this.#deadline.pause(next.delayMs);
      }
      // The same machine again, whatever the name stands for.
      host = contact.remote?.ip ?? host;
      ({ announce, why } = next);
    }
  }

  async #contact(host: string, announce: Announcement): Promise<Contact> {
    const { target, resolved, id, nodeInfo, timings } = this.#findings;
    const { ownId, clock, onEvent } = this.#tools;
    const ours = probeNodeInfo(ownId, announce);
    const transport = this.#tools.createTransport(ours, this.#deadline.remainingMs());
    try {
      const contact = await makeContact({
        transport,
        target: { host, port: target.port, id: target.id },
        clock,
        signal: this.#deadline.signal,
        onPhase: (phase, ms, detail) => onEvent({ type: "phase", phase, ms, detail }),
      });
      this.#findings = {
        target,
        resolved: resolved.length > 0 ? resolved : contact.resolved,
        id: contact.id ?? id,
        nodeInfo: contact.nodeInfo ?? nodeInfo,
        timings: { ...contact.timings, dns: timings.dns ?? contact.timings.dns },
      };
      return contact;
    } finally {
      await transport.close();
    }
  }

  /** The connection stands on our side; whether it does on the other one, only a conversation tells. */
  async #talk(connection: EstablishedConnection, announce: Announcement): Promise<Reached | Failure> {
    const { ownId, clock, signal, onEvent } = this.#tools;
    const { pex, lingerMs } = this.#options;
    const ask = pex && announce.channels.includes(PEX_CHANNEL);
    const roundTripMs = this.#findings.timings.tcp ?? 0;
    const startedAt = clock.now();
    const conversation = await converse(connection.secretConnection, {
      channels: announce.channels,
      ask,
      waitMs: Math.min(this.#deadline.remainingMs(), (ask ? PEX_WAIT_MS : SETTLE_MS) + 2 * roundTripMs),
      lingerMs,
      clock,
      signal: this.#deadline.signal,
    });
    const ms = clock.now() - startedAt;
    if (signal.aborted) throw new P2PError("ABORTED");
    if (conversation.type === "closed") {
      const error = explainRejection(probeNodeInfo(ownId, announce), connection.nodeInfo);
      return this.#failed({ phase: "compatibility", error }, ms);
    }
    const reached = (
      addresses: readonly NetAddress[],
      pexError: Trouble | null,
      hungUp = false,
    ): Reached => ({ peer: connection, addresses, hungUp, pexError });
    if (!ask) return reached([], pex ? pexTroubles.notOffered : null);
    this.#findings = { ...this.#findings, timings: { ...this.#findings.timings, pex: ms } };
    if (conversation.type === "answered") {
      const { addresses, hungUp } = conversation;
      onEvent({ type: "phase", phase: "pex", ms, detail: `${addresses.length} addresses` });
      return reached(addresses, null, hungUp);
    }
    const { reason } = conversation;
    const trouble = reason === undefined ? pexTroubles.noAnswer : troubleOf(reason);
    onEvent({ type: "trouble", phase: "pex", ms, trouble });
    return reached([], trouble);
  }

  #failureOf(contact: Contact, error: P2PError, host: string): Failure {
    const open = openPhase(contact.timings, IpAddress.parse(host) === undefined);
    const noTimeLeft = error.code === "ABORTED" && this.#deadline.expired;
    return noTimeLeft ? timeUp(open, this.#options.timeoutMs) : failureOf(error, open);
  }

  #failed(failure: Failure, ms: number): Failure {
    const { phase, error } = failure;
    this.#tools.onEvent({ type: "trouble", phase, ms, trouble: troubleOf(error) });
    return failure;
  }
}
