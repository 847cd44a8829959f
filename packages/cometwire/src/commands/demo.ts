import { NodeKey } from "@cometwire/p2p";
import type { Command } from "commander";
import { demoNodeInfo, startDemoPeer } from "../demo/demo-peer.js";
import { parseTarget } from "../probe/target.js";
import { createTransport } from "../probe/transport.js";
import type { CommandContext } from "./context.js";
import { runProbe } from "./probe.js";

interface DemoFlags {
  readonly json?: boolean;
  readonly color: boolean;
}

const TIMEOUT_MS = 10_000;

/** Adds `demo`: a peer of our own on this machine, and a probe of it. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  const { io } = context;
  program
    .command("demo")
    .description("start a peer on this machine and probe it: every step, without a network")
    .option("--json", "print one JSON object")
    .option("--no-color", "plain text")
    .addHelpText("after", "\nExample:\n  $ cometwire demo\n")
    .action(async (flags: DemoFlags) => {
      const nodeKey = NodeKey.generate(io.random);
      const transport = createTransport({ nodeKey, nodeInfo: demoNodeInfo(nodeKey), io });
      const peer = await startDemoPeer(nodeKey.id, transport, io.clock);
      try {
        const options = {
          target: parseTarget(peer.address),
          network: undefined,
          timeoutMs: TIMEOUT_MS,
          pex: true,
        };
        await runProbe(options, flags, context);
      } finally {
        await peer.close();
      }
    });
}
