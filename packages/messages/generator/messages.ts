import { type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import { ts_name } from "./gen/cometwire/options_pb.js";

/** The name of a message in TypeScript; nested ones carry the name of what they are nested in. */
export function messageName(message: DescMessage): string {
  if (hasOption(message, ts_name)) return getOption(message, ts_name);
  return message.parent === undefined ? message.name : `${messageName(message.parent)}${message.name}`;
}

/** Whether a message can contain a message of its own type, at any depth. */
export function isRecursive(message: DescMessage): boolean {
  const seen = new Set<DescMessage>();
  const todo = [message];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const field of next.fields) {
      if (field.message === undefined) continue;
      if (field.message === message) return true;
      if (!seen.has(field.message)) {
        seen.add(field.message);
        todo.push(field.message);
      }
    }
  }
  return false;
}
