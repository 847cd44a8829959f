import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { must, ok } from "./command.js";

/** A program as a builder would write it. */
const program = `
import { decodePexMessage } from "@cometwire/messages";
import { type NodeInfo, NodeKey, P2PError, systemClock, TcpTransport, type TransportOptions } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";

export async function whoIs(host: string, port: number, nodeInfo: NodeInfo): Promise<string> {
  const options: TransportOptions = { nodeKey: NodeKey.generate(), nodeInfo: () => nodeInfo };
  const transport = new TcpTransport(options);
  try {
    const peer = await transport.dial({ host, port });
    return \`\${peer.id} \${peer.nodeInfo.moniker}\`;
  } catch (error) {
    if (error instanceof P2PError && error.code === "DIAL_REFUSED") return error.remedy;
    throw error;
  } finally {
    await transport.close();
  }
}

const answer = decodePexMessage(Uint8Array.of(0x0a, 0x00)).sum;
export const isRequest: boolean = answer?.case === "pexRequest";
export const clocks = [systemClock, new VirtualClock()];
`;

const settings = {
  compilerOptions: {
    module: "NodeNext",
    target: "ES2022",
    lib: ["ES2023"],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ["node"],
    outDir: "built",
  },
  include: ["program.ts"],
};

/** Type-checks a program against the installed packages, their declarations included, and runs it. */
export function checkConsumer(project: string): void {
  writeFileSync(join(project, "program.ts"), program);
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify(settings));
  const compiler = createRequire(import.meta.url).resolve("typescript/lib/tsc.js");
  must(project, process.execPath, compiler, "-p", ".");
  ok("a program that uses the library type-checks (skipLibCheck: false)");
  must(project, process.execPath, "built/program.js");
  ok("and runs");
}
