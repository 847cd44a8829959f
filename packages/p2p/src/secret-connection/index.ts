export { FrameOpener, type PlaintextConsumer } from "./frame-opener.js";
export { FrameSealer } from "./frame-sealer.js";
export { type HandshakeOptions, performHandshake } from "./perform-handshake.js";
export { type DelimitedCodes } from "./read-delimited.js";
export { SecretConnection, type SecretConnectionConsumer } from "./secret-connection.js";
export type { StreamReader, StreamReaderOptions } from "./stream-reader.js";
