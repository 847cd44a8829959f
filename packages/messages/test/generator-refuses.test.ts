/* What the generator can't write as Go does, it refuses, instead of writing something else. */
import { create, fromBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plugin } from "../generator/plugin.js";
import { packageFolder, runBuf } from "../generator/run-buf.js";

/** Declarations within a message X, and what the refusal must say. */
const refused: readonly (readonly [string, RegExp])[] = [
  ["float f = 1;", /type not supported/],
  ["sint64 f = 1;", /type not supported/],
  ["fixed32 f = 1;", /type not supported/],
  ["map<string, int64> f = 1;", /maps are not supported/],
  ["optional int32 f = 1;", /proto3 optional/],
  ["repeated int32 f = 1;", /lists of int32/],
  ["repeated uint64 f = 1 [packed = false];", /unpacked lists/],
  ["int32 f = 100000000;", /field number too large/],
  ["google.protobuf.Timestamp f = 1;", /Timestamp not supported/],
  ["int64 f = 1 [(cometwire.std_time) = true];", /not a Timestamp/],
  ["repeated google.protobuf.Timestamp f = 1 [(cometwire.std_time) = true];", /lists of timestamp/],
  ["oneof o { google.protobuf.Timestamp f = 1 [(cometwire.std_time) = true]; }", /std_time in a oneof/],
  ["bytes f = 1 [(cometwire.non_nullable) = true];", /non_nullable is for message fields/],
  ["oneof o { Y f = 1 [(cometwire.non_nullable) = true]; }", /non_nullable in a oneof/],
  ["X f = 1 [(cometwire.non_nullable) = true];", /cannot contain itself/],
  ["string f = 1 [(cometwire.nilable) = true];", /nilable is for bytes/],
  ["repeated bytes f = 1 [(cometwire.nilable) = true];", /nilable is for bytes/],
  ['int32 f = 1 [(cometwire.known_in) = "v0.99"];', /unknown release v0.99/],
  ['int32 f = 1 [(cometwire.non_nullable_in) = "v0.38"];', /non_nullable_in is for message fields/],
  ['repeated Y f = 1 [(cometwire.non_nullable_in) = "v0.38"];', /non_nullable_in is for message fields/],
  ['Y f = 1 [(cometwire.non_nullable_in) = "v0.99"];', /unknown release v0.99/],
  ["enum E { ZERO = 0; } E f = 1;", /nested enums/],
  ['option (cometwire.ts_name) = "Y";', /the name Y is taken/],
];

const folder = mkdtempSync(join(tmpdir(), "cometwire-refused-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const schema = (index: number, body: string) => `syntax = "proto3";
package refused${index};
import "cometwire/options.proto";
import "google/protobuf/timestamp.proto";
message X { ${body} }
message Y { google.protobuf.Timestamp time = 1 [(cometwire.std_time) = true]; }
`;

let files: FileDescriptorProto[] = [];
beforeAll(() => {
  mkdirSync(join(folder, "refused"));
  refused.forEach(([body], index) => {
    writeFileSync(join(folder, "refused", `${index}.proto`), schema(index, body));
  });
  const options = join("cometwire", "options.proto");
  mkdirSync(join(folder, "cometwire"));
  copyFileSync(join(packageFolder, "proto", options), join(folder, options));
  files = fromBinary(FileDescriptorSetSchema, runBuf(["build", folder, "-o", "-"])).file;
});

test.each(refused.map(([body, reason], index) => ({ body, reason, index })))("$body", ({ reason, index }) => {
  const request = create(CodeGeneratorRequestSchema, {
    fileToGenerate: [`refused/${index}.proto`],
    parameter: "target=ts,runtime=../runtime",
    protoFile: files,
  });
  expect(() => plugin.run(request)).toThrow(reason);
});
