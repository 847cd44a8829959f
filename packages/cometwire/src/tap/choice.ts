import type { MessageType } from "@cometwire/messages";
import type { TapMessage } from "./tap-message.js";

/** Which messages somebody wants. */
export interface MessageChoice {
  /** Only these. What cannot be read has no type and is left out then. Default: all. */
  readonly types?: Iterable<MessageType> | undefined;
  /** Only those of these channels, by id. Default: all. */
  readonly channels?: Iterable<number> | undefined;
}

/** Says of a message whether it is wanted. */
export function wanted(choice: MessageChoice): (message: TapMessage) => boolean {
  const types = choice.types === undefined ? undefined : new Set(choice.types);
  const channels = choice.channels === undefined ? undefined : new Set(choice.channels);
  return ({ channel, message }) => {
    if (channels?.has(channel) === false) return false;
    return types === undefined || (message !== undefined && types.has(message.type));
  };
}
