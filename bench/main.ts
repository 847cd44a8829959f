/** Command line: measures side by side with the Go implementation and prints a table. */
import { writeFileSync } from "node:fs";
import { hasGo, referencePeer } from "../interop/harness/go.js";
import { measuredBy, writeBlock } from "./document.js";
import { circumstances } from "./machine.js";
import { runMeasurements } from "./measure.js";
import { setWorkers } from "./node-worker.js";
import { type Options, parseOptions, usage } from "./options.js";
import type { Row } from "./rows.js";
import { goVersion } from "./settings.js";
import { formatTable, markdownTable } from "./table.js";

async function main(args: readonly string[], options: Options): Promise<void> {
  if (!hasGo()) throw new Error("the benchmarks need Go (https://go.dev/dl): no go command was found");
  await referencePeer(goVersion); // not in the middle of a measurement
  setWorkers(options);
  const conditions = await circumstances(options);
  console.log(conditions.join("\n"));
  const rows = await runMeasurements(options, (text) => process.stderr.write(`  ${text}\n`));
  console.log(formatTable(rows));
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify(rows.map(toJson), undefined, 2)}\n`);
  }
  if (options.write !== undefined) {
    const head = `${measuredBy("bench", args, new Date().toISOString())}. ${conditions.join("\n")}`;
    writeBlock(options.write, "bench", `${head}\n\n${markdownTable(rows)}`);
  }
}

function toJson({ name, size, ours, go, ratio, unit }: Row): Omit<Row, "spread" | "target"> {
  return { name, size, ours, go, ratio, unit };
}

const args = process.argv.slice(2);
let options: Options | undefined;
try {
  options = parseOptions(args);
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 1;
}
if (options !== undefined) {
  await main(args, options).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
