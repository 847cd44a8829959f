/* The schema as the generator sees it, for those who document it. */
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { readFile } from "./model.js";
import { runBuf } from "./run-buf.js";
import type { FileModel } from "./types.js";

/** The files of the protocol whose path begins with `prefix`, in the order of their paths. */
export function readSchema(prefix: string): FileModel[] {
  const set = fromBinary(FileDescriptorSetSchema, runBuf(["build", "proto", "-o", "-"]));
  return [...createFileRegistry(set).files]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(readFile);
}
