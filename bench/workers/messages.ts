/** Reading and writing recorded messages, one by one, with our codecs or with @bufbuild/protobuf. */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { createFileRegistry, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { type ChannelMessage, decodeMessage, encodeMessage, type Release } from "@cometwire/messages";
import { serve } from "./serve.js";

/** What one of the implementations makes of a message: a value, and bytes of it again. */
interface Codec<Value> {
  readonly decode: (message: RecordedMessage) => Value;
  readonly encode: (value: Value, message: RecordedMessage) => Uint8Array;
}

/** What is measured. */
export interface MessagesTask {
  /** `borrowing` is ours with `bytes` fields that are views of the input. */
  readonly codec: "ours" | "borrowing" | "bufbuild";
  /** The folder of the recordings. */
  readonly corpus: string;
  /** The file with the schema, as `buf build` writes it. */
  readonly schema: string;
  readonly warmUpSeconds: number;
  /** How long the whole corpus is read, and written. */
  readonly seconds: number;
  /** The same for each of `kinds` alone. */
  readonly kindSeconds: number;
  readonly kinds: readonly string[];
}

/** What one message takes, in nanoseconds: time, and CPU time of all threads. */
export interface Cost {
  readonly ns: number;
  readonly cpuNs: number;
}

/** Those of reading and of writing. */
export interface Costs {
  readonly decode: Cost;
  readonly encode: Cost;
}

/** What {@link MessagesTask} gave: the same that Go's program prints. */
export interface MessagesReport {
  readonly messages: number;
  readonly bytes: number;
  readonly all: Costs;
  readonly kinds: Readonly<Record<string, Costs>>;
}

interface RecordedMessage {
  readonly version: Release;
  readonly channel: number;
  readonly bytes: Uint8Array;
  /** Its name without the package, for example `Vote`. */
  readonly kind: string;
}

/** Every recording of the folder, the oldest release first. */
function readCorpus(folder: string): RecordedMessage[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz"));
  return files.sort().flatMap((name) => {
    const version = (/^v\d+\.\d+/.exec(name) as RegExpExecArray)[0] as Release;
    const lines = gunzipSync(readFileSync(`${folder}/${name}`))
      .toString()
      .trimEnd()
      .split("\n");
    return lines.map((line) => {
      const { ch, hex, type } = JSON.parse(line) as { ch: string; hex: string; type: string };
      const bytes = new Uint8Array(Buffer.from(hex, "hex"));
      return { version, channel: Number(ch), bytes, kind: type.slice(type.indexOf(".") + 1) };
    });
  });
}

function ours(borrow: boolean): Codec<ChannelMessage> {
  return {
    decode: ({ version, channel, bytes }) => decodeMessage({ version, channel, bytes, borrow }),
    encode: (value) => encodeMessage(value),
  };
}

const wrapperNames: Readonly<Record<number, string>> = {
  0x00: "tendermint.p2p.Message",
  0x20: "tendermint.consensus.Message",
  0x21: "tendermint.consensus.Message",
  0x22: "tendermint.consensus.Message",
  0x23: "tendermint.consensus.Message",
  0x30: "tendermint.mempool.Message",
  0x38: "tendermint.types.EvidenceList",
  0x40: "tendermint.blocksync.Message",
  0x60: "tendermint.statesync.Message",
  0x61: "tendermint.statesync.Message",
};

function bufbuild(schema: string): Codec<Message> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(schema)));
  const byChannel = new Map(
    Object.entries(wrapperNames).map(([channel, name]) => {
      const desc = registry.getMessage(name);
      if (desc === undefined) throw new Error(`the schema has no ${name}`);
      return [Number(channel), desc];
    }),
  );
  const descOf = (channel: number) => byChannel.get(channel) as NonNullable<ReturnType<typeof byChannel.get>>;
  return {
    decode: ({ channel, bytes }) => fromBinary(descOf(channel), bytes),
    encode: (value, { channel }) => toBinary(descOf(channel), value),
  };
}

function measure(task: MessagesTask): MessagesReport {
  if (task.codec === "bufbuild") return measureCodec(bufbuild(task.schema), task);
  return measureCodec(ours(task.codec === "borrowing"), task);
}

function measureCodec<Value>(codec: Codec<Value>, task: MessagesTask): MessagesReport {
  const messages = readCorpus(task.corpus);
  costsOf(codec, messages, task.warmUpSeconds);
  return {
    messages: messages.length,
    bytes: messages.reduce((sum, { bytes }) => sum + bytes.length, 0),
    all: costsOf(codec, messages, task.seconds),
    kinds: Object.fromEntries(
      task.kinds.map((kind) => {
        const ofKind = messages.filter((message) => message.kind === kind);
        return [kind, costsOf(codec, ofKind, task.kindSeconds)];
      }),
    ),
  };
}

/** Reads all messages over and over for a while, and then writes what they are. */
function costsOf<Value>(
  { decode, encode }: Codec<Value>,
  messages: readonly RecordedMessage[],
  seconds: number,
): Costs {
  const ofDecode = repeat(messages.length, seconds, (i) => decode(messages[i] as RecordedMessage));
  const values = messages.map(decode);
  const ofEncode = repeat(messages.length, seconds, (i) =>
    encode(values[i] as Value, messages[i] as RecordedMessage),
  );
  return { decode: ofDecode, encode: ofEncode };
}

/** Calls `work` for each message over and over until the time is up. */
function repeat(count: number, seconds: number, work: (i: number) => unknown): Cost {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  for (let passes = 1; ; passes++) {
    for (let i = 0; i < count; i++) work(i);
    const elapsedMs = performance.now() - began;
    if (elapsedMs < seconds * 1_000) continue;
    const { user, system } = process.cpuUsage(cpuBegan);
    const worked = passes * count;
    return { ns: (elapsedMs * 1e6) / worked, cpuNs: ((user + system) * 1e3) / worked };
  }
}

const api = { measure };

/** The functions of this worker. */
export type MessagesApi = typeof api;

serve(api);
