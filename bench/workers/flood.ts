/** Keeps the queue of a channel full. */

/** A connection, or a peer. */
interface Sender {
  trySend(channelId: number, message: Uint8Array): boolean;
  send(channelId: number, message: Uint8Array): Promise<void>;
}

/** Sends one message over and over, as fast as the queue takes it, until the connection ends: then it throws. */
export async function flood(sender: Sender, channelId: number, message: Uint8Array): Promise<never> {
  for (;;) {
    while (sender.trySend(channelId, message));
    await sender.send(channelId, message);
  }
}
