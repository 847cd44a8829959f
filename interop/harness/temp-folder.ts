/** Folders for the files of one run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folders = new Set<string>();
process.once("exit", () => {
  for (const folder of folders) removeFolder(folder);
});

/** A folder that is removed with {@link TempFolder.remove}, at the latest when this process ends. */
export interface TempFolder {
  readonly path: string;
  /** Removes the folder with all it holds, unless `COMETWIRE_KEEP_HOMES` is set: then it stays, and its path is shown. */
  remove(): void;
}

/** Makes an empty folder for temporary files. `name` becomes part of its path. */
export function tempFolder(name: string): TempFolder {
  const path = mkdtempSync(join(tmpdir(), `cometwire-${name}-`));
  folders.add(path);
  return {
    path,
    remove: () => {
      removeFolder(path);
    },
  };
}

function removeFolder(path: string): void {
  if (!folders.delete(path)) return;
  if (process.env["COMETWIRE_KEEP_HOMES"]) process.stderr.write(`kept: ${path}\n`);
  else rmSync(path, { recursive: true, force: true, maxRetries: 3 }); // a killed program may still be writing
}
