import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { systemClock } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { CommandError } from "../../src/command-error.js";
import { openRecording } from "../../src/recording/open-recording.js";
import { readRecording } from "../../src/recording/read-recording.js";
import { Recording, type RecordingFile } from "../../src/recording/recording.js";
import type { TapMessage } from "../../src/tap/tap-message.js";
import { corpusMessages, corpusReleases } from "../support/corpus.js";

const peer = { id: "ab".repeat(20), address: "10.0.0.1:26656", release: "v0.38" } as const;

function message(changes: Partial<TapMessage> = {}): TapMessage {
  return {
    at: 1_764_000_000_000,
    peer,
    network: "net",
    channel: 0x40,
    bytes: Uint8Array.of(0x22, 0),
    ...changes,
  };
}

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cometwire-recording-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "gossip.cwrec");
}

async function record(messages: readonly TapMessage[]): Promise<string> {
  const file = await newFile();
  const recording = await openRecording(file, { clock: systemClock });
  for (const each of messages) await recording.take(each);
  await recording.close();
  return file;
}

/** All that can be read, and how it ended. */
async function readAll(file: string): Promise<{ messages: TapMessage[]; error?: CommandError }> {
  const messages: TapMessage[] = [];
  try {
    for await (const each of readRecording(file)) messages.push(each);
    return { messages };
  } catch (error) {
    if (error instanceof CommandError) return { messages, error };
    throw error;
  }
}

/** The first message of which something else was read than was recorded: a whole corpus is too much to show. */
function firstDifference(read: readonly TapMessage[], written: readonly TapMessage[]): unknown {
  const whole = (each: TapMessage) => ({
    ...each,
    at: Math.round(each.at * 1_000),
    bytes: each.bytes.join(),
  });
  const index = written.findIndex(
    (each, at) => !isDeepStrictEqual(whole(each), whole(read[at] ?? message())),
  );
  return index < 0 ? undefined : { index, written: written[index], read: read[index] };
}

const recorded = ({ at, peer: from, network, channel, bytes }: TapMessage) => ({
  at: Math.round(at * 1_000),
  from,
  network,
  channel,
  bytes: Buffer.from(bytes).toString("hex"),
});

describe("a recording", () => {
  it.each(corpusReleases)(
    "holds the gossip of real %s nodes to the byte and the microsecond",
    async (release) => {
      const messages = corpusMessages(release);
      const file = await record(messages);
      const read = await readAll(file);
      expect(read.error).toBeUndefined();
      expect(read.messages).toHaveLength(messages.length);
      expect(firstDifference(read.messages, messages)).toBeUndefined();
      const ndjson = messages.reduce((sum, { bytes }) => sum + 2 * bytes.length, 0);
      expect((await stat(file)).size).toBeLessThan(ndjson / 20);
    },
  );

  it("without a message is one, and yields none", async () => {
    expect(await readAll(await record([]))).toEqual({ messages: [] });
  });

  it("keeps what cannot be read, and times that go back", async () => {
    const messages = [
      message({ channel: 0x77, bytes: Uint8Array.of(1, 2, 3) }),
      message({ at: 1_763_999_999_999.5, bytes: new Uint8Array() }),
      message({ at: 1_764_000_000_000.123 }),
    ];
    const read = await readAll(await record(messages));
    expect(read.messages.map(recorded)).toEqual(messages.map(recorded));
    expect(read.messages.map(({ error }) => error?.code)).toEqual([
      "DECODE_UNKNOWN_CHANNEL",
      "DECODE_NO_MEMBER",
      undefined,
    ]);
  });

  it("keeps apart more peers than have numbers", async () => {
    const messages = Array.from({ length: 65_540 }, (_, index) =>
      message({ peer: { ...peer, address: `10.0.0.1:${index % 65_538}` } }),
    );
    const read = await readAll(await record(messages));
    expect(
      read.messages.every(({ peer: from }, index) => from.address === messages[index]?.peer.address),
    ).toBe(true);
    expect(read.messages).toHaveLength(messages.length);
  });
});

describe("a recording that was cut", () => {
  it("can be read to its last whole chunk, wherever it was cut", async () => {
    const messages = corpusMessages("v0.34.35");
    const whole = await readFile(await record(messages));
    const file = await newFile();
    let before = 0;
    for (let length = 0; length < whole.length; length += 5_003) {
      await writeFile(file, whole.subarray(0, length));
      const read = await readAll(file);
      expect(read.error?.code).toBe("RECORDING_CUT");
      expect(firstDifference(read.messages, messages.slice(0, read.messages.length))).toBeUndefined();
      expect(read.messages.length).toBeGreaterThanOrEqual(before);
      before = read.messages.length;
    }
    expect(before).toBeGreaterThan(0);
  });

  it("loses a second at most when its writer is killed", async () => {
    const file = await newFile();
    const clock = new VirtualClock();
    const recording = await openRecording(file, { clock });
    await recording.take(message());
    await recording.take(message());
    await clock.advance(1_000);
    await expect.poll(async () => (await readAll(file)).messages.length).toBe(2);
    await recording.take(message());
    expect(await readAll(file)).toMatchObject({ messages: { length: 2 }, error: { code: "RECORDING_CUT" } });
    await recording.close();
    expect(await readAll(file)).toMatchObject({ messages: { length: 3 } });
  });
});

describe("what is no good recording", () => {
  it.each([
    ["a text", Buffer.from("network,time\nnet,5\n"), "NO_RECORDING"],
    ["a short text", Buffer.from("x"), "NO_RECORDING"],
    ["nothing", Buffer.alloc(0), "RECORDING_CUT"],
    ["a newer version", Buffer.from("894357524543 0d0a 02".replaceAll(" ", ""), "hex"), "RECORDING_VERSION"],
    ["a chunk of 4 GiB", Buffer.from("8943575245430d0a01ffffffff00000000", "hex"), "RECORDING_DAMAGED"],
  ])("%s: refused with what to do", async (_, bytes, code) => {
    const file = await newFile();
    await writeFile(file, bytes);
    const { messages, error } = await readAll(file);
    expect(messages).toEqual([]);
    expect(error).toMatchObject({ code, remedy: expect.stringMatching(/.{10}/) as string });
  });

  it("names a file that is not there", async () => {
    expect((await readAll(await newFile())).error).toMatchObject({
      code: "RECORDING_ACCESS",
      message: expect.stringContaining("ENOENT") as string,
    });
  });

  it("is noticed wherever a byte was changed", async () => {
    const messages = corpusMessages("v0.34.35").slice(0, 300);
    const whole = await readFile(await record(messages));
    const file = await newFile();
    for (let at = 9; at < whole.length - 8; at += 331) {
      const changed = Buffer.from(whole);
      changed.writeUInt8((changed.readUInt8(at) + 1) % 256, at);
      await writeFile(file, changed);
      expect((await readAll(file)).error?.code).toMatch(/^RECORDING_(?:DAMAGED|CUT)$/);
    }
  });
});

describe("writing", () => {
  it("never replaces a file", async () => {
    const file = await record([message()]);
    await expect(openRecording(file, { clock: systemClock })).rejects.toMatchObject({
      code: "RECORDING_EXISTS",
    });
    expect((await readAll(file)).messages).toHaveLength(1);
  });

  it("says why a file cannot be made", async () => {
    await expect(openRecording("/no/such/folder/x", { clock: systemClock })).rejects.toMatchObject({
      code: "RECORDING_ACCESS",
      message: expect.stringContaining("ENOENT") as string,
    });
  });

  it("makes the tap wait for a slow disk, with two chunks in memory", async () => {
    const disk = new SlowDisk();
    const recording = new Recording(disk, { name: "slow", clock: new VirtualClock() });
    let taken = 0;
    const all = (async () => {
      for (; taken < 20; taken++) await recording.take(message({ bytes: new Uint8Array(100_000) }));
    })();
    await expect.poll(() => disk.waiting.length).toBe(1);
    expect(taken).toBe(5); // three fill the chunk that is being written, the next three wait
    disk.finishAll();
    await all;
    await recording.close();
    expect(recording.messages).toBe(20);
  });

  it("ends with the reason when the disk is full", async () => {
    const disk = new SlowDisk();
    const recording = new Recording(disk, { name: "full", clock: new VirtualClock() });
    await recording.take(message({ bytes: new Uint8Array(300_000) }));
    await expect.poll(() => disk.waiting.length).toBe(1);
    disk.waiting.shift()?.reject(new Error("ENOSPC: no space left on device"));
    const full = { code: "RECORDING_ACCESS", message: expect.stringContaining("ENOSPC") as string };
    await expect.poll(() => recording.take(message()).then(String, String)).toContain("ENOSPC");
    await expect(recording.close()).rejects.toMatchObject(full);
    expect(disk.closed).toBe(true);
  });
});

/** A disk that finishes a write when it is told to. */
class SlowDisk implements RecordingFile {
  readonly waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];
  closed = false;
  #fast = false;

  /** Finishes what is waiting, and from now on everything at once. */
  finishAll(): void {
    this.#fast = true;
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  appendFile(): Promise<void> {
    if (this.#fast) return Promise.resolve();
    return new Promise((resolve, reject) => void this.waiting.push({ resolve, reject }));
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}
