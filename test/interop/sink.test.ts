/** `--sink` into a real NATS server with JetStream: what arrives, and what happens when the server is killed, slow or wrong. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeMessage, messagePlaces, type MessageType } from "@cometwire/messages";
import { systemClock, systemRandom } from "@cometwire/p2p";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { describe, expect, onTestFinished } from "vitest";
import {
  type NatsServer,
  type NatsServerOptions,
  startNatsServer,
} from "../../interop/harness/nats-server.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { openSink } from "../../packages/cometwire/src/sink/open-sink.js";
import type { SinkEvent } from "../../packages/cometwire/src/sink/sink-event.js";
import type { SinkQueueLimits } from "../../packages/cometwire/src/sink/sink-queue.js";
import { parseSinkUrl } from "../../packages/cometwire/src/sink/sink-target.js";
import type { Sink } from "../../packages/cometwire/src/sink/sink.js";
import { readMessage } from "../../packages/cometwire/src/tap/read-message.js";
import type { TapMessage } from "../../packages/cometwire/src/tap/tap-message.js";
import { corpusMessages } from "../../packages/cometwire/test/support/corpus.js";
import { type StoredMessage, streamContent } from "./support/stream-content.js";
import { testWithNats } from "./support/test-with-program.js";

const tapId = "7a".repeat(20);

async function server(options: NatsServerOptions = {}): Promise<NatsServer> {
  const nats = await startNatsServer(options);
  onTestFinished(() => nats.stop());
  return nats;
}

interface TestSink {
  readonly sink: Sink;
  readonly events: SinkEvent[];
}

async function sinkTo(
  url: string,
  { tap = tapId, limits }: { readonly tap?: string; readonly limits?: SinkQueueLimits } = {},
): Promise<TestSink> {
  const events: SinkEvent[] = [];
  const sink = await openSink(parseSinkUrl(url), {
    tap,
    network: "corpus-v0.38",
    clock: systemClock,
    random: systemRandom,
    limits,
    onEvent: (event) => events.push(event),
  });
  return { sink, events };
}

/** Hashes of messages, by peer, in their order. */
function byPeer(list: readonly (readonly [peer: string, hash: string])[]): Record<string, string[]> {
  const peers: Record<string, string[]> = {};
  for (const [peer, hash] of list) (peers[peer] ??= []).push(hash);
  return peers;
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const sent = (messages: readonly TapMessage[]) =>
  byPeer(messages.map(({ peer, bytes }) => [peer.id, sha256(bytes)]));
const isMessage = ({ json }: StoredMessage): boolean => json["hash"] !== undefined;
const stored = (content: readonly StoredMessage[]) =>
  byPeer(content.filter(isMessage).map(({ json }) => [String(json["peer"]), String(json["hash"])]));

function subjectOf({ message, peer }: TapMessage, prefix = "cometwire"): string {
  const type = message?.type as MessageType;
  return `${prefix}.corpus-v0%2E38.${messagePlaces[type].reactor}.${type}.${peer.id}`;
}

describe("what a stream gets", () => {
  testWithNats("every message in the order of its peer, with subject, fields and bytes", async () => {
    const nats = await server();
    const messages = corpusMessages("v0.38.25");
    const { sink, events } = await sinkTo(`nats://${nats.address}`);
    for (const message of messages) sink.take(message);
    await waitFor(() => sink.waiting === 0, { deadlineMs: 60_000, what: "all messages to be stored" });
    await sink.close();

    const content = await streamContent(nats.address, "COMETWIRE");
    expect(content.filter(isMessage).map(({ subject }) => subject)).toEqual(
      messages.map((each) => subjectOf(each)),
    );
    expect(stored(content)).toEqual(sent(messages));
    expect(new Set(content.map(({ messageId }) => messageId)).size).toBe(content.length);
    const wrong = content.filter(isMessage).filter(({ json }, index) => {
      const { bytes, message } = messages[index] as TapMessage;
      return json["bytes"] !== Buffer.from(bytes).toString("hex") || json["type"] !== message?.type;
    });
    expect(wrong).toEqual([]);
    expect(content[1]?.json).toMatchObject({
      network: "corpus-v0.38",
      tap: tapId,
      at: expect.stringMatching(/^2026-11-22T00:00:00\.\d{6}Z$/) as string,
      message: expect.anything() as unknown,
    });
    const reports = content.filter((each) => !isMessage(each));
    expect(reports.map(({ subject }) => subject)).toEqual([
      `cometwire.corpus-v0%2E38.tap.Started.${tapId}`,
      `cometwire.corpus-v0%2E38.tap.Stopped.${tapId}`,
    ]);
    expect(reports.at(-1)?.json).toMatchObject({ type: "Stopped", tap: tapId, dropped: 0 });
    expect(events).toMatchObject([
      { type: "connected", madeStream: true, waiting: 0 },
      { type: "closed", published: messages.length, dropped: 0, unpublished: 0 },
    ]);
  });

  testWithNats("a message larger than the server takes arrives with as much as fits", async () => {
    const nats = await server({ config: "max_payload: 65536" });
    const { sink } = await sinkTo(`nats://${nats.address}`);
    const messages = [20_000, 50_000].map(transaction);
    for (const message of messages) sink.take(message);
    await sink.close();
    const content = await streamContent(nats.address, "COMETWIRE");
    expect(
      content.filter(isMessage).map(({ json }) => [json["size"], json["leftOut"], typeof json["bytes"]]),
    ).toEqual([
      [20_008, ["message"], "string"],
      [50_008, ["message", "bytes"], "undefined"],
    ]);
  });

  testWithNats("of two taps is one stream, where each saw for itself", async () => {
    const nats = await server();
    const messages = corpusMessages("v0.38.25").slice(0, 500);
    const taps = ["aa".repeat(20), "bb".repeat(20)];
    const sinks = await Promise.all(taps.map((tap) => sinkTo(`nats://${nats.address}`, { tap })));
    for (const message of messages) for (const { sink } of sinks) sink.take(message);
    await Promise.all(sinks.map(({ sink }) => sink.close()));
    const content = await streamContent(nats.address, "COMETWIRE");
    for (const tap of taps) {
      expect(stored(content.filter(({ json }) => json["tap"] === tap))).toEqual(sent(messages));
    }
    expect(content).toHaveLength(2 * (messages.length + 2));
  });

  testWithNats("an operator's stream and subjects are used as they are", async () => {
    const nats = await server();
    const connection = await connect({ servers: nats.address });
    const manager = await jetstreamManager(connection);
    const { config } = await manager.streams.add({ name: "mine", subjects: ["lab.*.>"], max_msgs: 100 });
    const { sink } = await sinkTo(`nats://${nats.address}/lab.gossip?stream=mine`);
    const messages = corpusMessages("v0.38.25").slice(0, 200);
    for (const message of messages) sink.take(message);
    await sink.close();
    expect((await manager.streams.info("mine")).config).toEqual(config);
    await connection.close();
    const content = await streamContent(nats.address, "mine");
    const last = messages.slice(-99);
    expect(content.slice(0, -1).map(({ subject }) => subject)).toEqual(
      last.map((each) => subjectOf(each, "lab.gossip")),
    );
  });
});

describe("when the server fails", () => {
  testWithNats(
    "killed and started again, nothing that was taken is missing, and the order is kept",
    async () => {
      const nats = await server();
      const messages = corpusMessages("v0.38.25");
      const { sink, events } = await sinkTo(`nats://${nats.address}`);
      const third = Math.floor(messages.length / 3);
      for (const message of messages.slice(0, third)) sink.take(message);
      // In the middle: some are stored, some under way, some wait.
      await waitFor(() => sink.published > third / 2, {
        deadlineMs: 30_000,
        everyMs: 1,
        what: "half to be stored",
      });
      await nats.kill();
      for (const message of messages.slice(third, 2 * third)) sink.take(message);
      await waitFor(() => events.some(({ type }) => type === "lost"), {
        deadlineMs: 30_000,
        what: "a notice",
      });
      await nats.start();
      for (const message of messages.slice(2 * third)) sink.take(message);
      await waitFor(() => sink.waiting === 0, { deadlineMs: 60_000, what: "all messages to be stored" });
      await sink.close();

      const content = await streamContent(nats.address, "COMETWIRE");
      expect(stored(withoutRepeats(content))).toEqual(sent(messages));
      expect(events.map(({ type }) => type)).toEqual(["connected", "lost", "connected", "closed"]);
      expect(events[1]).toMatchObject({ error: { code: "SINK_UNREACHABLE" } });
    },
  );

  testWithNats(
    "away for long, the queue stays within its limits, and the oldest are dropped and counted",
    async () => {
      const nats = await server();
      const limits = { count: 500, bytes: 2_000_000 };
      const { sink, events } = await sinkTo(`nats://${nats.address}`, { limits });
      await nats.kill();
      await waitFor(() => events.some(({ type }) => type === "lost"), {
        deadlineMs: 30_000,
        what: "a notice",
      });
      const messages = corpusMessages("v0.38.25");
      const before = process.memoryUsage().rss;
      for (let round = 0; round < 5; round++) {
        for (const message of messages) sink.take(message);
        expect(sink.waiting).toBeLessThanOrEqual(limits.count);
      }
      expect(sink.dropped).toBe(5 * messages.length - sink.waiting);
      expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
      expect(events.filter(({ type }) => type === "dropping").length).toBeGreaterThan(0);
      const kept = sink.waiting;
      await nats.start();
      await waitFor(() => sink.waiting === 0, { deadlineMs: 60_000, what: "the rest to be stored" });
      const { dropped } = sink;
      await sink.close();

      const content = await streamContent(nats.address, "COMETWIRE");
      expect(stored(content)).toEqual(sent(messages.slice(-kept)));
      const reports = content
        .filter((each) => !isMessage(each))
        .map(({ json }) => [json["type"], json["dropped"]]);
      expect(reports).toEqual([
        ["Started", 0],
        ["Dropped", dropped],
        ["Stopped", dropped],
      ]);
    },
  );

  testWithNats("silent for a while, it is noticed, and what was under way is stored once", async () => {
    const nats = await server();
    const { sink, events } = await sinkTo(`nats://${nats.address}`);
    nats.signal("SIGSTOP");
    const messages = corpusMessages("v0.38.25").slice(0, 1_000);
    for (const message of messages) sink.take(message);
    await waitFor(() => events.some(({ type }) => type === "lost"), { deadlineMs: 60_000, what: "a notice" });
    nats.signal("SIGCONT");
    await waitFor(() => sink.waiting === 0, { deadlineMs: 60_000, what: "all messages to be stored" });
    await sink.close();
    const content = await streamContent(nats.address, "COMETWIRE");
    expect(stored(content)).toEqual(sent(messages));
  });

  testWithNats("its stream deleted, the stream is made again", async () => {
    const nats = await server();
    const { sink, events } = await sinkTo(`nats://${nats.address}`);
    const connection = await connect({ servers: nats.address });
    await (await jetstreamManager(connection)).streams.delete("COMETWIRE");
    await connection.close();
    const messages = corpusMessages("v0.38.25").slice(0, 300);
    for (const message of messages) sink.take(message);
    await waitFor(() => sink.waiting === 0, { deadlineMs: 60_000, what: "all messages to be stored" });
    await sink.close();
    expect(stored(await streamContent(nats.address, "COMETWIRE"))).toEqual(sent(messages));
    expect(events.map(({ type }) => type)).toEqual(["connected", "lost", "connected", "closed"]);
  });

  testWithNats("away at the end, the tap ends all the same and says what is missing", async () => {
    const nats = await server();
    const { sink, events } = await sinkTo(`nats://${nats.address}`);
    await nats.kill();
    for (const message of corpusMessages("v0.38.25").slice(0, 10)) sink.take(message);
    await sink.close();
    expect(events.at(-1)).toMatchObject({ type: "closed", unpublished: 11 });
  });
});

describe("what is said at the start", () => {
  const withUsers = `authorization { users: [
    { user: writer, password: "s3cret%", permissions: { publish: ["cometwire.>", "$JS.API.>"], subscribe: "_INBOX.>" } }
    { user: reader, password: "other", permissions: { publish: "$JS.API.>", subscribe: ">" } }
  ] }`;

  testWithNats("with the right password it works, and the password is nowhere", async () => {
    const nats = await server({ config: withUsers });
    const { sink, events } = await sinkTo(`nats://writer:s3cret%25@${nats.address}`);
    await sink.close();
    expect(await streamContent(nats.address, "COMETWIRE", { user: "reader", pass: "other" })).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain("s3cret");
  });

  const refusals: readonly [string, NatsServerOptions, string, string][] = [
    ["a wrong password", { config: withUsers }, "writer:s3cret!@HOST", "SINK_AUTH"],
    ["no password", { config: withUsers }, "HOST", "SINK_AUTH"],
    ["a user who may not publish", { config: withUsers }, "reader:other@HOST", "SINK_PERMISSION"],
    ["a server without JetStream", { jetStream: false }, "HOST", "SINK_NO_JETSTREAM"],
    ["a file of credentials that is not there", {}, "HOST?creds=/no/such/file", "SINK_CREDENTIALS"],
    ["a port where nobody listens", {}, "127.0.0.1:1", "SINK_UNREACHABLE"],
    ["a port where something else listens", {}, "ELSE", "SINK_UNREACHABLE"],
    ["a host that is not there", {}, "no-such-host.invalid", "SINK_UNREACHABLE"],
  ];
  for (const [name, options, url, code] of refusals) {
    testWithNats(`${name}: ${code}, with what to do`, async () => {
      const nats = await server(options);
      const other = await somethingElse();
      const error = await refusal(`nats://${url.replace("HOST", nats.address).replace("ELSE", other)}`);
      expect(error).toMatchObject({ code, remedy: expect.stringMatching(/.{20}/) as string });
      expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(/s3cret|other@/);
    });
  }

  testWithNats("a stream for something else: SINK_STREAM", async () => {
    const nats = await server();
    const connection = await connect({ servers: nats.address });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: "other", subjects: ["orders.>"] });
    await manager.streams.add({ name: "mute", subjects: ["mute.>"], no_ack: true });
    await connection.close();
    expect(await refusal(`nats://${nats.address}?stream=other`)).toMatchObject({ code: "SINK_STREAM" });
    expect(await refusal(`nats://${nats.address}/mute?stream=mute`)).toMatchObject({ code: "SINK_STREAM" });
    expect(await refusal(`nats://${nats.address}/orders.x?stream=NEW`)).toMatchObject({
      code: "SINK_STREAM",
    });
  });
});

/** `host:port` of a server that is none of NATS. */
async function somethingElse(): Promise<string> {
  const http = createServer((_, response) => response.end());
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  onTestFinished(() => void http.close());
  return `127.0.0.1:${String((http.address() as AddressInfo).port)}`;
}

/** Why a sink cannot be opened. */
async function refusal(url: string): Promise<unknown> {
  return sinkTo(url).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** A publication repeated after more than two minutes, or on a server that lost its memory, may be stored again. */
function withoutRepeats(content: readonly StoredMessage[]): StoredMessage[] {
  return [...new Map(content.map((each) => [each.messageId, each])).values()];
}

/** A message with a transaction of some size. */
function transaction(length: number): TapMessage {
  const peer = { id: "ab".repeat(20), address: "10.0.0.1:26656", release: "v0.38" } as const;
  const bytes = encodeMessage({ type: "Txs", value: { txs: [new Uint8Array(length)] } });
  const channel = messagePlaces.Txs.channel;
  return {
    at: 0,
    network: "corpus-v0.38",
    peer,
    channel,
    bytes,
    ...readMessage(channel, bytes, peer.release),
  };
}
