/** Compiles `frames.as.ts`, in memory and offline; makes the module that the library loads. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expandMacros } from "./macros.js";

/** Where {@link kernelModule} is kept. */
export const kernelModulePath = fileURLToPath(new URL("../src/crypto/gen/frame-kernel.ts", import.meta.url));

const SOURCE = "frames.as.ts";
const COMPILER = ["assemblyscript", "asc"].join("/");
const options = [
  SOURCE,
  ...["--outFile", "kernel.wasm", "--textFile", "kernel.wat"],
  ...["--optimizeLevel", "3", "--converge", "--noAssert", "--runtime", "stub", "--stackSize", "0"],
  ...["--enable", "simd", "--enable", "bulk-memory", "--use", "abort="],
  // Of fixed size: growing would detach the views of it.
  ...["--initialMemory", "3", "--maximumMemory", "3"],
];

/** The part of the compiler that is used. Its own types would redefine JavaScript's globals for the whole project. */
interface Compiler {
  main(
    options: readonly string[],
    host: {
      readonly stderr: object;
      readFile(name: string): string | null;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): string[];
    },
  ): Promise<{ readonly error: Error | null }>;
  createMemoryStream(): { toString(): string };
}

/** A compiled kernel: the program, and the same as text for people. */
export interface CompiledKernel {
  readonly binary: Uint8Array;
  readonly text: string;
}

/** Takes some seconds. Throws with what the compiler says when it is not content. */
export async function compileKernel(): Promise<CompiledKernel> {
  const compiler = (await import(COMPILER)) as Compiler;
  const source = expandMacros(readFileSync(new URL(SOURCE, import.meta.url), "utf8"));
  const written = new Map<string, string | Uint8Array>();
  const stderr = compiler.createMemoryStream();
  const { error } = await compiler.main(options, {
    stderr,
    readFile: (name) => (name === SOURCE ? source : null),
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
  });
  const binary = written.get("kernel.wasm");
  const text = written.get("kernel.wat");
  if (error !== null || typeof binary !== "object" || typeof text !== "string")
    throw new Error(stderr.toString(), { cause: error });
  process.stderr.write(stderr.toString());
  return { binary, text };
}

/** The TypeScript module that carries `binary` in base64. */
export function kernelModule(binary: Uint8Array): string {
  const lines =
    Buffer.from(binary)
      .toString("base64")
      .match(/.{1,100}/g) ?? [];
  return [
    "// Made from kernel/frames.as.ts by kernel/build.ts; do not edit.",
    "",
    "/** The WebAssembly module of the frame cipher, in base64. */",
    "export const frameKernel =",
    ...lines.map((line, i) => `  "${line}"${i < lines.length - 1 ? " +" : ";"}`),
    "",
  ].join("\n");
}
