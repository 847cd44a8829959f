export {
  type MConnectionChannel,
  type CompleteChannel,
  completeChannels,
  formatChannelId,
} from "./channel.js";
export type { FlowStatus } from "./flow-meter.js";
export type { MessageReceiver } from "./inbox.js";
export { MConnection, type SendOptions } from "./mconnection.js";
export type { MConnectionOptions, MConnectionSettings } from "./options.js";
export { type PacketEvents, PacketReader, type PacketReaderOptions } from "./packet-reader.js";
export type { ChannelStatus, MConnectionStatus } from "./status.js";
