/** Reading and writing recorded messages, one by one, with our codecs or with @bufbuild/protobuf. */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { createFileRegistry, fromBinary, type Message, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import {
  type ChannelMessage,
  decodeMessage,
  encodeMessage,
  type Release,
  releases,
} from "@cometwire/messages";
import { serve } from "./serve.js";

/** What one of the implementations makes of a message: a value, and bytes of it again. */
interface Codec<Value> {
  readonly decode: (message: RecordedMessage) => Value;
  readonly encode: (value: Value, message: RecordedMessage) => Uint8Array;
}

/** What {@link MessagesApi.load} needs. */
export interface MessagesTask {
  /** `borrowing` is ours with `bytes` fields that are views of the input. */
  readonly codec: "ours" | "borrowing" | "bufbuild";
  /**
   * Each in a process of its own: an engine that has seen values live for long, as those that are to be written do, makes
   * later ones where long-lived ones belong, and then reading costs four times as much.
   */
  readonly operation: "decode" | "encode";
  /** The folder of the recordings. */
  readonly corpus: string;
  /** The file with the schema, as `buf build` writes it. */
  readonly schema: string;
}

/** One measurement, asked for as Go's program is asked. */
export interface MessagesRequest {
  /** The message that is measured alone, for example `Vote`; empty: the whole corpus. */
  readonly kind: string;
  readonly seconds: number;
}

/** What one message takes, in nanoseconds: time, and CPU time of all threads. */
export interface Cost {
  readonly ns: number;
  readonly cpuNs: number;
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
    const version = releases.find((release) => name.startsWith(`${release}.`)) as Release;
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

let measureKind: ((request: MessagesRequest) => Cost) | undefined;

/** Reads the corpus; returns how much it is. */
function load(task: MessagesTask): { readonly messages: number; readonly bytes: number } {
  const messages = readCorpus(task.corpus);
  if (task.codec === "bufbuild") measureKind = measuring(bufbuild(task.schema), task.operation, messages);
  else measureKind = measuring(ours(task.codec === "borrowing"), task.operation, messages);
  return { messages: messages.length, bytes: messages.reduce((sum, { bytes }) => sum + bytes.length, 0) };
}

function measure(request: MessagesRequest): Cost {
  if (measureKind === undefined) throw new Error("nothing is loaded");
  return measureKind(request);
}

function measuring<Value>(
  { decode, encode }: Codec<Value>,
  operation: MessagesTask["operation"],
  messages: readonly RecordedMessage[],
): (request: MessagesRequest) => Cost {
  if (operation === "decode") {
    return ({ kind, seconds }) => repeat(messages.filter(isOfKind(kind)), seconds, decode);
  }
  const all = messages.map((message) => ({ message, kind: message.kind, value: decode(message) }));
  return ({ kind, seconds }) =>
    repeat(all.filter(isOfKind(kind)), seconds, ({ message, value }) => encode(value, message));
}

function isOfKind(wanted: string): (message: { readonly kind: string }) => boolean {
  return ({ kind }) => wanted === "" || kind === wanted;
}

/** Calls `work` for each message over and over until the time is up. */
function repeat<T>(messages: readonly T[], seconds: number, work: (message: T) => unknown): Cost {
  const began = performance.now();
  const cpuBegan = process.cpuUsage();
  for (let passes = 1; ; passes++) {
    for (const message of messages) work(message);
    const elapsedMs = performance.now() - began;
    if (elapsedMs < seconds * 1_000) continue;
    const { user, system } = process.cpuUsage(cpuBegan);
    const worked = passes * messages.length;
    return { ns: (elapsedMs * 1e6) / worked, cpuNs: ((user + system) * 1e3) / worked };
  }
}

const api = { load, measure };

/** The functions of this worker. */
export type MessagesApi = typeof api;

serve(api);
