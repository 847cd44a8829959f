import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** How a command ended and what it wrote. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end, whatever that is. */
export function run(cwd: string, command: string, ...args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
    timeout: 300_000,
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a command that must succeed, and returns what it wrote to standard output. */
export function must(cwd: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...args);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: exit code ${status ?? "none"}\n${stdout}${stderr}`);
  }
  return stdout;
}

/** Reports one thing that was found to be right. */
export function ok(what: string): void {
  console.log(`ok  ${what}`);
}
