export type { Channel, Codec } from "./channel.js";
export type { ChannelDescriptor } from "./channel-descriptor.js";
export type { ReconnectCause, SwitchEvent } from "./events.js";
export type { SwitchOptions, TransportSeams } from "./options.js";
export { type Peer, PeerKey } from "./peer.js";
export type { FilterCandidate, PeerFilter } from "./peer-session.js";
export {
  type BroadcastResult,
  defineReactor,
  type DialPeerOptions,
  type PeerCounts,
  type Reactor,
  type ReactorContext,
} from "./reactor.js";
export type { PeerRoster } from "./roster.js";
export type { ReconnectSettings } from "./reconnect-policy.js";
export { Switch } from "./switch.js";
export type { ConnectionSettings } from "./switch-peer.js";
export type { ChannelTraffic, TrafficCounts } from "./traffic.js";
