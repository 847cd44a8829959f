import { link, open, rename, unlink } from "node:fs/promises";
import type { Random } from "@cometwire/p2p";
import { codeOf } from "./access.js";

/** What the system says where files cannot have two names. */
const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/**
 * Makes a new file, complete or not at all, and never over another one, even when that is made at the same moment. Only
 * where the file system has no hard links it is there for a moment before its content is.
 *
 * Errors of the file system are thrown as they are.
 *
 * @returns false when there is one already.
 */
export async function createFile(path: string, text: string, mode: number, random: Random): Promise<boolean> {
  const temporary = temporaryName(path, random);
  await writeNew(temporary, text, mode);
  try {
    await link(temporary, path).catch(async (error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      await writeNew(path, text, mode);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
}

/** Puts a new file in the place of one, in one step. Errors of the file system are thrown as they are. */
export async function replaceFile(path: string, text: string, mode: number, random: Random): Promise<void> {
  const temporary = temporaryName(path, random);
  await writeNew(temporary, text, mode);
  try {
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary);
    throw error;
  }
}

function temporaryName(path: string, random: Random): string {
  return `${path}.${Buffer.from(random.bytes(8)).toString("hex")}.tmp`;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await unlink(path); // half a file is of no use to anybody
    throw error;
  } finally {
    await file.close();
  }
}
