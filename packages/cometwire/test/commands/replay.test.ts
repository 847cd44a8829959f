import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeMessage, standardChannels } from "@cometwire/messages";
import { type Clock, defineReactor, type Peer, systemClock } from "@cometwire/p2p";
import { describe, expect, it, onTestFinished } from "vitest";
import { openRecording } from "../../src/recording/open-recording.js";
import { cli } from "../support/cli.js";
import { corpusMessages } from "../support/corpus.js";
import { addressOf, startNode } from "../support/home-node.js";
import { refusedPort } from "../support/peers.js";

async function newFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cometwire-replay-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "gossip.cwrec");
}

async function recordedCorpus(): Promise<string> {
  const file = await newFile();
  const recording = await openRecording(file, { clock: systemClock });
  for (const message of corpusMessages("v0.38.25").slice(0, 1_000)) await recording.take(message);
  await recording.close();
  return file;
}

/** A node that sends transactions to whoever comes. */
function talkativeNode(count: number) {
  const channels = standardChannels("v0.38").map(({ id }) => ({ id, sendQueueCapacity: count }));
  const reactor = defineReactor({
    name: "talkative",
    channels: channels.filter(({ id }) => id !== 0x00),
    addPeer(peer: Peer) {
      for (let index = 0; index < count; index++) {
        const tx = Uint8Array.of(index % 7);
        peer.trySend(0x30, encodeMessage({ type: "Txs", value: { txs: [tx] } }));
      }
    },
    receive: () => undefined,
  });
  return startNode({ reactors: [reactor] });
}

const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);

describe("tap --record", () => {
  it("records what replay prints again, to the last letter", async () => {
    const file = await newFile();
    const node = await talkativeNode(100);
    const enough = new AbortController();
    let printed = "";
    const stdout = {
      isTTY: false,
      write(text: string) {
        printed += text;
        if (linesOf(printed).length >= 100) enough.abort("SIGINT");
      },
    };
    const argv = ["tap", addressOf(node), "--network", "net", "--type", "Tx", "--output", "ndjson"];
    const tapped = await cli([...argv, "--record", file], { stdout, signal: enough.signal });
    expect(tapped.code).toBe(0);
    expect(tapped.stderr).toMatch(/^recorded 100 messages in /m);
    const replayed = await cli(["replay", file, "--output", "ndjson"]);
    expect(replayed.code).toBe(0);
    expect(linesOf(replayed.stdout)).toEqual(linesOf(printed));
    const sightings = linesOf(printed).map(
      (line) => (JSON.parse(line) as { sighting: { copies: number } }).sighting,
    );
    expect(Math.max(...sightings.map(({ copies }) => copies))).toBe(15);
  });

  it("refuses before it dials: a file that is there, a sink that is not", async () => {
    const node = await talkativeNode(0);
    const argv = ["tap", addressOf(node), "--network", "net", "--for", "1s"];
    const file = await recordedCorpus();
    const size = (await readFile(file)).length;
    const taken = await cli([...argv, "--record", file]);
    expect(taken).toMatchObject({ code: 1, stdout: "" });
    expect(taken.stderr).toContain("(RECORDING_EXISTS)");
    expect((await readFile(file)).length).toBe(size);

    const other = await newFile();
    const away = await cli([...argv, "--record", other, "--sink", `nats://me:s3cret@${await refusedPort()}`]);
    expect(away.code).toBe(1);
    expect(away.stderr).toContain("(SINK_UNREACHABLE)");
    expect(away.stderr).not.toContain("s3cret");
    await expect(readFile(other)).rejects.toThrow("ENOENT");
    expect(node.peers).toEqual([]);

    const wrong = await cli([...argv, "--sink", "nats://me:s3cret@host/a..b"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).not.toContain("s3cret");
  });
});

describe("replay", () => {
  it("prints lines for people, and the figures to standard error", async () => {
    const { code, stdout, stderr } = await cli(["replay", await recordedCorpus()]);
    expect(code).toBe(0);
    expect(linesOf(stdout)).toHaveLength(1_000);
    expect(stderr).toMatch(/^\ncorpus-v0\.38: 1000 messages, /);
  });

  it("prints what was chosen", async () => {
    const file = await recordedCorpus();
    const types = async (...more: string[]): Promise<Set<unknown>> => {
      const { stdout } = await cli(["replay", file, "--output", "ndjson", ...more]);
      return new Set(linesOf(stdout).map((line) => (JSON.parse(line) as { type: unknown }).type));
    };
    expect(await types("--type", "Vote,Tx")).toEqual(new Set(["Vote", "Txs"]));
    expect(await types("--channel", "mempool")).toEqual(new Set(["Txs"]));
    expect(await types("--channel", "mempool", "--type", "Vote")).toEqual(new Set());
  });

  it("shows figures only, with --stats", async () => {
    const { code, stdout, stderr } = await cli([
      "replay",
      await recordedCorpus(),
      "--stats",
      "--type",
      "Vote",
    ]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^corpus-v0\.38: \d+ messages, /);
    expect(stdout).toContain("Vote");
    expect(stdout).not.toContain("Txs");
  });

  it("takes the time that it took, or a part of it", async () => {
    const file = await recordedCorpus();
    const messages = corpusMessages("v0.38.25").slice(0, 1_000);
    const took = (messages.at(-1)?.at ?? 0) - (messages[0]?.at ?? 0);
    for (const [speed, expected] of [
      ["0", 0],
      ["1", took],
      ["2.5", took / 2.5],
    ] as const) {
      const clock = new HurryingClock();
      await cli(["replay", file, "--speed", speed], { clock });
      expect(clock.now()).toBeCloseTo(expected, 3);
    }
  });

  it("ends at once when it is interrupted", async () => {
    const interrupt = new AbortController();
    const stdout = { isTTY: false, write: () => interrupt.abort("SIGINT") };
    const result = await cli(["replay", await recordedCorpus(), "--speed", "0.000001"], {
      stdout,
      signal: interrupt.signal,
    });
    expect(result.code).toBe(130);
  });

  it("prints what there is of a recording that was cut, and says so", async () => {
    const whole = await recordedCorpus();
    const cut = await newFile();
    await writeFile(cut, (await readFile(whole)).subarray(0, -1));
    const { code, stdout, stderr } = await cli(["replay", cut]);
    expect(code).toBe(1);
    expect(linesOf(stdout)).toHaveLength(1_000);
    expect(linesOf(stderr).at(-1)).toMatch(
      /^error: the recording .* breaks off after 1000 messages \(RECORDING_CUT\)/,
    );
  });

  it.each([
    [["nothing.cwrec"], 1, /ENOENT.*\(RECORDING_ACCESS\)/],
    [["x", "--speed", "-1"], 2, /--speed is a number/],
    [["x", "--stats", "--output", "ndjson"], 2, /leave --output out/],
    [["x", "--type", "Voto"], 2, /there is no "Voto"/],
  ])("replay %j: exits with %i", async (argv, code, stderr) => {
    expect(await cli(["replay", ...argv])).toMatchObject({
      code,
      stdout: "",
      stderr: expect.stringMatching(stderr) as string,
    });
  });
});

/** Time that jumps to whatever is waited for. */
class HurryingClock implements Clock {
  #now = 0;

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#now;
  }

  setTimer(delayMs: number, callback: () => void): { cancel(): void } {
    queueMicrotask(() => {
      this.#now += delayMs;
      callback();
    });
    return { cancel: () => undefined };
  }

  defer(callback: () => void): void {
    setImmediate(callback);
  }
}
