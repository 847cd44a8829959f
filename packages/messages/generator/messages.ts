import { type DescField, type DescMessage, getOption, hasOption } from "@bufbuild/protobuf";
import { non_nullable, ts_name } from "./gen/cometwire/options_pb.js";

/** The name of a message in TypeScript; nested ones carry the name of what they are nested in. */
export function messageName(message: DescMessage): string {
  if (hasOption(message, ts_name)) return getOption(message, ts_name);
  return message.parent === undefined ? message.name : `${messageName(message.parent)}${message.name}`;
}

/** Whether a message can contain a message of its own type, at any depth. */
export function isRecursive(message: DescMessage): boolean {
  return reachesItself(message, () => true);
}

/** Whether a message holds one of its own type by value: it would have no end. */
export function isEndless(message: DescMessage): boolean {
  return reachesItself(message, (field) => field.fieldKind !== "list" && getOption(field, non_nullable));
}

function reachesItself(message: DescMessage, follow: (field: DescField) => boolean): boolean {
  const seen = new Set<DescMessage>();
  const todo = [message];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const field of next.fields) {
      if (field.message === undefined || !follow(field)) continue;
      if (field.message === message) return true;
      if (!seen.has(field.message)) {
        seen.add(field.message);
        todo.push(field.message);
      }
    }
  }
  return false;
}
