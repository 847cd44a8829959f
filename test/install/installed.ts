import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, ok, root } from "./command.js";

/** Installs the tarballs into a new project below `folder` and returns its path. */
export function install(folder: string, tarballs: readonly string[]): string {
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "project", "private": true, "type": "module" }\n');
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const nodeTypes = `@types/node@${devDependencies["@types/node"] ?? ""}`;
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  must(project, "npm", "install", ...flags, ...tarballs, nodeTypes);
  ok("the packages install into an empty folder");
  return project;
}

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

/** Nothing that was installed wants to run anything at installation: neither our packages nor what they depend on. */
export function checkInstalled(project: string): void {
  const lock = JSON.parse(readFileSync(join(project, "node_modules/.package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const installed = Object.entries(lock.packages);
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  assert.deepEqual(scripts, [], "packages with an install script");
  const names = installed.map(([path]) => path.replace("node_modules/", ""));
  ok(`${names.length} packages, none with an install script: ${names.join(", ")}`);
}
