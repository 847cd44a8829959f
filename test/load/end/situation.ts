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
  /** Messages a second that we send on each channel of a connection, on average. */
  readonly ratePerS: (connection: number) => number;
  readonly rest: Rest;
  readonly writer: MessageWriter;
  readonly faults: FaultInjector;
  /** Whether our reader of a connection is slow now. */
  readonly readsSlowly: (connection: number) => boolean;
  /** What counts the messages of a connection now, if any are to be counted. */
  readonly counter: (connection: number) => ReceivedCounter | undefined;
}
