/**
 * The command line tool's parts that programs can use: a tap of a chain's gossip.
 *
 * @packageDocumentation
 */
export type { TapConsumer } from "./tap/consumer.js";
export type { RoundStep } from "./tap/follow-rounds.js";
export type { MessagesOptions } from "./tap/message-stream.js";
export { messageJson, messageLine, type TapMessageJson } from "./tap/message-json.js";
export type { Json } from "./tap/plain-json.js";
export { createTap, type Tap, type TapNodeOptions, type TapOptions } from "./tap/tap.js";
export type { TapMessage, TapPeer, TapSighting } from "./tap/tap-message.js";
export type { Amount, PeerTotals, TapSummary, TypeTotals } from "./tap/totals.js";
