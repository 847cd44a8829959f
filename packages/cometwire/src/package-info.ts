import { readFileSync } from "node:fs";

interface PackageFile {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** Beside `src` and beside `dist`. */
const file = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as PackageFile;

/** This package's version, such as `0.1.0`. */
export const packageVersion: string = file.version;

/** The range of Node versions that we promise to run on, such as `>=20.19.0`. */
export const nodeRange: string = file.engines.node;
