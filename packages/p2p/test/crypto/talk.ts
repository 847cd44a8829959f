/* Two ends in this process: handshake, a message each way, and with which cipher. Its own process, for its own flags. */
import {
  chooseFrameCipher,
  createHandshakeCrypto,
  NodeKey,
  performHandshake,
  systemClock,
} from "@cometwire/p2p";
import { memoryStreamPair } from "@cometwire/p2p/testing";

const { cipher, fallbackReason } = chooseFrameCipher();
const options = { crypto: createHandshakeCrypto({ clock: systemClock }), cipher, clock: systemClock };
const [left, right] = await Promise.all(
  memoryStreamPair({ clock: systemClock }).map((stream) =>
    performHandshake(stream, { ...options, nodeKey: NodeKey.generate(), timeoutMs: 60_000 }),
  ),
);
const message = Uint8Array.from({ length: 5_000 }, (_, i) => i & 0xff);
left?.write(message);
right?.write(message);
const received = await Promise.all([left?.read(message.length), right?.read(message.length)]);
const equal = received.every((bytes) => bytes !== undefined && Buffer.compare(bytes, message) === 0);
console.log(JSON.stringify({ cipher: cipher.name, fallbackReason, equal }));
