/** The whole handshake with the reference peers, in both roles: who we are to each other. */
import { NodeKey, nodeInfoToJson } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { describeWithGo } from "./support/describe-with-go.js";
import { defaultChannel } from "./support/our-node.js";
import { connectPair, releasesAndRoles } from "./support/pair.js";

const peerSeed = "11".repeat(32);
const peerId = NodeKey.fromSeed(Buffer.from(peerSeed, "hex")).id;
/** What each release says of its own version. */
const says = { "v0.38": "0.38.25", "v0.40": "0.39.0" } as const;

describeWithGo("handshake with reference peers", () => {
  describe.each(releasesAndRoles)("%s, %s", (version, role) => {
    test("ids and NodeInfos arrive as they were sent", async () => {
      await using pair = await connectPair({
        version,
        role,
        flags: { mode: "command", network: "handshake-net", moniker: "the peer", "key-seed": peerSeed },
        ours: {
          network: "handshake-net",
          channels: [defaultChannel, { id: 0x00, priority: 1 }, { id: 0xff, priority: 1 }],
          nodeInfo: {
            protocolVersion: { p2p: 9n, block: 11n, app: 0x1f_ffff_ffff_ffffn },
            listenAddr: "tcp://0.0.0.0:26656",
            moniker: "we ourselves ~!",
            version: "cometwire/0.1.0",
            other: { txIndex: "on", rpcAddress: "tcp://127.0.0.1:26657" },
          },
        },
      });
      const { ours, connection, connected } = pair;
      const { established } = connection;

      // Go about us.
      expect(connected["remoteId"]).toBe(ours.nodeKey.id);
      expect(connected["localId"]).toBe(peerId);
      expect(connected["inbound"]).toBe(role === "dialled by us");
      expect(connected["nodeInfo"]).toEqual({
        protocol_version: { p2p: 9, block: 11, app: 0x1f_ffff_ffff_ffff },
        id: ours.nodeKey.id,
        listen_addr: "tcp://0.0.0.0:26656",
        network: "handshake-net",
        version: "cometwire/0.1.0",
        channels: "2000FF",
        moniker: "we ourselves ~!",
        other: { tx_index: "on", rpc_address: "tcp://127.0.0.1:26657" },
      });

      // We about Go.
      expect(established.id).toBe(peerId);
      expect(established.secretConnection.remoteId).toBe(peerId);
      expect(established.outbound).toBe(role === "dialled by us");
      expect(established.remote.ip).toBe("127.0.0.1");
      const theirs = nodeInfoToJson(established.nodeInfo);
      const listensAt =
        role === "dialled by us" ? `tcp://127.0.0.1:${established.remote.port}` : "tcp://127.0.0.1:26656";
      expect(theirs).toEqual({
        protocol_version: { p2p: "8", block: "11", app: "0" },
        id: peerId,
        listen_addr: listensAt,
        network: "handshake-net",
        version: says[version],
        channels: "20",
        moniker: "the peer",
        other: { tx_index: "on", rpc_address: "" },
      });
    });

    test("each connection has keys of its own", async () => {
      await using first = await connectPair({ version, role, flags: { mode: "echo" } });
      await using second = await connectPair({ version, role, flags: { mode: "echo" } });
      for (const { connection } of [first, second]) {
        await connection.mconnection.send(0x20, Buffer.from("hello"));
        expect(await connection.messages(1)).toEqual([new TextEncoder().encode("hello")]);
      }
      expect(first.connection.established.id).not.toBe(second.connection.established.id);
    });
  });
});
