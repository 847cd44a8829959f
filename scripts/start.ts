/** `npm start`: a peer of ours is started and probed; where Go is installed, so is a real CometBFT node. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hasGo } from "../interop/harness/go.js";
import { startChain } from "../interop/harness/one-validator-chain.js";
import { installNode } from "../interop/harness/real-nodes.js";

const tool = fileURLToPath(new URL("../packages/cometwire/dist/main.js", import.meta.url));

/** Runs the built tool in this terminal; its failure is ours. */
function cometwire(...args: string[]): void {
  console.log(`\n$ cometwire ${args.join(" ")}`);
  const { status } = spawnSync(process.execPath, [tool, ...args], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

cometwire("demo");

if (hasGo()) {
  const version = "v0.38";
  console.log(
    `\nNow a real CometBFT node (${version}). The first time it is built, which takes a minute or two.`,
  );
  await installNode(version);
  const chain = await startChain({ version, network: "start-chain" });
  try {
    cometwire("probe", chain.peerAddress);
  } finally {
    await chain.stop();
  }
} else {
  console.log("\nGo is not installed, so no real CometBFT node is probed here.");
}
