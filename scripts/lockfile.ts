/**
 * Completes package-lock.json with the programs that tools bring for other platforms: npm run lockfile.
 *
 * `npm install` leaves out those that it could not look up, and `npm ci` then refuses the file.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { completeLockfile, type Lockfile } from "./platform-packages.js";

const url = new URL("../package-lock.json", import.meta.url);
const lockfile = JSON.parse(readFileSync(url, "utf8")) as Lockfile;
const added = completeLockfile(lockfile);
if (added.length > 0) writeFileSync(url, `${JSON.stringify(lockfile, null, 2)}\n`);
for (const name of added) console.log(`added ${name}`);
