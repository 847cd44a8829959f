/** Compares what the two ends of each session say about it. */
import type { End } from "./plan.js";
import { channels } from "./settings.js";

/** How a session ended, as one end sees it. */
export type Ending =
  /** It has not. */
  | "open"
  /** This end sent what was queued, and said goodbye. */
  | "graceful"
  /** This end broke it off. */
  | "abrupt"
  /** The other end did something. */
  | "other end";

/** One end's view of one session. */
export interface SessionRecord {
  readonly end: End;
  readonly connection: number;
  /** This end's count of sessions on this connection, which its messages carry. */
  readonly incarnation: number;
  /** Messages queued, in the order of {@link channels}. */
  readonly sent: readonly number[];
  /** The other end's incarnation; undefined when nothing was received. */
  readonly heard: number | undefined;
  /** Messages received, in the same order. */
  readonly received: readonly number[];
  readonly ending: Ending;
  /** The code of the error that the library gave as the reason, once ended. */
  readonly reason: string | undefined;
  readonly lifeMs: number;
  /** Whatever went wrong: with a message received, or with sending. */
  readonly faults: readonly string[];
}

/** Both views of a session. */
export interface SessionPair {
  readonly dialer: SessionRecord;
  readonly listener: SessionRecord;
}

/** Pairs of records, and those whose other side is not there. */
export interface Pairing {
  readonly pairs: readonly SessionPair[];
  readonly alone: readonly SessionRecord[];
}

/** Finds out who talked with whom: a session's ends know each other by the incarnation that was heard. */
export function pairUp(records: readonly SessionRecord[]): Pairing {
  const listeners = new Set(records.filter(({ end }) => end === "listener"));
  const pairs: SessionPair[] = [];
  const alone: SessionRecord[] = [];
  for (const dialer of records) {
    if (dialer.end !== "dialer") continue;
    const listener = findOther(dialer, listeners);
    if (listener === undefined) alone.push(dialer);
    else pairs.push({ dialer, listener });
    if (listener !== undefined) listeners.delete(listener);
  }
  return { pairs, alone: [...alone, ...listeners] };
}

function findOther(dialer: SessionRecord, listeners: Iterable<SessionRecord>): SessionRecord | undefined {
  for (const listener of listeners) {
    if (listener.connection !== dialer.connection) continue;
    if (listener.heard === dialer.incarnation || dialer.heard === listener.incarnation) return listener;
  }
  return undefined;
}

/** What is wrong with sessions that have ended. */
export function faultsOfEnded(records: readonly SessionRecord[]): string[] {
  const { pairs, alone } = pairUp(records);
  return [
    ...records.flatMap(({ faults }) => faults),
    ...records.flatMap(wrongReason),
    ...pairs.flatMap(({ dialer, listener }) => [
      ...undelivered(dialer, listener, promisedAll(dialer, listener)),
      ...undelivered(listener, dialer, promisedAll(listener, dialer)),
      ...unexplained(dialer, listener),
    ]),
    ...lostWhole(alone),
  ];
}

/** What is missing while nobody sends: everybody should be connected, and everything should have arrived. */
export function missingAtRest(records: readonly SessionRecord[], connections: number): string[] {
  const open = records.filter(({ ending }) => ending === "open");
  const { pairs, alone } = pairUp(open);
  const closing = records.length - open.length;
  const connected = pairs.length === connections && alone.length === 0 && closing === 0;
  const states = `${pairs.length} of ${connections} connected, ${alone.length} ends alone, ${closing} closing`;
  return [
    ...(connected ? [] : [states]),
    ...pairs.flatMap(({ dialer, listener }) => [
      ...undelivered(dialer, listener, true),
      ...undelivered(listener, dialer, true),
    ]),
  ];
}

/** A goodbye comes after everything that was queued, unless the receiver has ended the session itself. */
function promisedAll(sender: SessionRecord, receiver: SessionRecord): boolean {
  if (sender.ending !== "graceful" || receiver.ending !== "other end") return false;
  return wrongReason(receiver).length === 0;
}

function undelivered(sender: SessionRecord, receiver: SessionRecord, all: boolean): string[] {
  return channels.flatMap(({ id }, index) => {
    const [sent = 0, received = 0] = [sender.sent[index], receiver.received[index]];
    if (received === sent || (received < sent && !all)) return [];
    const name = `${titleOf(sender)}, channel 0x${id.toString(16)}`;
    return [`${name}: ${received} of ${sent} messages arrived (${sender.ending} → ${receiver.ending})`];
  });
}

/** How an end notices that the other one has gone; in the middle of a frame when that one broke off. */
const goneReasons = ["CONNECTION_CLOSED", "CONNECTION_LOST", "FRAME_TRUNCATED"];

/** Reasons that the library may give, by how the session ended. Both ends may close at the same time. */
const reasons: Readonly<Record<Ending, readonly string[]>> = {
  open: [],
  graceful: ["STOPPED", ...goneReasons],
  abrupt: ["ABORTED"],
  "other end": goneReasons,
};

function wrongReason(record: SessionRecord): string[] {
  const { ending, reason = "none" } = record;
  if (reasons[ending].includes(reason)) return [];
  return [`${titleOf(record)}: ended with ${reason} (${ending})`];
}

/** Both say that the other end did it, and neither says why. */
function unexplained(dialer: SessionRecord, listener: SessionRecord): string[] {
  if ([dialer, listener].some((record) => wrongReason(record).length > 0)) return [];
  if (dialer.ending !== "other end" || listener.ending !== "other end") return [];
  const why = `${String(dialer.reason)} and ${String(listener.reason)}`;
  return [`${titleOf(dialer)}: ended, and neither end had closed it (${why})`];
}

/** A session may be broken off before a message was received; one that ended gracefully was received by somebody. */
function lostWhole(alone: readonly SessionRecord[]): string[] {
  return alone.flatMap((record) => {
    const sent = record.sent.reduce((sum, each) => sum + each, 0);
    if (record.heard !== undefined) return [`${titleOf(record)}: its other end does not know of it`];
    const brokenOff = alone.some(
      (other) =>
        other.end !== record.end && other.connection === record.connection && other.ending !== "other end",
    );
    if (record.ending !== "graceful" || sent === 0 || brokenOff) return [];
    return [`${titleOf(record)}: nothing of ${sent} messages arrived`];
  });
}

function titleOf({ end, connection, incarnation }: SessionRecord): string {
  return `connection ${connection} from the ${end}, session ${incarnation}`;
}
