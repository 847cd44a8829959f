/**
 * CometBFT's peer-to-peer layer: from socket to peer.
 *
 * @packageDocumentation
 */
export * from "./base/index.js";
export * from "./crypto/index.js";
export * from "./mconnection/index.js";
export * from "./secret-connection/index.js";
export * from "./transport/index.js";
export * from "./wire/index.js";
