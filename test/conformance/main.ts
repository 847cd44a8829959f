import { conformance } from "./command.js";

process.exitCode = await conformance(process.argv.slice(2), (text) => process.stdout.write(text));
