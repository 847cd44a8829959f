import { readFile, stat } from "node:fs/promises";
import { P2PError, printable, type Random } from "@cometwire/p2p";
import { replaceFile } from "../home/files.js";

/** 32 random bytes in hex. */
const form = /^[0-9a-f]{64}$/;

/**
 * The token in a file: who sends it may change the node. Made (mode 0600) when the file is missing, is no token, or can be
 * read by others; else kept, so that programs need not read it again.
 *
 * @throws P2PError `STATE_FILE_ACCESS` when it cannot be written.
 */
export async function loadOrCreateToken(path: string, random: Random): Promise<string> {
  const known = await readToken(path);
  if (known !== undefined) return known;
  const token = Buffer.from(random.bytes(32)).toString("hex");
  try {
    await replaceFile(path, `${token}\n`, 0o600, random);
  } catch (error) {
    const detail = printable(`${path}: ${error instanceof Error ? error.message : String(error)}`, 400);
    throw new P2PError("STATE_FILE_ACCESS", { detail, cause: error });
  }
  return token;
}

async function readToken(path: string): Promise<string | undefined> {
  try {
    const { mode } = await stat(path);
    const text = (await readFile(path, "utf8")).trim();
    return (mode & 0o077) === 0 && form.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
