/** Reliability under load: npm run test:load. Ends with 1 when anything is not as it should be. */
import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { formatReport } from "./format.js";
import { failuresOf } from "./judge.js";
import { type CommandLine, parseOptions, usage } from "./options.js";
import { runLoad } from "./run.js";

async function main(options: CommandLine): Promise<void> {
  console.log(`seed ${options.seed}`);
  const report = await runLoad(options, (text) => process.stderr.write(`  ${text}\n`));
  const failures = failuresOf(report);
  console.log(formatReport(report, failures));
  if (options.json !== undefined) {
    writeFileSync(options.json, `${JSON.stringify({ ...report, failures }, undefined, 2)}\n`);
  }
  if (failures.length > 0) process.exitCode = 1;
}

let options: CommandLine | undefined;
try {
  options = parseOptions(process.argv.slice(2), randomInt(2 ** 32));
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 1;
}
if (options !== undefined) await main(options);
