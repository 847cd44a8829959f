/** Pings and pongs with shortened times: who answers stays, who does not is dropped. */
import type { P2PError, SecretConnectionConsumer } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { EventLog } from "../../interop/harness/event-log.js";
import { startReferencePeer } from "../../interop/harness/reference-peer.js";
import { deadlineMs } from "./support/deadline.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { OurNode } from "./support/our-node.js";
import { connectPair, listeningAddress, releasesAndRoles } from "./support/pair.js";

/** Short enough for a test, long enough for a busy machine to answer in time. */
const pingIntervalMs = 600;
const pongTimeoutMs = 500;
const goTimes = { "ping-interval": `${pingIntervalMs}ms`, "pong-timeout": `${pongTimeoutMs}ms` };
/** Wire bytes of a ping or a pong: one sealed frame. */
const frame = 1044;

describeWithGo("keepalive with reference peers", () => {
  describe.each(releasesAndRoles)("%s, %s", (version, role) => {
    test("a connection on which both sides ping lives", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", ...goTimes },
        ours: { mconnection: { pingIntervalMs, pongTimeoutMs } },
      });
      const { connection, peer } = pair;
      // Two intervals each: two pings and two pongs have come, and nothing else is sent.
      const bytes = () => connection.mconnection.status().recv.bytes;
      await expect.poll(bytes, { timeout: deadlineMs, interval: 20 }).toBeGreaterThanOrEqual(4 * frame);
      expect(connection.mconnection.status().send.bytes).toBeGreaterThanOrEqual(3 * frame);
      expect(connection.mconnection.status().durationMs).toBeGreaterThanOrEqual(2 * pingIntervalMs - 50);
      peer.send({ cmd: "status" });
      expect(await peer.waitFor("status")).toMatchObject({ running: true });
      // It still carries messages.
      await connection.mconnection.send(0x20, Buffer.from("still here"));
      peer.send({ cmd: "send", channel: 0x20, hex: "01" });
      expect(await peer.waitFor("message")).toMatchObject({ hex: Buffer.from("still here").toString("hex") });
      expect(await connection.messages(1)).toEqual([Uint8Array.of(1)]);
      expect(connection.endedBy).toBeUndefined();
      expect(peer.events.some(({ event }) => event === "mconn-error")).toBe(false);
    });

    test("a Go peer that does not answer pings is dropped: PONG_TIMEOUT", async () => {
      const mconnection = { pingIntervalMs: 150, pongTimeoutMs: 100 };
      await using ours = new OurNode({ mconnection });
      const flags = { mode: "misbehave", offence: "no-pong" };
      await using peer =
        role === "dialled by us"
          ? await startReferencePeer({ ...flags, listen: "127.0.0.1:0" }, version)
          : await startReferencePeer({ ...flags, dial: await ours.listen() }, version);
      const connection =
        role === "dialled by us"
          ? await ours.dial(await listeningAddress(peer))
          : await ours.acceptedConnection();
      expect(await connection.closedCode()).toBe("PONG_TIMEOUT");
      expect(await peer.waitFor("offence-end")).toMatchObject({ outcome: "closed", pings: 1 });
    });

    test("we are dropped by Go when we do not answer its pings", async () => {
      const end = new EventLog<P2PError>();
      /** Reads and says nothing. */
      const mute: SecretConnectionConsumer = {
        consume: () => undefined,
        onWireBytes: () => undefined,
        onDrain: () => undefined,
        onClosed: (reason) => end.push(reason),
      };
      await using ours = new OurNode({ onEstablished: (each) => each.secretConnection.attach(mute) });
      const flags = { mode: "command", "ping-interval": "150ms", "pong-timeout": "100ms" };
      await using peer =
        role === "dialled by us"
          ? await startReferencePeer({ ...flags, listen: "127.0.0.1:0" }, version)
          : await startReferencePeer({ ...flags, dial: await ours.listen() }, version);
      if (role === "dialled by us") await ours.dialOnly(await listeningAddress(peer));
      expect(await peer.waitFor("mconn-error")).toMatchObject({ error: "pong timeout" });
      await end.wait(() => true, 0, "our end to close", deadlineMs);
      expect(end.entries.map(({ code }) => code)).toEqual(["CONNECTION_CLOSED"]);
    });
  });
});
