/** Compiles `frames.as.ts` and writes the module of base64 that the library loads: `npm run generate -w @cometwire/p2p`. */
import { readFileSync, writeFileSync } from "node:fs";
import { main } from "assemblyscript/asc";
import { expandMacros } from "./macros.js";

const options = [
  "frames.as.ts",
  ...["--outFile", "kernel.wasm"],
  ...["--optimizeLevel", "3", "--converge", "--noAssert", "--runtime", "stub", "--stackSize", "0"],
  ...["--enable", "simd", "--enable", "bulk-memory", "--use", "abort="],
  // Of fixed size: growing would detach the views of it.
  ...["--initialMemory", "3", "--maximumMemory", "3"],
];

const source = expandMacros(readFileSync(new URL("frames.as.ts", import.meta.url), "utf8"));
let kernel: Uint8Array | undefined;
const { error, stderr } = await main(options, {
  readFile: (name) => (name === "frames.as.ts" ? source : null),
  writeFile: (_name, contents) => {
    if (typeof contents !== "string") kernel = contents;
  },
  listFiles: () => [],
});
if (error !== null || kernel === undefined) throw new Error(stderr.toString(), { cause: error });
process.stderr.write(stderr.toString());

const base64 = Buffer.from(kernel).toString("base64");
const lines = base64.match(/.{1,100}/g) ?? [];
writeFileSync(
  new URL("../src/crypto/gen/frame-kernel.ts", import.meta.url),
  [
    "// Made from kernel/frames.as.ts by kernel/build.ts; do not edit.",
    "",
    "/** The WebAssembly module of the frame cipher, in base64. */",
    "export const frameKernel =",
    ...lines.map((line, i) => `  "${line}"${i < lines.length - 1 ? " +" : ";"}`),
    "",
  ].join("\n"),
);
