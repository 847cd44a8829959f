import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { must, ok, root } from "./command.js";

/** What `npm pack --json` says of one package. */
interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const sourceFolders: Readonly<Record<string, string>> = {
  "@cometwire/messages": "packages/messages",
  "@cometwire/p2p": "packages/p2p",
  cometwire: "packages/cometwire",
};

/** Packs all packages into a folder, checks what is in them, and returns the paths of the tarballs. */
export function packAll(folder: string): string[] {
  const args = ["pack", "--json", "--ignore-scripts", "--workspaces", "--pack-destination", folder];
  const packed = JSON.parse(must(root, "npm", ...args)) as Packed[];
  assert.deepEqual(packed.map(({ name }) => name).sort(), Object.keys(sourceFolders).sort());
  for (const each of packed) checkContents(each);
  return packed.map(({ filename }) => join(folder, filename));
}

function checkContents({ name, size, unpackedSize, files }: Packed): void {
  const source = sourceFolders[name] ?? "";
  const paths = files.map(({ path }) => path);
  assert.ok(paths.includes("LICENSE"), `${name}: no LICENSE`);
  const unwanted = paths.filter(
    (path) => !/^(package\.json|LICENSE|README\.md|bin\/[a-z]+\.js|dist\/.*\.(js|d\.ts|js\.map))$/.test(path),
  );
  assert.deepEqual(unwanted, [], `${name}: files that nobody needs`);
  assert.deepEqual(
    paths.filter((path) => path.includes(".test.") || path.startsWith("dist/test/")),
    [],
    `${name}: tests`,
  );
  for (const path of paths) {
    if (path.startsWith("dist/") && path.endsWith(".js")) checkSource(source, path);
    if (path.endsWith(".map")) checkSourceMap(source, path, paths);
  }
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  ok(`${name}: ${files.length} files, ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} unpacked`);
}

/** A built file whose source has been removed stays behind until somebody removes it, too. */
function checkSource(folder: string, path: string): void {
  const source = join(root, folder, path.replace(/^dist\//, "src/").replace(/\.js$/, ".ts"));
  assert.ok(existsSync(source), `${folder}/${path} is a leftover: npm run clean && npm run build`);
}

/** A source map holds its sources or leads to files of the package. */
function checkSourceMap(folder: string, path: string, paths: readonly string[]): void {
  const map = JSON.parse(readFileSync(join(root, folder, path), "utf8")) as {
    sources: string[];
    sourcesContent?: (string | null)[];
  };
  map.sources.forEach((source, index) => {
    const inside = typeof map.sourcesContent?.[index] === "string";
    const beside = paths.includes(posix.join(dirname(path), source));
    assert.ok(inside || beside, `${folder}/${path} leads to ${source}, which is not in the package`);
  });
}
