/** What all sessions of one end have in common. */
import type { FaultInjector } from "../injected-fault.js";
import type { End } from "../plan.js";
import type { MessageWriter } from "../stamp.js";
import type { Rest } from "./rest.js";
import type { ReceivedCounter } from "./figures.js";

export interface Situation {
  readonly seed: number;
  /** Who we are. */
  readonly end: End;
  /** Messages that a channel sends, on average, in each direction of a connection. */
  readonly channelRatePerS: number;
  readonly rest: Rest;
  readonly writer: MessageWriter;
  readonly faults: FaultInjector;
  /** Which end of a connection has a slow reader now, if any. */
  readonly slowEndOf: (connection: number) => End | undefined;
  /** What counts the messages of a connection now, if any are to be counted. */
  readonly counter: (connection: number) => ReceivedCounter | undefined;
}
