/** Every offence of the reference peer, in both roles: the right code, a closed connection, and life goes on. */
import type { ErrorCode } from "@cometwire/p2p";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type PeerFlags,
  type ReferencePeer,
  startReferencePeer,
} from "../../interop/harness/reference-peer.js";
import { type ReferencePeerVersion, referencePeerVersions } from "../../interop/harness/go.js";
import { EventLog } from "../../interop/harness/event-log.js";
import { deadlineMs } from "./support/deadline.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { defaultChannel, type OurConnection, OurNode, type OurNodeOptions } from "./support/our-node.js";
import { listeningAddress, type Role } from "./support/pair.js";

interface Case {
  readonly offence: string;
  /** What distinguishes this case from others of the same offence. */
  readonly variant?: string;
  /** Where we notice: the handshake fails, or the established connection ends. Undefined: we put up with it. */
  readonly code: ErrorCode | undefined;
  readonly during: "handshake" | "connection";
  readonly flags?: PeerFlags;
  readonly ours?: OurNodeOptions;
  /** Called on our connection once it is established. */
  readonly act?: (connection: OurConnection) => void;
}

const impatient = { transport: { handshakeTimeoutMs: 1_000 } };
const smallChannel = { ...defaultChannel, recvMessageCapacity: 5_000 };
const smallChannelFlag = "20:6:100:5000";

const cases: readonly Case[] = [
  { offence: "silent", during: "handshake", code: "NO_FIRST_BYTE", ours: impatient },
  { offence: "slow-bytes", during: "handshake", code: "HANDSHAKE_TIMEOUT", ours: impatient },
  { offence: "http", during: "handshake", code: "NOT_COMETBFT" },
  { offence: "ephemeral-only", during: "handshake", code: "HANDSHAKE_TIMEOUT", ours: impatient },
  { offence: "zero-ephemeral", during: "handshake", code: "LOW_ORDER_KEY" },
  { offence: "short-ephemeral", during: "handshake", code: "EPHEMERAL_KEY_LENGTH" },
  { offence: "huge-ephemeral-length", during: "handshake", code: "EPHEMERAL_TOO_LARGE" },
  { offence: "bad-auth-signature", during: "handshake", code: "AUTH_SIGNATURE" },
  { offence: "auth-then-silent", during: "handshake", code: "NODE_INFO_TIMEOUT", ours: impatient },
  { offence: "nodeinfo-oversize", during: "handshake", code: "NODE_INFO_TOO_LARGE" },
  { offence: "nodeinfo-garbage", during: "handshake", code: "NODE_INFO_MALFORMED" },
  { offence: "nodeinfo-wrong-id", during: "handshake", code: "NODE_INFO_ID_MISMATCH" },
  { offence: "plaintext-after-handshake", during: "connection", code: "FRAME_FORGED" },
  { offence: "tampered-frame", during: "connection", code: "FRAME_FORGED" },
  {
    offence: "empty-frames",
    variant: "few",
    during: "connection",
    code: undefined,
    flags: { repeat: 8, observe: "300ms" },
  },
  {
    offence: "empty-frames",
    variant: "many",
    during: "connection",
    code: "FRAME_EMPTY_FLOOD",
    flags: { repeat: 9 },
  },
  { offence: "oversize-frame-length", during: "connection", code: "FRAME_LENGTH" },
  { offence: "unknown-channel", during: "connection", code: "UNKNOWN_CHANNEL" },
  { offence: "packet-too-large", during: "connection", code: "PACKET_TOO_LARGE" },
  {
    offence: "message-over-capacity",
    during: "connection",
    code: "MESSAGE_TOO_LARGE",
    flags: { channels: smallChannelFlag },
    ours: { channels: [smallChannel] },
  },
  {
    offence: "message-over-capacity",
    variant: "of the peer's own, and then nothing more",
    during: "connection",
    code: "UNFINISHED_IDLE",
    flags: { channels: smallChannelFlag },
    ours: { mconnection: { unfinishedMessageIdleMs: 200 } },
  },
  { offence: "empty-packet", during: "connection", code: "PACKET_UNKNOWN" },
  { offence: "garbage-packet", during: "connection", code: "PACKET_MALFORMED" },
  { offence: "ping-flood", during: "connection", code: undefined, flags: { observe: "700ms" } },
  { offence: "pong-flood", during: "connection", code: undefined, flags: { observe: "700ms" } },
  {
    offence: "no-pong",
    during: "connection",
    code: "PONG_TIMEOUT",
    ours: { mconnection: { pingIntervalMs: 400, pongTimeoutMs: 350 } },
  },
  {
    offence: "stop-reading",
    during: "connection",
    code: "WRITE_STALLED",
    ours: {
      channels: [{ ...defaultChannel, sendQueueCapacity: 1 }],
      mconnection: { writeStallMs: 300, sendTimeoutMs: 60_000 },
    },
    act: (connection) => void floodUntilClosed(connection),
  },
  {
    offence: "endless-message",
    variant: "to the channel's capacity",
    during: "connection",
    code: "MESSAGE_TOO_LARGE",
    ours: { channels: [smallChannel] },
  },
  {
    offence: "endless-message",
    variant: "to the connection's budget",
    during: "connection",
    code: "UNFINISHED_BUDGET",
    ours: { mconnection: { unfinishedBytes: 5_000 } },
  },
];

const roles: readonly Role[] = ["dialled by us", "accepted by us"];

function titleOf({ offence, variant, code }: Case, role: Role): string {
  const what = variant === undefined ? offence : `${offence} (${variant})`;
  return `${what}, ${role}: ${code ?? "we put up with it"}`;
}

/** Sends until the connection ends: a peer that does not read gets stuck. */
async function floodUntilClosed({ mconnection }: OurConnection): Promise<void> {
  const message = new Uint8Array(1_000_000);
  try {
    for (;;) await mconnection.send(0x20, message);
  } catch {
    // it has ended
  }
}

/** Commits an offence against us and returns what came of it: our code, and the peer's account. */
async function suffer(each: Case, role: Role, version: ReferencePeerVersion, ours: OurNode) {
  const flags = { mode: "misbehave", offence: each.offence, ...each.flags };
  await using peer =
    role === "dialled by us"
      ? await startReferencePeer({ ...flags, listen: "127.0.0.1:0" }, version)
      : await startReferencePeer({ ...flags, dial: await ours.listen() }, version);
  let code: string;
  if (each.during === "handshake") {
    code =
      role === "dialled by us"
        ? (await ours.dialFailure(await listeningAddress(peer))).code
        : await ours.rejectedCode();
    return { code, end: await peer.waitFor("offence-end") };
  }
  const connection =
    role === "dialled by us"
      ? await ours.dial(await listeningAddress(peer))
      : await ours.acceptedConnection();
  each.act?.(connection);
  code = await connection.closedCode();
  return { code, end: await peer.waitFor("offence-end") };
}

describeWithGo("misbehaviour of reference peers", () => {
  const failures = new EventLog<unknown>();
  const note = (error: unknown): void => failures.push(error);
  beforeAll(() => {
    process.on("uncaughtExceptionMonitor", note);
  });
  afterAll(() => {
    process.off("uncaughtExceptionMonitor", note);
  });

  describe.each(referencePeerVersions)("%s", (version) => {
    let honest: ReferencePeer;
    beforeAll(async () => {
      honest = await startReferencePeer({ mode: "echo", listen: "127.0.0.1:0", timeout: "10m" }, version);
    });
    afterAll(() => honest.stop());

    const runs = cases.flatMap((each) => roles.map((role) => ({ each, role })));
    test.for(runs.map((run) => [titleOf(run.each, run.role), run] as const))(
      "%s",
      async ([, { each, role }]) => {
        await using ours = new OurNode(each.ours);
        const { code, end } = await suffer(each, role, version, ours);
        if (each.code === undefined) {
          // The peer itself has ended it, when it had seen enough.
          expect(end["outcome"]).toBe("still open");
          expect(["CONNECTION_CLOSED", "CONNECTION_LOST"]).toContain(code);
          if (each.offence === "ping-flood") expect(end["pongs"]).toBeGreaterThan(0);
        } else {
          expect(code).toBe(each.code);
          expect(end["outcome"]).toMatch(/^(closed|reset|closed in mid-frame)$/);
        }

        // The same transport still serves honest peers.
        const address = await listeningAddress(honest);
        const connection = await ours.dial(address);
        await connection.mconnection.send(0x20, Buffer.from(each.offence));
        expect(Buffer.from((await connection.messages(1))[0] as Uint8Array).toString()).toBe(each.offence);
        expect(connection.endedBy).toBeUndefined();
        expect(failures.entries).toEqual([]);
      },
    );

    test("many offenders at once, and an honest peer among them", async () => {
      await using ours = new OurNode();
      const address = await ours.listen();
      const offences = ["http", "zero-ephemeral", "tampered-frame", "unknown-channel", "garbage-packet"];
      const connections = 3;
      const offenders = await Promise.all(
        offences.map((offence) =>
          startReferencePeer({ mode: "misbehave", offence, dial: address, connections }, version),
        ),
      );
      await using friend = await startReferencePeer({ mode: "command", dial: address }, version);
      await friend.waitFor("connected");
      friend.send({ cmd: "send", channel: 0x20, hex: "cafe" });
      for (const offender of offenders) {
        for (let i = 0; i < connections; i++) {
          const { outcome } = await offender.next("offence-end");
          expect(outcome).toMatch(/^(closed|reset)$/);
        }
        await offender.stop();
      }
      const good = ours.accepted.entries.filter(({ endedBy }) => endedBy === undefined);
      expect(good).toHaveLength(1);
      const messages = await (good[0] as OurConnection).messages(1, 0x20, deadlineMs);
      expect(messages).toEqual([Uint8Array.of(0xca, 0xfe)]);
      expect(failures.entries).toEqual([]);
    });
  });
});
