import { NetAddress, NEVER, P2PError, parseAddress } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { endpoints } from "../../src/api/endpoints.js";
import type { PeersView } from "../../src/api/views.js";
import { FakeNode, fakePeer, idOf, traffic } from "./fake-node.js";
import { serve } from "./http.js";

const token = "0123456789abcdef".repeat(4);
const operator = { authorization: `Bearer ${token}` };
const address = `${idOf("b")}@10.1.2.3:26656`;

describe("peers", () => {
  it("tells all there is to know of a peer", async () => {
    const node = new FakeNode();
    node.peers = [fakePeer(idOf("c"), { persistent: true, traffic: [traffic(0x30, 100, 50)] })];
    node.persistent.set(idOf("d"), parseAddress(`${idOf("d")}@seed.example.com:26656`));
    const { ask } = await serve({ node });
    expect((await ask("/peers")).json()).toMatchObject({
      id: idOf("a"),
      network: "test-chain",
      inbound: 0,
      outbound: 1,
      dialing: 4,
      missingPersistent: [`${idOf("d")}@seed.example.com:26656`],
      peers: [
        {
          id: idOf("c"),
          direction: "outbound",
          address: `${idOf("c")}@10.0.0.1:26656`,
          remote: { ip: "10.0.0.1", port: 26656 },
          persistent: true,
          private: false,
          moniker: "a peer",
          channels: [0x40, 0x20, 0x21, 0x22, 0x23, 0x30, 0x38, 0x60, 0x61, 0x00],
          connectedMs: 2030,
          received: { bytes: 215, idleMs: 840 },
          sendQueue: 3,
          traffic: [{ id: 0x30, name: "Mempool", receivedBytes: 100, sentBytes: 50, unknownMessages: 1 }],
        },
      ],
    });
  });

  it("escapes whatever a peer says", async () => {
    const node = new FakeNode();
    const hostile = "\u001b[2J\u0007<script>é\u202e&";
    node.peers = [fakePeer(idOf("c"), { moniker: hostile, listenAddr: `tcp://${hostile}:1` })];
    const { ask } = await serve({ node });
    for (const path of ["/peers", "/net_info"]) {
      const { text } = await ask(path);
      expect(text).toMatch(/^[\x20-\x7e]*$/);
      expect(text).not.toMatch(/[<>&]/);
      expect(text).toContain("script");
    }
    const { peers } = (await ask("/peers")).json() as PeersView;
    expect(peers[0]?.moniker).toBe("\\u{1b}[2J\\u{7}<script>\\u{e9}\\u{202e}&");
  });

  it("dials for the operator and answers with the peer", async () => {
    const { node, ask } = await serve({ token });
    node.onDial = () => Promise.resolve(fakePeer(idOf("b")));
    const body = JSON.stringify({ address, persistent: true });
    const answer = await ask("/peers/dial", { method: "POST", headers: operator, body });
    expect(answer.json()).toMatchObject({ peer: { id: idOf("b") } });
    expect(node.calls).toEqual([`dial ${address} persistent`]);
  });

  it("answers a dial that fails with the reason, its likely cause, and what to do", async () => {
    const { node, ask } = await serve({ token });
    node.onDial = () => Promise.reject(new P2PError("DIAL_TIMEOUT", { detail: "10.1.2.3:26656" }));
    const answer = await ask("/peers/dial", {
      method: "POST",
      headers: operator,
      body: JSON.stringify({ address }),
    });
    expect(answer.status).toBe(502);
    expect(answer.json()).toEqual({
      error: new P2PError("DIAL_TIMEOUT", { detail: "10.1.2.3:26656" }).toJSON(),
    });
  });

  it("dials 16 at once and no more", async () => {
    const { node, ask } = await serve({ token });
    let fail: () => void = () => {};
    const failed = new Promise<never>(
      (_resolve, reject) => (fail = () => reject(new P2PError("DIAL_REFUSED"))),
    );
    let dialing = 0;
    const all = new Promise<void>((resolve) => {
      node.onDial = () => {
        if (++dialing === 16) resolve();
        return failed;
      };
    });
    const dial = () =>
      ask("/peers/dial", { method: "POST", headers: operator, body: JSON.stringify({ address }) });
    const first = Array.from({ length: 16 }, dial);
    await all;
    expect((await dial()).status).toBe(503);
    fail();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual(Array(16).fill(502));
    expect((await dial()).status).toBe(502);
  });

  it("takes leave of a peer for the operator", async () => {
    const node = new FakeNode();
    node.peers = [fakePeer(idOf("c"))];
    node.persistent.set(idOf("c"), parseAddress(`${idOf("c")}@10.0.0.1:26656`));
    const { ask } = await serve({ node, token });
    const drop = (id: string, query = "") =>
      ask(`/peers/${id}${query}`, { method: "DELETE", headers: operator });
    expect((await drop(idOf("C"))).json()).toEqual({ disconnected: true, forgotten: false });
    expect(node.persistent.size).toBe(1);
    expect((await drop(idOf("c"), "?forget=true")).json()).toEqual({ disconnected: true, forgotten: true });
    expect(node.persistent.size).toBe(0);
    expect([(await drop(idOf("d"))).status, (await drop("x")).status]).toEqual([404, 400]);
  });
});

describe("bans", () => {
  it("are made, listed and lifted", async () => {
    const { node, ask } = await serve({ token });
    const body = JSON.stringify({ target: "10.9.0.0/16", reason: "noisy", durationMs: 60_000 });
    expect((await ask("/bans", { method: "POST", headers: operator, body })).json()).toMatchObject({
      bans: [{ target: "10.9.0.0/16", reason: "noisy" }],
    });
    const { bans } = (await ask("/bans")).json() as { bans: { createdAt: string; expiresAt: string }[] };
    expect(Date.parse(bans[0]?.expiresAt ?? "") - Date.parse(bans[0]?.createdAt ?? "")).toBe(60_000);
    const lift = () => ask("/bans?target=10.9.0.0/16", { method: "DELETE", headers: operator });
    expect((await lift()).json()).toMatchObject({ removed: { target: "10.9.0.0/16" } });
    expect(node.saves).toBe(2); // before the answers
    expect((await lift()).status).toBe(404);
    expect(node.banned).toEqual([]);
  });

  it("do not end when no duration is given", async () => {
    const { ask } = await serve({ token });
    const body = JSON.stringify({ target: idOf("B") });
    const answer = await ask("/bans", { method: "POST", headers: operator, body });
    expect(answer.json()).toMatchObject({
      bans: [{ target: idOf("b"), reason: "by the operator", expiresAt: null }],
    });
  });

  it.each([
    "{}",
    '{"target":5}',
    '{"target":"nobody"}',
    '{"target":"1.2.3.4","durationMs":-1}',
    "[]",
    "x",
    "",
  ])("are refused for %s", async (body) => {
    const { node, ask } = await serve({ token });
    const answer = await ask("/bans", { method: "POST", headers: operator, body });
    expect(answer.status).toBe(400);
    expect(node.banned).toEqual([]);
  });
});

describe("address book", () => {
  function bookOf(count: number) {
    return Array.from({ length: count }, (_, i) => {
      const id = i.toString(16).padStart(40, "0");
      const at = NetAddress.parse(`${id}@1.2.${i >> 8}.${i & 255}:26656`);
      const lastVerifiedAt = i === 0 ? 1_700_000_000_000 : undefined;
      const rest = { buckets: [1], attempts: 0, lastAttempt: NEVER, lastSuccess: NEVER, lastBanTime: NEVER };
      const kind = i % 2 === 0 ? ("old" as const) : ("new" as const);
      return {
        address: at,
        source: at,
        kind,
        ...rest,
        lastVerifiedAt,
        lastFailure: undefined,
        candidates: [],
      };
    });
  }

  it("is summed up, or told by page", async () => {
    const node = new FakeNode();
    node.book = bookOf(25).reverse();
    const { ask } = await serve({ node });
    expect((await ask("/addrbook")).json()).toEqual({ size: 25, new: 12, old: 13, verified: 1, banned: 0 });
    const { entries, page, pages } = (await ask("/addrbook?entries=1&page=3&per_page=10")).json() as {
      entries: { address: string }[];
      page: number;
      pages: number;
    };
    expect([page, pages, entries.length]).toEqual([3, 3, 5]);
    expect(entries[0]?.address).toBe(`${(20).toString(16).padStart(40, "0")}@1.2.0.20:26656`);
    const first = (await ask("/addrbook?entries=1&per_page=1")).json();
    expect(first).toMatchObject({
      entries: [{ kind: "old", lastAttempt: null, lastVerified: "2023-11-14T22:13:20.000Z" }],
    });
  });

  it.each(["page=0", "page=x", "per_page=1001", "per_page=-1", "page=99999999999999999999"])(
    "refuses %s",
    async (query) => {
      const { ask } = await serve();
      expect((await ask(`/addrbook?entries=1&${query}`)).status).toBe(400);
    },
  );
});

describe("seed", () => {
  it("tells what it has verified and served", async () => {
    const { node, ask } = await serve({ seedMode: true });
    const peer = fakePeer(idOf("c"));
    node.emit({ type: "addresses-served", peer, count: 3, verified: 2, why: "asked" });
    node.emit({ type: "addresses-served", peer, count: 0, verified: 0, why: "asked" });
    const dialed = NetAddress.parse(address);
    node.emit({ type: "address-verified", address: dialed, why: "answered" });
    node.emit({ type: "verification-failed", address: dialed, error: new P2PError("DIAL_TIMEOUT") });
    node.emit({ type: "verification-failed", address: dialed, error: new P2PError("DIAL_TIMEOUT") });
    node.emit({ type: "request-ignored", peer, why: "too soon" });
    expect((await ask("/seed")).json()).toMatchObject({
      answers: 2,
      addressesServed: 3,
      verifiedServed: 2,
      emptyAnswers: 1,
      ignored: { "too soon": 1 },
      verifications: { ok: 1, DIAL_TIMEOUT: 2 },
    });
  });

  it("is told of seeds only", async () => {
    const { ask } = await serve();
    expect([(await ask("/seed")).status, (await ask("/seed")).json()]).toMatchObject([
      404,
      { error: { code: "NOT_A_SEED" } },
    ]);
  });
});

describe("who may change the node", () => {
  const changing = [
    ["POST", "/peers/dial"],
    ["DELETE", `/peers/${idOf("c")}`],
    ["POST", "/bans"],
    ["DELETE", "/bans?target=1.2.3.4"],
  ] as const;

  it.each(changing)("%s %s: 403 with a text that says what to do", async (method, path) => {
    const { node, ask } = await serve({ token });
    const body = method === "POST" ? { body: JSON.stringify({ address, target: "1.2.3.4" }) } : {};
    const answer = await ask(path, { method, ...body });
    expect(answer.status).toBe(403);
    expect(answer.json()).toMatchObject({
      error: { code: "FORBIDDEN", remedy: expect.stringContaining("control socket") as string },
    });
    expect([node.calls, node.banned]).toEqual([[], []]);
  });

  it("a wrong token is told to be wrong, also where none is needed", async () => {
    const { ask } = await serve({ token });
    const answer = await ask("/peers", { headers: { authorization: "Bearer 1" } });
    expect([answer.status, answer.json()]).toMatchObject([403, { error: { code: "WRONG_TOKEN" } }]);
  });
});

describe("the rest", () => {
  it("lists what there is, as JSON and as a page", async () => {
    const { ask } = await serve();
    expect((await ask("/")).json()).toEqual({ endpoints });
    const page = await ask("/", { headers: { accept: "text/html,*/*" } });
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.text).toContain('<a href="/net_info">/net_info</a>');
  });

  it.each([
    ["GET", "/nothing", 404],
    ["GET", "/peers/dial", 405],
    ["PUT", "/peers", 405],
    ["GET", "/events", 426],
    ["GET", "/metrics", 404],
    ["GET", "/%ff%00", 404],
    ["GET", "/peers/../../etc/passwd", 404],
  ])("%s %s: %i in JSON", async (method, path, status) => {
    const { ask } = await serve();
    const answer = await ask(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ error: { message: expect.any(String) as string } });
  });

  it("an error that nobody expected is a 500 that tells nothing, and is told to the operator", async () => {
    const seen: unknown[] = [];
    const node = new FakeNode();
    const broken = new Error("secret /home/x");
    Object.defineProperty(node, "peers", {
      get: () => {
        throw broken;
      },
    });
    const { ask } = await serve({ node, onError: (error) => seen.push(error) });
    const answer = await ask("/peers");
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("secret");
    expect(seen).toEqual([broken]);
  });

  it("answers a browser's page of an allowed origin, and asks none of others in", async () => {
    const { ask } = await serve({ corsAllowedOrigins: ["https://dash.example.org"] });
    const headers = { origin: "https://dash.example.org" };
    const answer = await ask("/peers", { headers });
    expect(answer.headers["access-control-allow-origin"]).toBe("https://dash.example.org");
    const preflight = await ask("/peers", {
      method: "OPTIONS",
      headers: { ...headers, "access-control-request-method": "DELETE" },
    });
    expect([preflight.status, preflight.headers["access-control-allow-headers"]]).toEqual([
      204,
      "Authorization, Content-Type",
    ]);
    const foreign = await ask("/peers", { headers: { origin: "https://evil.com" } });
    expect([foreign.status, foreign.headers["access-control-allow-origin"]]).toEqual([403, undefined]);
  });

  it("listens at several addresses", async () => {
    const { api } = await serve({ listen: "tcp://127.0.0.1:0, tcp://127.0.0.2:0" });
    expect(api.endpoints.map(({ ip }) => ip)).toEqual(["127.0.0.1", "127.0.0.2"]);
  });

  it("says which address it cannot have", async () => {
    const { port } = await serve();
    await expect(serve({ listen: `tcp://127.0.0.1:${port}` })).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining(`127.0.0.1:${port}`) as string,
    });
    await expect(serve({ listen: "unix:///x.sock" })).rejects.toMatchObject({ code: "LISTEN_FAILED" });
    await expect(serve({ listen: "tcp://localhost" })).rejects.toMatchObject({ code: "ADDRESS_MALFORMED" });
  });
});
