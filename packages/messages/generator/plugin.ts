/* The protoc plugin: reads the schema with our own field options, writes straight-line TypeScript. */
import { createEcmaScriptPlugin } from "@bufbuild/protoplugin";
import { fileLines } from "./file.js";
import { indexLines } from "./index-file.js";
import { readFile } from "./model.js";

/** Options of the plugin: `runtime`, the folder of the runtime's modules relative to the output folder. */
function parseOptions(raw: { key: string; value: string }[]): { runtime: string } {
  let runtime = "";
  for (const { key, value } of raw) {
    if (key !== "runtime") throw new Error(`unknown option ${key}`);
    runtime = value;
  }
  if (runtime === "") throw new Error("option runtime is missing");
  return { runtime };
}

export const plugin = createEcmaScriptPlugin({
  name: "protoc-gen-cometwire",
  version: "1",
  parseOptions,
  generateTs(schema) {
    const files = schema.files.map(readFile).filter((file) => file.messages.length + file.enums.length > 0);
    for (const file of files) {
      const output = schema.generateFile(`${file.path}.ts`);
      for (const line of fileLines(file, schema.options.runtime)) output.print(line);
    }
    const index = schema.generateFile("index.ts");
    for (const line of indexLines(files)) index.print(line);
  },
});
