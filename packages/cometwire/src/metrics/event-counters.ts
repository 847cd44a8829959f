import { type NodeEvent, type P2PError, phaseOf } from "@cometwire/p2p";
import { directionOf } from "../log/event-fields.js";
import { errorOf } from "../log/event-table.js";
import type { Sample } from "./family.js";

/** Numbers by the values of a few labels. */
class LabelledCounter {
  readonly #labelNames: readonly string[];
  readonly #counts = new Map<string, { readonly values: readonly string[]; count: number }>();

  constructor(...labelNames: readonly string[]) {
    this.#labelNames = labelNames;
  }

  increment(...values: readonly string[]): void {
    this.add(1, ...values);
  }

  add(amount: number, ...values: readonly string[]): void {
    const key = values.join("\n");
    const entry = this.#counts.get(key);
    if (entry === undefined) this.#counts.set(key, { values, count: amount });
    else entry.count += amount;
  }

  *samples(): IterableIterator<Sample> {
    for (const { values, count } of this.#counts.values()) {
      const labels = Object.fromEntries(this.#labelNames.map((name, i) => [name, values[i] ?? ""]));
      yield { labels, value: count };
    }
  }
}

/**
 * Counts what happens on a node. Labels are names of events, directions and error codes: all of them ours, so that no
 * peer can make new series.
 */
export class EventCounters {
  readonly events = new LabelledCounter("event");
  readonly dials = new LabelledCounter("result");
  readonly handshakeFailures = new LabelledCounter("direction", "code");
  readonly inboundRefused = new LabelledCounter("code");
  readonly disconnects = new LabelledCounter("direction", "reason");
  readonly reconnects = new LabelledCounter("why");
  readonly pexReceived = new LabelledCounter("result");
  readonly pexServed = new LabelledCounter("verified");
  readonly verifications = new LabelledCounter("result");
  pexRequests = 0;
  pexAnswers = 0;

  /** Counts one event. */
  count(event: NodeEvent): void {
    this.events.increment(event.type);
    const error = errorOf(event);
    const code = error?.code ?? "UNKNOWN";
    switch (event.type) {
      case "peer-connected":
        if (event.peer.outbound) this.dials.increment("ok");
        break;
      case "dial-failed":
        this.dials.increment(code);
        if (isHandshake(error)) this.handshakeFailures.increment("outbound", code);
        break;
      case "inbound-refused":
        this.inboundRefused.increment(code);
        if (isHandshake(error)) this.handshakeFailures.increment("inbound", code);
        break;
      case "peer-refused":
        if (!event.outbound) this.inboundRefused.increment(code);
        break;
      case "peer-disconnected":
        this.disconnects.increment(directionOf(event.peer.outbound), error?.code ?? "graceful");
        break;
      case "reconnect-scheduled":
        this.reconnects.increment(event.why);
        break;
      case "addresses-requested":
        this.pexRequests++;
        break;
      case "addresses-received":
        this.pexReceived.add(event.added, "added");
        this.pexReceived.add(event.count - event.added, "other");
        break;
      case "addresses-served":
        this.pexAnswers++;
        this.pexServed.add(event.verified, "yes");
        this.pexServed.add(event.count - event.verified, "no");
        break;
      case "address-verified":
        this.verifications.increment("ok");
        break;
      case "verification-postponed":
        this.verifications.increment("postponed");
        break;
      case "verification-failed":
        this.verifications.increment(code);
        break;
      default:
        break;
    }
  }
}

/** Whether bytes were exchanged: names, TCP and our own filters apart. */
function isHandshake(error: P2PError | undefined): boolean {
  const phase = error === undefined ? undefined : phaseOf(error.code);
  return phase !== undefined && phase !== "dns" && phase !== "tcp" && phase !== "admission";
}
