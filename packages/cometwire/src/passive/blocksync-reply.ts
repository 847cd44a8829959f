const BLOCK_REQUEST = 0x0a;
const NO_BLOCK_RESPONSE = 0x12;
/** Both tags and lengths, and a height of the longest encoding. */
const LONGEST_REQUEST_BYTES = 13;

/**
 * Says of a block that it is not there: the answer to a `BlockRequest`, undefined for other messages. The two messages
 * differ in their first byte only (`proto/tendermint/blocksync/types.proto@v0.38.25`).
 */
export function blocksyncReply(message: Uint8Array): Uint8Array | undefined {
  const [tag, length] = message;
  if (tag !== BLOCK_REQUEST || message.length > LONGEST_REQUEST_BYTES) return undefined;
  if (length !== message.length - 2) return undefined;
  const reply = message.slice();
  reply[0] = NO_BLOCK_RESPONSE;
  return reply;
}
