export type { ByteStream, ByteStreamHandlers, Endpoint } from "./byte-stream.js";
export { type Clock, systemClock, type Timer } from "./clock.js";
export { copyBytes } from "./copy-bytes.js";
export { abortError, type DeadlineOptions, withDeadline } from "./deadline.js";
export {
  type ErrorCode,
  type ErrorCodeEntry,
  errorCodes,
  type RetryAdvice,
} from "./error-codes.js";
export { Fifo } from "./fifo.js";
export { holdProcess } from "./hold-process.js";
export { limits } from "./limits.js";
export { asP2PError, P2PError, type P2PErrorDetails, printable } from "./p2p-error.js";
export { type Random, systemRandom } from "./random.js";
export { TokenBucket } from "./token-bucket.js";
export { Watchdog } from "./watchdog.js";
