/** A real NATS server with JetStream: Debian's package `nats-server`. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { ChildGroup } from "./child-group.js";
import { freePort } from "./free-ports.js";
import { lastLines } from "./run-command.js";
import { tempFolder } from "./temp-folder.js";
import { waitFor } from "./wait-for.js";

/** How a server is set up. */
export interface NatsServerOptions {
  /** Whether it stores messages; default true. */
  readonly jetStream?: boolean;
  /** More of its configuration, in its own language (which JSON belongs to). */
  readonly config?: string;
}

/** A NATS server; its data stay when it is killed and started again. */
export interface NatsServer {
  /** `host:port`. */
  readonly address: string;
  /** Its log. */
  log(): string;
  /** Kills it at once, with what it was doing. */
  kill(): Promise<void>;
  /** Starts it again with its data, on the same port. */
  start(): Promise<void>;
  /** Holds it where it is (SIGSTOP), or lets it run again (SIGCONT). Its connections stay open and fall silent. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

// Debian puts it where only root's PATH looks.
const commands = ["nats-server", "/usr/sbin/nats-server"];

let found: string | undefined;

/** The command that runs a server here, if there is one. */
function findCommand(): string | undefined {
  found ??= commands.find((command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0);
  return found;
}

/** Whether a NATS server can be run here. */
export function hasNatsServer(): boolean {
  return findCommand() !== undefined;
}

/**
 * Starts a server with data of its own; it never outlives this process.
 *
 * @throws Error with the end of its log when it is not ready within 30 seconds
 */
export async function startNatsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const { jetStream = true, config = "" } = options;
  const command = findCommand();
  if (command === undefined) throw new Error("there is no nats-server");
  const folder = tempFolder("nats");
  const port = await freePort();
  const configFile = join(folder.path, "nats.conf");
  const storage = jetStream ? `jetstream { store_dir: ${JSON.stringify(join(folder.path, "data"))} }\n` : "";
  writeFileSync(configFile, `listen: "127.0.0.1:${String(port)}"\n${storage}${config}\n`);
  let program: ChildGroup;
  const log = (): string => program.lines.entries.join("\n");
  const start = async (): Promise<void> => {
    program = new ChildGroup(command, ["--config", configFile], folder.path);
    try {
      await waitFor(async () => program.ending ?? (await canConnect(port)), {
        deadlineMs: 30_000,
        what: "NATS to be ready",
      });
      if (program.ending !== undefined) throw new Error(`it ended early: ${program.ending}`);
    } catch (cause) {
      await program.stop();
      throw new Error(`NATS did not start\n${lastLines(log(), 20)}`, { cause });
    }
  };
  const stop = async (): Promise<void> => {
    await program.stop();
    folder.remove();
  };
  await start();
  return {
    address: `127.0.0.1:${String(port)}`,
    log,
    start,
    stop,
    async kill() {
      process.kill(program.programId, "SIGKILL");
      await program.exited;
    },
    signal(signal) {
      program.signal(signal);
    },
    [Symbol.asyncDispose]: stop,
  };
}

/** Whether a server says who it is. */
function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (is: boolean) => (): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once("data", answer(true)).once("error", answer(false)).once("close", answer(false));
  });
}
