import { stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { requireHome } from "../control/require-home.js";
import { type HomeSettings, loadHomeSettings } from "../home/load-home.js";
import type { Io } from "../io.js";
import { UsageError } from "../usage-error.js";

/** Where an address book is. */
export interface BookPlace {
  /** The file. */
  readonly path: string;
  /** The home that the file is part of, if any: whose node must not run while the file is written. */
  readonly dir: string | undefined;
  /** The home's settings, when the home was named rather than the file. */
  readonly settings: HomeSettings | undefined;
}

/**
 * The address book that is meant: a file, or that of a home.
 *
 * @throws UsageError, ConfigError; CommandError `NO_HOME`.
 */
export async function findBook(
  { file, home }: { readonly file?: string; readonly home?: string },
  io: Pick<Io, "env">,
): Promise<BookPlace> {
  if (file !== undefined && home !== undefined) throw new UsageError("name --home or --file, not both");
  if (file !== undefined) return placeOfFile(file);
  const settings = await loadHomeSettings({ dir: home, env: io.env });
  await requireHome(settings.dir);
  return { path: settings.paths.addressBookFile, dir: settings.dir, settings };
}

/**
 * A file that was named. When it is where homes have theirs (`<home>/config/addrbook.json`), that is its home.
 *
 * @throws UsageError when it is empty.
 */
export async function placeOfFile(file: string): Promise<BookPlace> {
  if (file === "") throw new UsageError("the name of the file is empty");
  const directory = dirname(resolve(file));
  const home = basename(directory) === "config" ? dirname(directory) : undefined;
  const isHome = home !== undefined && (await isDirectory(join(home, "data")));
  return { path: file, dir: isHome ? home : undefined, settings: undefined };
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
