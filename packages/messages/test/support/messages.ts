/* Valid messages to break. */
import { type ChannelMessage, decodeMessage, type MessageType, type MessageTypes } from "../../src/index.js";
import { fromHex } from "./hex.js";
import { readVectors } from "./vectors.js";

interface MessageVector {
  readonly channel: number;
  readonly type: string;
  readonly encoded?: string;
}

/** A message of `test/fixtures/vectors/messages`, which v0.38.25 accepts. Each call gives a new one, free to be changed. */
export function validMessage<Type extends MessageType>(
  type: Type,
  file: string,
  name: string,
): { type: Type; value: MessageTypes[Type] } {
  const vector = readVectors<MessageVector>(`messages/${file}`, "valid").find((each) => each.name === name);
  if (vector?.encoded === undefined) throw new Error(`no message "${name}"`);
  const { channel, encoded } = vector;
  const message: ChannelMessage = decodeMessage({ version: "v0.38", channel, bytes: fromHex(encoded) });
  if (message.type !== type) throw new Error(`"${name}" is a ${message.type}`);
  return message as { type: Type; value: MessageTypes[Type] };
}

/** What must be there in a valid message. */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("missing in a valid message");
  return value;
}
