import { access, constants, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { AddressBook, encodeBook, P2PError, printable } from "@cometwire/p2p";
import { codeOf } from "../home/access.js";
import { createFile, replaceFile } from "../home/files.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";
import type { FoundNode } from "./finding.js";

/** Where a book goes. */
export interface BookFile {
  readonly path: string;
  /** Whether it may take the place of another. */
  readonly replace: boolean;
}

/** For its owner alone, who is to run the node. */
const MODE = 0o600;
const ALREADY_THERE = "is there already, and is replaced only with --force";

/**
 * Says at once what would be in the way of {@link writeBook}, before a long search.
 *
 * @throws UsageError when there is a file already, or no directory for it.
 * @throws P2PError `STATE_FILE_ACCESS`.
 */
export async function checkBookFile({ path, replace }: BookFile): Promise<void> {
  const kind = await kindOf(path);
  const name = printable(path, 500);
  if (kind === "directory") throw new UsageError(`--out ${name} is a directory; name the file`);
  if (kind === "other" && !replace) throw new UsageError(`--out ${name} ${ALREADY_THERE}`);
  if ((await kindOf(dirname(path))) !== "directory")
    throw new UsageError(`--out ${name}: its directory does not exist`);
  await access(dirname(path), constants.W_OK).catch((error: unknown) => {
    throw systemError(error, path);
  });
}

/**
 * Writes nodes as an `addrbook.json` of CometBFT's, whole or not at all. They are marked as good ("old"), so that a node
 * dials them at its start and does not throw them out for others it hears of.
 *
 * @throws P2PError `STATE_FILE_ACCESS`.
 */
export async function writeBook(
  nodes: readonly FoundNode[],
  { path, replace }: BookFile,
  { clock, random }: Pick<Io, "clock" | "random">,
): Promise<void> {
  // Which addresses may be in it has been decided.
  const book = new AddressBook({ strict: false, clock, random });
  for (const { address, source } of nodes) {
    book.learnAddress(address, { verified: true, source });
    book.markGood(address.id);
  }
  const text = encodeBook(book.snapshot());
  try {
    if (replace) await replaceFile(path, text, MODE, random);
    else if (!(await createFile(path, text, MODE, random))) throw refused(path, `it ${ALREADY_THERE}`);
  } catch (error) {
    throw systemError(error, path);
  }
}

async function kindOf(path: string): Promise<"missing" | "directory" | "other"> {
  try {
    return (await stat(path)).isDirectory() ? "directory" : "other";
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "missing";
    throw systemError(error, path);
  }
}

function systemError(error: unknown, path: string): unknown {
  if (error instanceof P2PError || codeOf(error) === "") return error;
  return refused(path, REASONS[codeOf(error)] ?? codeOf(error), error);
}

/** The system's codes in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "a part of the path is a file",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
};

function refused(path: string, why: string, cause?: unknown): P2PError {
  return new P2PError("STATE_FILE_ACCESS", { detail: `${printable(path, 500)}: ${why}`, cause });
}
