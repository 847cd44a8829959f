/** The tables of `docs/ERRORS.md`. */
import {
  decodeErrorCodes,
  encodeErrorCodes,
  type ErrorDescription,
  validationErrorCodes,
} from "@cometwire/messages";
import { errorCodes } from "@cometwire/p2p";
import { code, table } from "./markdown.js";
import { sectioned } from "./registry.js";

export function p2pErrors(): string {
  const header = ["code", "what happened", "likely cause", "what to do", "fault", "try again"];
  return sectioned("packages/p2p/src/base/error-codes.ts", "errorCodes", header, ({ name }) => {
    const entry = errorCodes[name as keyof typeof errorCodes];
    return [code(name), entry.what, entry.cause, entry.remedy, entry.fault, entry.retry];
  });
}

export function messageErrors(): string {
  return [
    `### Reading\n\n${codecErrors(decodeErrorCodes)}`,
    `### Content\n\n${codecErrors(validationErrorCodes)}`,
    `### Writing\n\n${codecErrors(encodeErrorCodes)}`,
  ].join("\n");
}

function codecErrors(codes: Readonly<Record<string, ErrorDescription>>): string {
  return table(
    ["code", "what happened", "likely cause", "what to do", "fault"],
    Object.entries(codes).map(([name, { what, cause, remedy, fault }]) => [
      code(name),
      what,
      cause,
      remedy,
      fault,
    ]),
  );
}
