import type { ChannelMessage } from "@cometwire/messages";
import { describe, expect, it } from "vitest";
import { parseSinkUrl } from "../../src/sink/sink-target.js";
import { messageSubject, reportSubject, subjectToken } from "../../src/sink/subjects.js";
import { takesAllOf } from "../../src/sink/stream.js";
import type { TapMessage } from "../../src/tap/tap-message.js";

const plain = {
  server: "127.0.0.1:4222",
  tls: false,
  credentials: { kind: "none" },
  prefix: "cometwire",
  stream: "COMETWIRE",
  name: "nats://127.0.0.1:4222",
};

describe("parseSinkUrl", () => {
  it.each([
    ["nats://127.0.0.1", plain],
    ["nats://127.0.0.1:5000/", { server: "127.0.0.1:5000" }],
    ["nats://[::1]:5000", { server: "[::1]:5000", name: "nats://[::1]:5000" }],
    ["tls://nats.example.com", { tls: true, name: "tls://nats.example.com:4222" }],
    ["nats://127.0.0.1/lab.gossip?stream=GOSSIP", { prefix: "lab.gossip", stream: "GOSSIP" }],
    [
      "nats://me:a%40b%25@127.0.0.1",
      { name: plain.name, credentials: { kind: "password", user: "me", password: "a@b%" } },
    ],
    ["nats://t0ken@127.0.0.1", { name: plain.name, credentials: { kind: "token", token: "t0ken" } }],
    ["nats://127.0.0.1?creds=/etc/tap.creds", { credentials: { kind: "file", path: "/etc/tap.creds" } }],
  ])("%s", (text, expected) => {
    expect(parseSinkUrl(text)).toMatchObject(expected);
  });

  it.each([
    "me:s3cret@127.0.0.1",
    "http://me:s3cret@127.0.0.1",
    "nats://me:s3cret@",
    "nats://me:s3cret@127.0.0.1:99999",
    "nats://me:s3cret%@127.0.0.1",
    "nats://me:s3cret@127.0.0.1/a..b",
    "nats://me:s3cret@127.0.0.1/$JS.API",
    "nats://me:s3cret@127.0.0.1/a.>",
    "nats://me:s3cret@127.0.0.1?stream=a.b",
    "nats://me:s3cret@127.0.0.1?stream=",
    "nats://me:s3cret@127.0.0.1?password=s3cret",
    "nats://me:s3cret@127.0.0.1?creds=x",
    "s3cret",
    "",
  ])("%s is refused, and not repeated", (text) => {
    expect(() => parseSinkUrl(text)).toThrow(/^--sink/);
    expect(() => parseSinkUrl(text)).not.toThrow(/s3cret/);
  });
});

describe("subjects", () => {
  it.each([
    ["cosmoshub-4", "cosmoshub-4"],
    ["my.chain v2", "my%2Echain%20v2"],
    ["*.>", "%2A%2E%3E"],
    ["50%", "50%25"],
    ["čain", "%C4%8Dain"],
    ["a\r\nPUB x", "a%0D%0APUB%20x"],
    ["", "%"],
  ])("%j is one part of a subject: %s", (text, token) => {
    expect(subjectToken(text)).toBe(token);
    if (text !== "") expect(decodeURIComponent(token)).toBe(text);
  });

  it("name the chain, the reactor, the type and the peer", () => {
    const peer = { id: "ab".repeat(20), address: "10.0.0.1:26656", release: "v0.38" } as const;
    const message: TapMessage = { at: 0, network: "a.b", peer, channel: 0x30, bytes: new Uint8Array() };
    const subject = (changes: Partial<TapMessage>) => messageSubject("x.y", { ...message, ...changes });
    const txs: ChannelMessage = { type: "Txs", value: { txs: [] } };
    expect(subject({ message: txs })).toBe(`x.y.a%2Eb.mempool.Txs.${peer.id}`);
    expect(subject({})).toBe(`x.y.a%2Eb.mempool.unreadable.${peer.id}`);
    expect(subject({ channel: 0x99 })).toBe(`x.y.a%2Eb.unknown.unreadable.${peer.id}`);
    expect(reportSubject("x", "net", "Dropped", peer.id)).toBe(`x.net.tap.Dropped.${peer.id}`);
  });

  it.each([
    ["cometwire.>", "cometwire", true],
    [">", "cometwire", true],
    ["*.>", "cometwire", true],
    ["lab.*.>", "lab.gossip", true],
    ["lab.>", "lab.gossip", true],
    ["lab.gossip.net.>", "lab.gossip", false],
    ["lab.gossip.*", "lab.gossip", false],
    ["lab.gossip", "lab.gossip", false],
    ["other.>", "cometwire", false],
    ["cometwire.*.mempool.>", "cometwire", false],
  ])("a stream of %s takes all of %s: %s", (subject, prefix, expected) => {
    expect(takesAllOf(subject, prefix)).toBe(expected);
  });
});
