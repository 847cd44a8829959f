/** Writes the module of base64 that the library loads: `npm run generate -w @cometwire/p2p`. */
import { writeFileSync } from "node:fs";
import { compileKernel, kernelModule, kernelModulePath } from "./compile.js";

const { binary } = await compileKernel();
writeFileSync(kernelModulePath, kernelModule(binary));
