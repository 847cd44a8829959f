/* All messages with their codecs and descriptors, so that tests can say "for every message". */
import { createFileRegistry, type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { DecodeOptions } from "../../src/index.js";
import * as protocol from "../../src/gen/index.js";
import * as features from "../gen/index.js";
import { runBuf } from "../../generator/run-buf.js";

export interface Codec {
  /** Name in TypeScript. */
  readonly name: string;
  readonly desc: DescMessage;
  readonly encode: (message: unknown) => Uint8Array;
  readonly decode: (bytes: Uint8Array, options?: DecodeOptions) => unknown;
  readonly empty: () => unknown;
}

const renamed: Readonly<Record<string, string>> = {
  "tendermint.blocksync.Message": "BlocksyncMessage",
  "tendermint.consensus.Message": "ConsensusMessage",
  "tendermint.consensus.Proposal": "ProposalMessage",
  "tendermint.consensus.Vote": "VoteMessage",
  "tendermint.mempool.Message": "MempoolMessage",
  "tendermint.p2p.Message": "PexMessage",
  "tendermint.statesync.Message": "StatesyncMessage",
  "tendermint.types.Data": "BlockData",
  "tendermint.version.Consensus": "ConsensusVersion",
  "cometwire.test.Other": "ForeignOther",
  "cometwire.test.Nested.Inner": "NestedInner",
  "cometwire.test.Nested.Deep": "NestedDeep",
};

function codecOf(desc: DescMessage): Codec {
  const name = renamed[desc.typeName] ?? desc.name;
  const all = { ...protocol, ...features } as Record<string, unknown>;
  const take = (prefix: string) => {
    const found = all[prefix + name];
    if (typeof found !== "function") throw new Error(`no ${prefix}${name}`);
    return found;
  };
  return {
    name,
    desc,
    encode: take("encode") as Codec["encode"],
    decode: take("decode") as Codec["decode"],
    empty: take("empty") as Codec["empty"],
  };
}

/** The codecs of every message of both schemas, in the order of their names. */
export function allCodecs(): Codec[] {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, runBuf(["build", "-o", "-"])));
  const codecs: Codec[] = [];
  for (const type of registry) {
    if (type.kind !== "message" || type.typeName.startsWith("google.")) continue;
    codecs.push(codecOf(type));
  }
  return codecs.sort((a, b) => (a.name < b.name ? -1 : 1));
}
