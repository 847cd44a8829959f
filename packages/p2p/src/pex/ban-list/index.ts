export { type DecodedBans, decodeBans, encodeBans } from "./ban-json.js";
export { type AddBanOptions, type Ban, type BanChange, BanList, type BanListOptions } from "./ban-list.js";
export {
  BanFile,
  type BanFileOptions,
  type LoadBanListOptions,
  type LoadedBanList,
  loadBanList,
} from "./ban-file.js";
export {
  type BanTarget,
  formatBanTarget,
  parseBanTarget,
  type PeerIdentity,
  targetMatches,
} from "./ban-target.js";
