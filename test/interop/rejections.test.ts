/** Connections that one side must refuse: the right code here, the right line in the log of Go's switch there. */
import { explainRejection, NodeKey } from "@cometwire/p2p";
import { describe, expect, test } from "vitest";
import { type PeerFlags, startReferencePeer } from "../../interop/harness/reference-peer.js";
import { type ReferencePeerVersion, referencePeerVersions } from "../../interop/harness/go.js";
import { describeWithGo } from "./support/describe-with-go.js";
import { type OurConnection, OurNode } from "./support/our-node.js";
import { listeningAddress } from "./support/pair.js";

const startSwitch = (version: ReferencePeerVersion, flags: PeerFlags = {}) =>
  startReferencePeer({ mode: "switch", listen: "127.0.0.1:0", "log-level": "debug", ...flags }, version);

describeWithGo("rejections", () => {
  describe.each(referencePeerVersions)("%s, we dial its switch", (version) => {
    test("another id than expected: ID_MISMATCH", async () => {
      await using peer = await startSwitch(version);
      await using ours = new OurNode();
      const [id, address] = (await listeningAddress(peer)).split("@") as [string, string];
      const expected = NodeKey.generate().id;
      const error = await ours.dialFailure(`${expected}@${address}`);
      expect(error.code).toBe("ID_MISMATCH");
      expect(error.detail).toBe(`expected ${expected}, got ${id}`);
      await peer.waitForStderr(/Inbound Peer rejected.*auth failure: handshake failed: .*(EOF|reset)/);
    });

    test("another network: INCOMPATIBLE_NETWORK", async () => {
      await using peer = await startSwitch(version, { network: "theirs" });
      await using ours = new OurNode({ network: "ours" });
      const error = await ours.dialFailure(await listeningAddress(peer));
      expect(error.code).toBe("INCOMPATIBLE_NETWORK");
      expect(error.detail).toBe('ours is "ours", theirs is "theirs"');
      await peer.waitForStderr(
        /Inbound Peer rejected.*incompatible: peer is on a different network. Got ours, expected theirs/,
      );
    });

    test("another block protocol: INCOMPATIBLE_BLOCK_VERSION", async () => {
      await using peer = await startSwitch(version, { "block-version": 12 });
      await using ours = new OurNode();
      const error = await ours.dialFailure(await listeningAddress(peer));
      expect(error.code).toBe("INCOMPATIBLE_BLOCK_VERSION");
      await peer.waitForStderr(/incompatible: peer is on a different Block version. Got 11, expected 12/);
    });

    test("no common channel: NO_COMMON_CHANNELS", async () => {
      await using peer = await startSwitch(version, { channels: "20:1,30:1" });
      await using ours = new OurNode({ channels: [{ id: 0x70, priority: 1 }] });
      const error = await ours.dialFailure(await listeningAddress(peer));
      expect(error.code).toBe("NO_COMMON_CHANNELS");
      await peer.waitForStderr(
        /incompatible: peer has no common channels. Our channels: 2030 ; Peer channels: 70/,
      );
    });

    test("we announce no channel at all: only Go refuses, REJECTED_CHANNELS", async () => {
      await using peer = await startSwitch(version);
      await using ours = new OurNode({ channels: [] });
      const connection = await ours.dial(await listeningAddress(peer));
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
      const explained = explainRejection(ours.nodeInfo, connection.established.nodeInfo);
      expect(explained.code).toBe("REJECTED_CHANNELS");
      await peer.waitForStderr(/incompatible: peer has no common channels/);
    });

    test("our NodeInfo breaks a rule: only Go refuses, and the rule is named", async () => {
      await using peer = await startSwitch(version);
      await using ours = new OurNode({ nodeInfo: { moniker: "" } });
      const connection = await ours.dial(await listeningAddress(peer));
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
      const explained = explainRejection(ours.nodeInfo, connection.established.nodeInfo);
      expect(explained.code).toBe("REJECTED_AFTER_NODE_INFO");
      expect(explained.detail).toContain("moniker");
      await peer.waitForStderr(/Inbound Peer rejected.*invalid NodeInfo: info.Moniker must be valid/);
    });

    test("ourselves, by the key: SELF_CONNECTION", async () => {
      const seed = "22".repeat(32);
      const nodeKey = NodeKey.fromSeed(Buffer.from(seed, "hex"));
      await using peer = await startSwitch(version, { "key-seed": seed });
      await using ours = new OurNode({ nodeKey });
      const error = await ours.dialFailure(await listeningAddress(peer));
      expect(error.code).toBe("SELF_CONNECTION");
      await peer.waitForStderr(new RegExp(`Inbound Peer rejected.*self ID<${nodeKey.id}>`));
    });

    test("a second connection from one address: RESET_BEFORE_FIRST_BYTE", async () => {
      await using peer = await startSwitch(version, { "allow-duplicate-ip": false });
      await using first = new OurNode();
      await using second = new OurNode();
      const address = await listeningAddress(peer);
      const connection = await first.dial(address);
      await peer.waitFor("peer-added");
      expect((await second.dialFailure(address)).code).toBe("RESET_BEFORE_FIRST_BYTE");
      await peer.waitForStderr(/Inbound Peer rejected.*filtered CONN<.*duplicate CONN</);
      expect(connection.endedBy).toBeUndefined();
      // When the first has gone, the second gets in.
      await connection.mconnection.stop();
      await peer.waitFor("peer-removed");
      await second.dial(address);
    });

    test("an id that is connected already: REJECTED_AFTER_NODE_INFO", async () => {
      await using peer = await startSwitch(version);
      const nodeKey = NodeKey.generate();
      await using first = new OurNode({ nodeKey });
      await using second = new OurNode({ nodeKey });
      const address = await listeningAddress(peer);
      const connection = await first.dial(address);
      await peer.waitFor("peer-added");
      const again = await second.dial(address);
      expect(await again.closedCode()).toBe("CONNECTION_CLOSED");
      const explained = explainRejection(second.nodeInfo, again.established.nodeInfo);
      expect(explained.code).toBe("REJECTED_AFTER_NODE_INFO");
      await peer.waitForStderr(new RegExp(`Ignoring inbound connection.*duplicate ID<${nodeKey.id}>`));
      expect(connection.endedBy).toBeUndefined();
    });

    test("a full listener: NO_FIRST_BYTE", async () => {
      await using peer = await startSwitch(version, { "max-inbound": 1 });
      await using first = new OurNode();
      await using second = new OurNode({ transport: { handshakeTimeoutMs: 700 } });
      const address = await listeningAddress(peer);
      const connection = await first.dial(address);
      await peer.waitFor("peer-added");
      expect((await second.dialFailure(address)).code).toBe("NO_FIRST_BYTE");
      expect(peer.stderr()).not.toMatch(/rejected/);
      expect(connection.endedBy).toBeUndefined();
      // The slot is free again; Go meets the connection that has given up first.
      await connection.mconnection.stop();
      await peer.waitForStderr(/Inbound Peer rejected.*auth failure: secret conn failed/);
      await using third = new OurNode();
      await third.dial(address);
    });

    test("room at the listener, but not for another peer: REJECTED_AFTER_NODE_INFO", async () => {
      await using peer = await startSwitch(version, { "max-inbound": 1, "listener-cap": 0 });
      await using first = new OurNode();
      await using second = new OurNode();
      const address = await listeningAddress(peer);
      await first.dial(address);
      await peer.waitFor("peer-added");
      const refused = await second.dial(address);
      expect(await refused.closedCode()).toBe("CONNECTION_CLOSED");
      const explained = explainRejection(second.nodeInfo, refused.established.nodeInfo);
      expect(explained.code).toBe("REJECTED_AFTER_NODE_INFO");
      await peer.waitForStderr(/Ignoring inbound connection: already have enough inbound peers/);
    });
  });

  describe.each(referencePeerVersions)("%s, its switch dials us", (version) => {
    /** The switch dials; resolves with the code of our rejection. */
    async function dialledBy(flags: PeerFlags, ours: OurNode, expectedId?: string) {
      const [id, address] = (await ours.listen()).split("@") as [string, string];
      return startSwitch(version, { dial: `${expectedId ?? id}@${address}`, ...flags });
    }

    test("it expects another id: it closes when it has seen ours", async () => {
      await using ours = new OurNode();
      const expected = NodeKey.generate().id;
      await using peer = await dialledBy({}, ours, expected);
      expect(await ours.rejectedCode()).toBe("NODE_INFO_CLOSED");
      const { error } = await peer.waitFor("dial-failed");
      expect(error).toMatch(
        new RegExp(`auth failure: conn.ID \\(${ours.nodeKey.id}\\) dialed ID \\(${expected}\\) mismatch`),
      );
    });

    test("another network: INCOMPATIBLE_NETWORK", async () => {
      await using ours = new OurNode({ network: "ours" });
      await using peer = await dialledBy({ network: "theirs" }, ours);
      expect(await ours.rejectedCode()).toBe("INCOMPATIBLE_NETWORK");
      const { error } = await peer.waitFor("dial-failed");
      expect(error).toMatch(/incompatible: peer is on a different network. Got ours, expected theirs/);
    });

    test("no common channel: NO_COMMON_CHANNELS", async () => {
      await using ours = new OurNode({ channels: [{ id: 0x70, priority: 1 }] });
      await using peer = await dialledBy({}, ours);
      expect(await ours.rejectedCode()).toBe("NO_COMMON_CHANNELS");
      const { error } = await peer.waitFor("dial-failed");
      expect(error).toMatch(/incompatible: peer has no common channels/);
    });

    test("a second connection from its address: DUPLICATE_ADDRESS, before a byte", async () => {
      await using ours = new OurNode({ transport: { allowDuplicateIp: false } });
      await using first = await dialledBy({}, ours);
      const connection = await ours.acceptedConnection();
      await first.waitFor("peer-added");
      const address = addressOf(ours, connection);
      await using second = await startSwitch(version, { dial: address });
      expect(await ours.rejectedCode()).toBe("DUPLICATE_ADDRESS");
      const { error } = await second.waitFor("dial-failed");
      expect(error).toMatch(/auth failure: secret conn failed: .*(EOF|connection reset|broken pipe)/);
      expect(connection.endedBy).toBeUndefined();
    });

    test("no place left: PEERS_FULL, before a byte", async () => {
      await using ours = new OurNode({ transport: { maxInboundPeers: 1 } });
      await using first = await dialledBy({}, ours);
      const connection = await ours.acceptedConnection();
      await first.waitFor("peer-added");
      const address = addressOf(ours, connection);
      await using second = await startSwitch(version, { dial: address });
      expect(await ours.rejectedCode()).toBe("PEERS_FULL");
      const { error } = await second.waitFor("dial-failed");
      expect(error).toMatch(/auth failure: secret conn failed: .*(EOF|connection reset|broken pipe)/);
      // When the first has gone, there is a place.
      await first.stop();
      expect(await connection.closedCode()).toBe("CONNECTION_CLOSED");
      await using third = await startSwitch(version, { dial: address });
      await third.waitFor("peer-added");
    });
  });
});

/** `id@host:port` of our listener, by a connection that it has accepted. */
function addressOf(ours: OurNode, { established }: OurConnection): string {
  const { ip, port } = established.secretConnection.stream.local;
  return `${ours.nodeKey.id}@${ip}:${port}`;
}
