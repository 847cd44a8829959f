/** Command line: builds what the interop tests need and runs a real node by hand. */
import { hasGo, referencePeer, referencePeerVersions } from "./go.js";
import { startChain } from "./one-validator-chain.js";
import { installNode, nodeReleases, nodeVersions, type NodeVersion } from "./real-nodes.js";

const usage = `usage: tsx interop/harness/main.ts install          build the reference peers and all real nodes
       tsx interop/harness/main.ts chain VERSION    run a node (${nodeVersions.join(", ")}) until Ctrl-C
       tsx interop/harness/main.ts peer [VERSION]   print the path of a reference peer (${referencePeerVersions.join(", ")})`;

async function install(): Promise<void> {
  for (const version of referencePeerVersions) {
    await timed(`reference peer ${version}`, () => referencePeer(version));
  }
  for (const version of nodeVersions) {
    await timed(`node ${nodeReleases[version]}`, () => installNode(version));
  }
}

async function timed(what: string, work: () => Promise<string>): Promise<void> {
  process.stdout.write(`${what} … `);
  const began = performance.now();
  const path = await work();
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1)} s  ${path}\n`);
}

async function runChain(version: NodeVersion): Promise<void> {
  const chain = await startChain({ version });
  console.log(`${chain.peerAddress}  network ${chain.network}  ${chain.rpcAddress}`);
  await new Promise((resolve) => {
    process.once("SIGINT", resolve).once("SIGTERM", resolve);
  });
  await chain.stop();
}

async function main([command, argument]: readonly string[]): Promise<void> {
  if (!hasGo()) throw new Error("the interop harness needs Go (https://go.dev/dl): no go command was found");
  const nodeVersion = nodeVersions.find((version) => version === argument);
  const peerVersion = referencePeerVersions.find((version) => version === (argument ?? "v0.38"));
  if (command === "install") await install();
  else if (command === "chain" && nodeVersion !== undefined) await runChain(nodeVersion);
  else if (command === "peer" && peerVersion !== undefined) console.log(await referencePeer(peerVersion));
  else throw new Error(usage);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
