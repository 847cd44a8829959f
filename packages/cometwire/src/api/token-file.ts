import { open, readFile, rename, stat, unlink } from "node:fs/promises";
import { P2PError, printable, type Random } from "@cometwire/p2p";

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
  const temporary = `${path}.${Buffer.from(random.bytes(6)).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(`${token}\n`);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
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
