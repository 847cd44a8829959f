import { P2PError, printable } from "@cometwire/p2p";

/** The system's error as one of ours, in words. */
export function homeAccess(error: unknown, path: string): unknown {
  if (error instanceof P2PError || codeOf(error) === "") return error;
  const reasons: Readonly<Record<string, string>> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    ENOTDIR: "a part of the path is a file; --home must be the home directory",
    EEXIST: "a file is in its way",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
  };
  const reason = reasons[codeOf(error)] ?? codeOf(error);
  return new P2PError("HOME_ACCESS", { detail: `${printable(path, 500)}: ${reason}`, cause: error });
}

/** The system's name for an error, or nothing. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
