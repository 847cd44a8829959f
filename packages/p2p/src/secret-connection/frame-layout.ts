import { limits } from "../base/index.js";

/** Bytes of a frame's length field, in front of its payload. */
export const FRAME_HEADER_BYTES = limits.framePlainBytes - limits.frameDataBytes;

/** Go panics when its counter reaches 2^64 - 1, before that frame is sent (`secret_connection.go:453-462@v0.38.25`). */
export const LAST_NONCE = 0xffff_ffff_ffff_fffen;
