interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The part of package-lock.json that is used here. */
export interface Lockfile {
  packages: Record<string, LockedPackage & Record<string, unknown>>;
}

/** Adds the optional dependencies that are missing, one for each platform, and returns their names. */
export function completeLockfile(lockfile: Lockfile): string[] {
  const { packages } = lockfile;
  const added: string[] = [];
  for (const { dev, optionalDependencies = {} } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`;
      if (packages[path] !== undefined) continue;
      if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}@${version}: not one exact version`);
      const { cpu, libc, os } = platformOf(name);
      // In npm's order, so that npm has nothing to rewrite.
      packages[path] = { version, cpu, ...(dev === true ? { dev } : {}), ...libc, optional: true, os };
      added.push(name);
    }
  }
  lockfile.packages = Object.fromEntries(
    Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")),
  );
  return added;
}

/** What npm needs to know to install a package on its platform only, from its name: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name: string): { cpu: string[]; libc?: { libc: string[] }; os: string[] } {
  const [, os, cpu, rest = ""] =
    /-(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(.*)$/.exec(
      name,
    ) ?? [];
  if (os === undefined || cpu === undefined) throw new Error(`${name}: which platform is that?`);
  if (os === "linux" && rest.includes("musl")) return { cpu: [cpu], libc: { libc: ["musl"] }, os: [os] };
  if (os === "linux" && rest.includes("gnu")) return { cpu: [cpu], libc: { libc: ["glibc"] }, os: [os] };
  return { cpu: [cpu], os: [os] };
}
