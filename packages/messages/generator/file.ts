/* A whole output file. */
import { emptyLines, enumLines, interfaceLines } from "./interfaces.js";
import { block, docComment } from "./lines.js";
import { readLines } from "./read.js";
import { Scope } from "./scope.js";
import { sizeLines } from "./size.js";
import type { FileModel, MessageModel } from "./types.js";
import { writeLines } from "./write.js";

export const header = (source: string) => `// Generated from ${source} by "npm run generate". Do not edit.`;

export function fileLines(file: FileModel, runtimeFolder: string): string[] {
  const scope = new Scope(file.path, runtimeFolder);
  const body = [
    ...file.enums.flatMap((type) => ["", ...enumLines(type)]),
    ...file.messages.flatMap((message) => messageLines(message, scope)),
  ];
  return [header(`${file.path}.proto`), ...scope.importLines(), ...body];
}

function messageLines(message: MessageModel, scope: Scope): string[] {
  const parts = [
    interfaceLines(message, scope),
    emptyLines(message, scope),
    encodeLines(message),
    decodeLines(message, scope),
    sizeLines(message, scope),
    writeLines(message, scope),
    readLines(message, scope),
  ];
  return parts.flatMap((lines) => ["", ...lines]);
}

function encodeLines({ name }: MessageModel): string[] {
  return [
    ...docComment([
      `Writes a {@link ${name}} as Go does, byte for byte, into a new buffer of exactly its size.`,
      "",
      "@throws EncodeError when a number does not fit its field",
    ]),
    ...block(`export function encode${name}(message: ${name}): Uint8Array`, [
      `const into = new Uint8Array(size${name}(message));`,
      `write${name}(into, into.length, message);`,
      "return into;",
    ]),
  ];
}

function decodeLines({ name }: MessageModel, scope: Scope): string[] {
  const options = scope.runtimeType("options", "DecodeOptions");
  const reader = scope.runtime("reader", "Reader");
  return [
    ...docComment([
      `Reads a {@link ${name}} from all of \`bytes\`, and accepts what Go accepts. The result shares no memory with \`bytes\` unless asked to.`,
      "",
      "@throws DecodeError and nothing else, whatever the bytes are",
    ]),
    ...block(`export function decode${name}(bytes: Uint8Array, options?: ${options}): ${name}`, [
      `const message = empty${name}();`,
      `read${name}(new ${reader}(bytes, options), bytes.length, message);`,
      "return message;",
    ]),
  ];
}
