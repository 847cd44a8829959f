const NEW_ROUND_STEP = 0x0a;
/** More than five numbers can take. */
const LONGEST_STEP_BYTES = 64;

/**
 * Sends a `NewRoundStep` back to where it came from: we are where the peer is. Undefined for other messages. It is the
 * peer's own message, so whatever its release knows and checks is right for it.
 */
export function roundReply(message: Uint8Array): Uint8Array | undefined {
  if (message[0] !== NEW_ROUND_STEP || message.length > LONGEST_STEP_BYTES) return undefined;
  return message.slice();
}
