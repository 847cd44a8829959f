import { printable } from "@cometwire/p2p";
import { CommandError } from "../command-error.js";

/** What can be wrong with a recording's file. */
export type RecordingErrorCode =
  | "RECORDING_EXISTS"
  | "RECORDING_ACCESS"
  | "NO_RECORDING"
  | "RECORDING_VERSION"
  | "RECORDING_CUT"
  | "RECORDING_DAMAGED";

const likelyCauses: Readonly<Record<RecordingErrorCode, string>> = {
  RECORDING_EXISTS: "an earlier recording has the same name",
  RECORDING_ACCESS: "the system says why: a folder that is missing, a right, a full disk",
  NO_RECORDING: "another file was named, or it was changed on its way (copied as text)",
  RECORDING_VERSION: "it was written by a newer cometwire",
  RECORDING_CUT: "the process that wrote it was killed or is still writing, or the file was not copied whole",
  RECORDING_DAMAGED: "the file was changed after it was written, or the disk is failing",
};

const remedies: Readonly<Record<RecordingErrorCode, string>> = {
  RECORDING_EXISTS: "choose another name: recordings are never overwritten",
  RECORDING_ACCESS: "mend what the system complains of, or choose another place",
  NO_RECORDING: "name a file that `cometwire tap --record` wrote",
  RECORDING_VERSION: "read it with the newest cometwire",
  RECORDING_CUT: "nothing, if the process was killed: all that was read is good",
  RECORDING_DAMAGED: "use another copy: all that was read up to here is good",
};

/** An error about a recording; `what` goes behind the file's name. */
export function recordingError(code: RecordingErrorCode, file: string, what: string): CommandError {
  return new CommandError(code, {
    message: `the recording ${printable(file, 500)} ${what}`,
    likelyCause: likelyCauses[code],
    remedy: remedies[code],
  });
}

/** What the operating system said, escaped. */
export function systemReason(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error), 300);
}
