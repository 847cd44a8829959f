import { parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { goTime } from "../../src/api/go-views.js";
import { FakeNode, fakePeer, idOf } from "./fake-node.js";
import { serve } from "./http.js";

const token = "0123456789abcdef".repeat(4);
const operator = { authorization: `Bearer ${token}` };
const address = `${idOf("b")}@10.1.2.3:26656`;

function rpc(method: string, params: unknown = {}, id: unknown = 1): string {
  return JSON.stringify({ jsonrpc: "2.0", id, method, params });
}

describe("calls by URI", () => {
  it("answers health with Go's envelope", async () => {
    const { ask } = await serve();
    const answer = await ask("/health");
    expect(answer.text).toBe('{"jsonrpc":"2.0","id":-1,"result":{}}');
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "application/json"]);
  });

  it("says in status that nobody should take us for a node that follows the chain", async () => {
    const publicKey = new Uint8Array(32).fill(1);
    const { ask } = await serve({ publicKey });
    const { result } = (await ask("/status")).json() as { result: Record<string, object> };
    expect(result).toEqual({
      node_info: expect.objectContaining({ id: idOf("a"), network: "test-chain", moniker: "ours" }),
      sync_info: {
        latest_block_hash: "",
        latest_app_hash: "",
        latest_block_height: "0",
        latest_block_time: "1970-01-01T00:00:00Z",
        earliest_block_hash: "",
        earliest_app_hash: "",
        earliest_block_height: "0",
        earliest_block_time: "1970-01-01T00:00:00Z",
        catching_up: true,
      },
      validator_info: {
        address: idOf("A"),
        pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.from(publicKey).toString("base64") },
        voting_power: "0",
      },
    });
  });

  it("tells of peers exactly as Go does: fields, their order, 64-bit integers as text", async () => {
    const node = new FakeNode();
    node.peers = [fakePeer(idOf("c"), { outbound: false })];
    const { ask } = await serve({ node });
    const { result } = (await ask("/net_info")).json() as {
      result: { peers: { connection_status: { SendMonitor: { Start: string } } }[] };
    };
    const start = result.peers[0]?.connection_status.SendMonitor.Start ?? "";
    expect(Math.abs(Date.parse(start) - (Date.now() - 2_029))).toBeLessThan(60_000);
    const monitor =
      `{"Start":"${start}","Bytes":"215","Samples":"0","InstRate":"132","CurRate":"132","AvgRate":"106",` +
      '"PeakRate":"202","BytesRem":"0","Duration":"2029607000","Idle":"840000000","TimeRem":"0","Progress":0,"Active":true}';
    expect(JSON.stringify(result)).toBe(
      '{"listening":true,"listeners":["Listener(@127.0.0.1:26656)"],"n_peers":"1","peers":[{"node_info":' +
        '{"protocol_version":{"p2p":"8","block":"11","app":"1"},"id":"cccccccccccccccccccccccccccccccccccccccc",' +
        '"listen_addr":"tcp://10.0.0.1:26656","network":"test-chain","version":"0.38.25",' +
        '"channels":"40202122233038606100","moniker":"a peer","other":{"tx_index":"on",' +
        '"rpc_address":"tcp://127.0.0.1:26657"}},"is_outbound":false,"connection_status":{"Duration":"2029607000",' +
        `"SendMonitor":${monitor},"RecvMonitor":${monitor},"Channels":[{"ID":48,"SendQueueCapacity":"1",` +
        '"SendQueueSize":"2","Priority":"5","RecentlySent":"0"},{"ID":0,"SendQueueCapacity":"10","SendQueueSize":"1",' +
        '"Priority":"1","RecentlySent":"7"}]},"remote_ip":"10.0.0.1"}]}',
    );
  });

  it.each([
    [1_700_000_000_000, "2023-11-14T22:13:20Z"],
    [1_700_000_000_800, "2023-11-14T22:13:20.8Z"],
    [1_700_000_000_001, "2023-11-14T22:13:20.001Z"],
    [1_700_000_010_000, "2023-11-14T22:13:30Z"],
  ])("writes the time %i as %s", (wallTime, text) => {
    expect(goTime(wallTime)).toBe(text);
  });

  it("dials peers for the operator, with all that Go's parameters say", async () => {
    const { node, ask } = await serve({ token });
    const query = `peers=${encodeURIComponent(JSON.stringify([address]))}&unconditional=true&private=true`;
    const answer = await ask(`/dial_peers?${query}`, { headers: operator });
    expect(answer.json()).toEqual({
      jsonrpc: "2.0",
      id: -1,
      result: { log: "Dialing peers in progress. See /net_info for details" },
    });
    expect(node.calls).toEqual([`private ${idOf("b")}`, `unconditional ${idOf("b")}`, `dial ${address}`]);
    node.calls.length = 0;
    await ask(`/dial_peers?${query}&persistent=true`, { headers: operator });
    expect(node.calls).toContain(`persistent ${address}`);
  });

  it("dials seeds for the operator", async () => {
    const { node, ask } = await serve({ token });
    const answer = await ask(`/dial_seeds?seeds=["${address}"]`, { headers: operator });
    expect(answer.json()).toMatchObject({
      result: { log: "Dialing seeds in progress. See /net_info for details" },
    });
    expect(node.calls).toEqual([`dial ${address}`]);
  });

  it.each(["/dial_peers", "/dial_seeds"])(
    "%s is for the operator only, and says how to become one",
    async (path) => {
      const { node, ask } = await serve({ token });
      const answer = await ask(`${path}?peers=["${address}"]&seeds=["${address}"]`);
      expect(answer.status).toBe(403);
      expect(answer.json()).toMatchObject({
        jsonrpc: "2.0",
        id: -1,
        error: {
          code: -32000,
          message: "Server error",
          data: expect.stringMatching(/control socket.*Bearer/) as string,
        },
      });
      expect(node.calls).toEqual([]);
    },
  );

  it.each([
    ["no address at all", "", 500, -32603, /^no peers provided$/],
    ["an address that is none", '["x"]', 500, -32603, /id is missing/],
    [
      "text that is no JSON",
      "[",
      500,
      -32602,
      /^error converting http params to arguments: peers must be JSON/,
    ],
    ["a number", "5", 500, -32602, /peers must be of type \[\]string/],
    ["a list of numbers", "[5]", 500, -32602, /peers must be of type \[\]string/],
    ["101 addresses", JSON.stringify(Array(101).fill(address)), 400, -32000, /more than 100 addresses/],
  ])("refuses %s, and does nothing", async (_what, peers, status, code, data) => {
    const { node, ask } = await serve({ token });
    const path = `/dial_peers?persistent=true&peers=${encodeURIComponent(peers)}`;
    const answer = await ask(path, { headers: operator });
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ error: { code, data: expect.stringMatching(data) as string } });
    expect(node.calls).toEqual([]);
  });

  it("does nothing when one of several addresses is none", async () => {
    const { node, ask } = await serve({ token });
    await ask(`/dial_peers?persistent=true&peers=["${address}","x@y"]`, { headers: operator });
    expect(node.calls).toEqual([]);
    expect(parseAddress(address).id).toBe(idOf("b"));
  });
});

describe("JSON-RPC", () => {
  it.each([
    ["a number as id", rpc("health"), '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ["a text as id", rpc("health", {}, "x"), '{"jsonrpc":"2.0","id":"x","result":{}}'],
    ["an id with decimals", rpc("health", {}, 7.9), '{"jsonrpc":"2.0","id":7,"result":{}}'],
    ["no params", '{"jsonrpc":"2.0","id":1,"method":"health"}', '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ["an empty list of params", rpc("health", []), '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ["params null", rpc("health", null), '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ["a notification", rpc("health", {}, null), ""],
    ["an empty batch", "[]", ""],
    ["a batch of one", `[${rpc("health")}]`, '{"jsonrpc":"2.0","id":1,"result":{}}'],
    [
      "a batch with a notification",
      `[${rpc("health")},${rpc("health", {}, null)},${rpc("health", {}, 2)}]`,
      '[{"jsonrpc":"2.0","id":1,"result":{}},{"jsonrpc":"2.0","id":2,"result":{}}]',
    ],
    [
      "an unknown method",
      rpc("broadcast_tx_sync"),
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}',
    ],
    [
      "the name of a property of all objects",
      rpc("constructor"),
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}',
    ],
  ])("answers %s as Go does", async (_what, body, expected) => {
    const { ask } = await serve();
    const answer = await ask("/", { method: "POST", body });
    expect([answer.status, answer.text]).toEqual([200, expected]);
  });

  it.each([
    "{",
    "5",
    '"health"',
    "[5]",
    '{"id":{},"method":"health"}',
    '{"id":1,"method":5}',
    "[".repeat(100_000),
  ])("says 500 and -32700 without an id to %.40s", async (body) => {
    const { ask } = await serve();
    const answer = await ask("/", { method: "POST", body });
    expect(answer.status).toBe(500);
    expect(answer.text).toMatch(
      /^{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error. Invalid JSON","data":"error unmarshaling request: /,
    );
  });

  it("refuses a batch of 10,000 as Go does", async () => {
    const { ask } = await serve();
    const body = `[${Array(10_000).fill(rpc("health")).join(",")}]`;
    const answer = await ask("/", { method: "POST", body });
    expect(answer.text).toBe(
      '{"jsonrpc":"2.0","error":{"code":-32600,"message":"Invalid Request",' +
        '"data":"batch request exceeds maximum (10) allowed number of requests"}}',
    );
  });

  it("takes params by name and by place", async () => {
    const { node, ask } = await serve({ token });
    const post = (params: unknown) =>
      ask("/", { method: "POST", headers: operator, body: rpc("dial_peers", params) });
    await post({ peers: [address], unconditional: true });
    await post([[address], false, true, false]);
    expect(node.calls).toEqual([1, 2].flatMap(() => [`unconditional ${idOf("b")}`, `dial ${address}`]));
    expect((await post([[address]])).json()).toMatchObject({
      error: {
        code: -32602,
        data: "error converting json params to arguments: expected 4 parameters ([peers persistent unconditional private]), got 1",
      },
    });
  });

  it("keeps changing calls for the operator, in batches too", async () => {
    const { node, ask } = await serve({ token });
    const dial = rpc("dial_peers", { peers: [address] });
    expect((await ask("/", { method: "POST", body: dial })).status).toBe(403);
    const batch = await ask("/", { method: "POST", body: `[${dial},${rpc("health", {}, 2)}]` });
    expect(batch.json()).toMatchObject([{ error: { code: -32000 } }, { id: 2, result: {} }]);
    expect(node.calls).toEqual([]);
  });

  it("is spoken at / only", async () => {
    const { ask } = await serve();
    expect((await ask("/rpc", { method: "POST", body: rpc("health") })).status).toBe(404);
  });
});
