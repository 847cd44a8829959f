/** How connections end, from either side: what was queued arrives or is dropped, and each side learns why. */
import { describe, expect, test } from "vitest";
import { digests, ruledBytes, sha256 } from "./support/content.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { connectPair, releasesAndRoles } from "./support/pair.js";

/** 10 MB in 50 messages, each length once. */
const lengths = Array.from({ length: 50 }, (_, i) => 200_000 + i);
const unlimited = { "send-rate": 0, "recv-rate": 0 };

describeWithGo("closing with reference peers", () => {
  describe.each(releasesAndRoles)("%s, %s", (version, role) => {
    const pairOf = () => connectPair({ version, role, flags: { mode: "command", ...unlimited } });

    test("Go's FlushStop: everything queued arrives, then CONNECTION_CLOSED", async () => {
      await using pair = await pairOf();
      const { connection, peer } = pair;
      for (const len of lengths) peer.send({ cmd: "send", channel: 0x20, len, rule: "mul31add7" });
      peer.send({ cmd: "flushstop" });
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
      const received = connection.received.entries.map(({ message }) => message);
      expect(digests(received)).toEqual(digests(lengths.map((length) => ruledBytes(length))));
      expect(await peer.waitFor("closed")).toMatchObject({ reason: "flushstop" });
    });

    test("Go's Stop: CONNECTION_CLOSED", async () => {
      await using pair = await pairOf();
      pair.peer.send({ cmd: "stop" });
      expect(await pair.connection.closedCode()).toBe("CONNECTION_CLOSED");
      await expect(pair.connection.mconnection.send(0x20, Buffer.of(1))).rejects.toThrow();
      expect(pair.connection.mconnection.trySend(0x20, Buffer.of(1))).toBe(false);
    });

    test("Go's program ends: CONNECTION_CLOSED", async () => {
      await using pair = await pairOf();
      await pair.peer.stop();
      expect(await pair.connection.closedCode()).toBe("CONNECTION_CLOSED");
    });

    test("an RST from Go: CONNECTION_LOST", async () => {
      await using pair = await pairOf();
      pair.peer.send({ cmd: "close-socket" });
      expect(await pair.connection.closedCode()).toBe("CONNECTION_LOST");
      expect(pair.connection.endedBy?.detail).toContain("ECONNRESET");
    });

    test("our flushStop: everything queued arrives, then Go sees EOF", async () => {
      await using pair = await pairOf();
      const { connection, peer } = pair;
      for (const length of lengths) void connection.mconnection.send(0x20, ruledBytes(length));
      await connection.mconnection.flushStop();
      expect(connection.endedBy?.code).toBe("STOPPED");
      expect(await peer.waitFor("mconn-error")).toMatchObject({ error: "EOF" });
      const seen = peer.events.filter(({ event }) => event === "message");
      expect(seen.map(({ len }) => len)).toEqual(lengths);
      expect(seen.map((each) => each["sha256"])).toEqual(lengths.map((length) => sha256(ruledBytes(length))));
    });

    test("our stop: at once, and what is queued is dropped", async () => {
      await using pair = await pairOf();
      const { connection, peer } = pair;
      for (const length of lengths) void connection.mconnection.send(0x20, ruledBytes(length));
      await connection.mconnection.stop();
      expect(connection.endedBy?.code).toBe("STOPPED");
      const { error } = await peer.waitFor("mconn-error");
      expect(error).toMatch(/EOF|connection reset/);
      expect(peer.events.filter(({ event }) => event === "message").length).toBeLessThan(lengths.length);
    });

    test("both at the same time", async () => {
      await using pair = await pairOf();
      const { connection, peer } = pair;
      peer.send({ cmd: "flushstop" });
      await connection.mconnection.flushStop();
      expect(["STOPPED", "CONNECTION_CLOSED"]).toContain(connection.endedBy?.code);
      await peer.waitFor("closed");
    });
  });
});
