/** Runs a command to its end. */
import { spawn } from "node:child_process";

/** A command that could not be started or did not succeed; the message holds its command line and its error output. */
class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Runs a command and returns what it wrote to standard output.
 *
 * @throws {@link CommandError} when the command cannot be started or ends with anything but 0
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const line = [command, ...args].join(" ");
  const child = spawn(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ending = await new Promise<string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (code, signal) => {
      resolve(code === 0 ? "" : signal === null ? `exit code ${String(code)}` : `killed by ${signal}`);
    });
  });
  if (ending !== "") {
    throw new CommandError(`${line}\nfailed: ${ending}\n${lastLines(Buffer.concat(err).toString(), 40)}`);
  }
  return Buffer.concat(out).toString();
}

/** The end of a text that may be very long. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
