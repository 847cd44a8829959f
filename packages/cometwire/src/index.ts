/**
 * The command line tool's parts that programs can use: a tap of a chain's gossip, its recordings, and the way into NATS.
 *
 * @packageDocumentation
 */
export { CommandError } from "./command-error.js";
export { openRecording } from "./recording/open-recording.js";
export { readRecording } from "./recording/read-recording.js";
export type { Recording, RecordingFile, RecordingOptions } from "./recording/recording.js";
export { openSink, type OpenSinkOptions } from "./sink/open-sink.js";
export { describeSinkEvent, type SinkEvent } from "./sink/sink-event.js";
export type { Publication, QueuedPublication, SinkQueueLimits } from "./sink/sink-queue.js";
export type { SinkSession } from "./sink/sink-session.js";
export { parseSinkUrl, type SinkCredentials, type SinkTarget } from "./sink/sink-target.js";
export type { Sink, SinkOptions } from "./sink/sink.js";
export type { MessageChoice } from "./tap/choice.js";
export type { TapConsumer } from "./tap/consumer.js";
export type { RoundStep } from "./tap/follow-rounds.js";
export type { MessagesOptions } from "./tap/message-stream.js";
export { messageJson, messageLine, type TapMessageJson } from "./tap/message-json.js";
export type { Json } from "./tap/plain-json.js";
export { createTap, type Tap, type TapNodeOptions, type TapOptions } from "./tap/tap.js";
export type { TapMessage, TapPeer, TapSighting } from "./tap/tap-message.js";
export type { Amount, PeerTotals, TapSummary, TypeTotals } from "./tap/totals.js";
