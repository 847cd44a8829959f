export * from "./address-book/index.js";
export * from "./ban-list/index.js";
export { type DialVerdict, judgeDial } from "./dial-verdict.js";
export type { PexEvent } from "./events.js";
export type { PexOptions } from "./options.js";
export { type PexMessage, pexAnswer, pexChannel, pexRequest } from "./pex-channel.js";
export { PexReactor } from "./pex-reactor.js";
export type { SeedStatus } from "./seed-status.js";
