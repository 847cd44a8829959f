import type { CommandError } from "../command-error.js";
import { counted, formatBytes } from "../text/amounts.js";

/** What happens to a sink, for the log. */
export type SinkEvent =
  | {
      readonly type: "connected";
      readonly stream: string;
      /** Whether the stream was made now. */
      readonly madeStream: boolean;
      /** Messages that wait to be published. */
      readonly waiting: number;
    }
  | { readonly type: "lost"; readonly error: CommandError }
  | {
      /** The queue is full. Told of at most every ten seconds. */
      readonly type: "dropping";
      /** Messages dropped so far. */
      readonly dropped: number;
      readonly droppedBytes: number;
    }
  | {
      readonly type: "closed";
      /** Messages that the stream has stored. */
      readonly published: number;
      readonly dropped: number;
      /** What was still waiting, the report that the tap ends included. */
      readonly unpublished: number;
    };

/** An event in one line, for people. */
export function describeSinkEvent(event: SinkEvent): string {
  switch (event.type) {
    case "connected": {
      const made = event.madeStream ? ", which was made now" : "";
      const waiting = event.waiting === 0 ? "" : `; ${counted(event.waiting, "message")} waited for it`;
      return `sink: publishing to the stream ${event.stream}${made}${waiting}`;
    }
    case "lost": {
      const { message, code, remedy } = event.error;
      return `${message} (${code}); messages wait in memory, and it is tried again. What to do: ${remedy}`;
    }
    case "dropping": {
      const amount = `${counted(event.dropped, "message")} (${formatBytes(event.droppedBytes)})`;
      return `sink: the queue is full; ${amount} dropped so far, the oldest first`;
    }
    case "closed": {
      const { published, dropped, unpublished } = event;
      const lost =
        dropped + unpublished === 0 ? "" : `, ${dropped} dropped, ${unpublished} not published in time`;
      return `sink: ${counted(published, "message")} published${lost}`;
    }
  }
}
