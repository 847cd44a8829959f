import {
  type EstablishedConnection,
  NodeKey,
  P2PError,
  type SocketLayer,
  TcpTransport,
} from "@cometwire/p2p";
import { afterEach, describe, expect, it } from "vitest";
import { codeOf, nodeInfoOf } from "../transport/fixtures.js";
import { connected, type Lab, listening, realLab, Recorder, settled, simulatedLab } from "./labs.js";

const never = new AbortController().signal;
const bytes = (text: string) => Buffer.from(text, "latin1");

/** What a transport relies on: the simulated sockets are held to be as Node's are. */
describe.each<[string, () => Lab]>([
  ["Node's sockets", realLab],
  ["simulated sockets", simulatedLab],
])("%s", (_name, createLab) => {
  let lab = createLab();
  const closers: (() => void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) close();
    expect(await lab.leftovers()).toBe(0);
    lab = createLab();
  });
  const open = async (localAddress?: string) => {
    const pair = await connected(lab, localAddress);
    closers.push(pair.close);
    return pair;
  };
  const serve = async () => {
    const served = await listening(lab);
    closers.push(() => {
      served.listener.close();
      for (const stream of served.accepted) stream.destroy();
    });
    return served;
  };

  it("tell both ends who and where they are", async () => {
    const { near, far, listener } = await open();
    expect(near.remote).toEqual(listener.endpoint);
    expect(far.local).toEqual(listener.endpoint);
    expect(far.remote).toEqual(near.local);
    expect(near.local.port).toBeGreaterThan(1_023);
  });

  it("dial from the address they are told to, and from none that is not theirs", async () => {
    const { near, far, listener } = await open(lab.otherClientIp);
    expect(near.local.ip).toBe(lab.otherClientIp);
    expect(far.remote.ip).toBe(lab.otherClientIp);
    const dial = lab.client.connect(listener.endpoint, never, "192.0.2.1");
    await expect(settled(lab, dial)).rejects.toMatchObject({
      code: "DIAL_UNREACHABLE",
      detail: "EADDRNOTAVAIL",
    });
  });

  it("are refused where nobody listens, or nobody listens any more", async () => {
    const { listener, accepted } = await serve();
    listener.close();
    listener.close();
    const dial = settled(lab, lab.client.connect(listener.endpoint, never));
    await expect(dial).rejects.toMatchObject({ code: "DIAL_REFUSED", detail: "ECONNREFUSED" });
    expect(accepted).toEqual([]);
  });

  it("keep accepted streams when the listener is closed, and let the port be used again", async () => {
    const { near, far, listener } = await open();
    listener.close();
    const recorder = Recorder.of(far);
    far.resume();
    near.write(bytes("still here"));
    await lab.until(() => recorder.text === "still here");
    const handlers = { onStream: () => {}, onError: () => {} };
    const { ip: host, port } = listener.endpoint;
    const again = await settled(lab, lab.server.listen({ host, port }, handlers));
    expect(again.endpoint).toEqual(listener.endpoint);
    again.close();
  });

  it("cannot listen where somebody does, nor on another host's address", async () => {
    const { listener } = await serve();
    const handlers = { onStream: () => {}, onError: () => {} };
    const { ip, port } = listener.endpoint;
    const listen = (host: string, at: number) =>
      settled(lab, lab.server.listen({ host, port: at }, handlers));
    await expect(listen(ip, port)).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      detail: `${ip}:${port} EADDRINUSE`,
    });
    await expect(listen("192.0.2.1", port)).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      detail: `192.0.2.1:${port} EADDRNOTAVAIL`,
    });
  });

  it("leave nothing behind when they are aborted, before or while they connect", async () => {
    const { listener, accepted } = await serve();
    expect(await settled(lab, codeOf(lab.client.connect(listener.endpoint, AbortSignal.abort())))).toBe(
      "ABORTED",
    );
    const abort = new AbortController();
    const dial = codeOf(lab.client.connect(listener.endpoint, abort.signal));
    abort.abort(new P2PError("DIAL_TIMEOUT"));
    expect(await settled(lab, dial)).toBe("DIAL_TIMEOUT");
    const next = await settled(lab, lab.client.connect(listener.endpoint, never));
    closers.push(() => next.destroy());
    await lab.until(() => accepted.some(({ remote }) => remote.port === next.local.port));
  });

  it("start paused, and deliver in order whatever the pieces", async () => {
    const { near, far } = await open();
    const recorder = Recorder.of(far);
    let sent = "";
    for (let i = 0; i < 60; i++) {
      const piece = String.fromCharCode(97 + (i % 26)).repeat(i % 7 === 0 ? 5_000 : 1 + i);
      sent += piece;
      near.write(bytes(piece));
    }
    await lab.quiet();
    expect(recorder.events).toEqual([]);
    far.resume();
    expect(recorder.events).toEqual([]); // never from inside a call
    await lab.until(() => recorder.bytes === sent.length);
    expect(recorder.text).toBe(sent);
    expect(far.receivedBytes).toBe(sent.length);
    far.pause();
    near.write(bytes("!"));
    await lab.quiet();
    expect(recorder.bytes).toBe(sent.length);
    far.resume();
    await lab.until(() => recorder.bytes > sent.length);
  });

  it("stop at once when they are paused by the receiver", async () => {
    const { near, far } = await open();
    let chunks = 0;
    far.setHandlers({
      onData: () => {
        chunks++;
        far.pause();
      },
      onDrain: () => {},
      onEnd: () => {},
      onClose: () => {},
    });
    far.resume();
    near.write(bytes("one"));
    await lab.until(() => chunks === 1);
    near.write(bytes("two"));
    await lab.quiet();
    expect(chunks).toBe(1);
  });

  it("close half: what is sent is followed by the end, and the other way stays open", async () => {
    const { near, far } = await open();
    const [nearSaw, farSaw] = [Recorder.of(near), Recorder.of(far)];
    near.resume();
    far.resume();
    near.write(bytes("question"));
    near.end();
    expect(near.write(bytes("too late"))).toBe(false);
    await lab.until(() => farSaw.events.includes("end"));
    expect(farSaw.text).toBe("question");
    far.write(bytes("answer"));
    await lab.until(() => nearSaw.text === "answer");
    far.end();
    await lab.until(() => nearSaw.events.includes("close") && farSaw.events.includes("close"));
    expect(nearSaw.events).toEqual(["data", "end", "close"]);
    expect(farSaw.events).toEqual(["data", "end", "close"]);
  });

  it("report what came before the handlers to the first ones", async () => {
    const { near, far } = await open();
    far.resume();
    near.write(bytes("early"));
    near.end();
    await lab.quiet();
    const recorder = Recorder.of(far);
    expect(recorder.events).toEqual([]);
    await lab.until(() => recorder.events.length === 2);
    expect(recorder.events).toEqual(["data", "end"]);
  });

  it("are reset by a peer that closes without having read everything", async () => {
    const { near, far } = await open();
    const recorder = Recorder.of(near);
    near.resume();
    near.write(bytes("unread"));
    await lab.quiet();
    far.destroy();
    await lab.until(() => recorder.events.length > 0);
    expect(recorder.events).toEqual(["ECONNRESET"]);
    expect(near.write(bytes("x"))).toBe(false);
    near.end();
    near.destroy();
    await lab.quiet();
    expect(recorder.events).toHaveLength(1);
  });

  it("find out by writing that the peer is gone", async () => {
    const { near, far } = await open();
    const recorder = Recorder.of(near);
    near.resume();
    far.destroy();
    await lab.until(() => recorder.events.length > 0);
    expect(recorder.events).toEqual(["end"]);
    near.write(bytes("anybody there?")); // is answered by a reset, which nobody reads
    await lab.quiet();
    expect(recorder.events).toEqual(["end"]);
    near.write(bytes("nobody?"));
    await lab.until(() => recorder.events.length > 1);
    expect(recorder.events).toEqual(["end", "EPIPE"]);
  });

  it("don't notice anything while they are paused and silent", async () => {
    const { near, far } = await open();
    const recorder = Recorder.of(near);
    near.write(bytes("unread"));
    await lab.quiet();
    far.destroy();
    await lab.quiet();
    expect(recorder.events).toEqual([]);
    near.resume();
    await lab.until(() => recorder.events.length > 0);
    expect(recorder.events).toEqual(["ECONNRESET"]);
  });

  it("say when they are full and when they are empty again, and lose nothing", async () => {
    const { near, far } = await open();
    const [nearSaw, farSaw] = [Recorder.of(near), Recorder.of(far)];
    const block = new Uint8Array(1 << 20).fill(120);
    let written = 1;
    while (near.write(block) || near.pendingBytes === 0) written++;
    expect(near.pendingBytes).toBeGreaterThan(0);
    await lab.quiet();
    expect(nearSaw.events).toEqual([]);
    expect(near.write(bytes("x"))).toBe(false);
    far.resume();
    await lab.until(() => nearSaw.events.length > 0);
    expect(nearSaw.events).toEqual(["drain"]);
    expect(near.pendingBytes).toBe(0);
    await lab.until(() => farSaw.bytes === written * block.length + 1);
  });

  it("send what is queued before the end", async () => {
    const { near, far } = await open();
    const recorder = Recorder.of(far);
    near.write(new Uint8Array(3_000_000));
    near.end();
    await lab.quiet();
    far.resume();
    await lab.until(() => recorder.events.includes("end"));
    expect(recorder.bytes).toBe(3_000_000);
  });

  it("tell their keeper that they are gone: at once on destroy, on close otherwise, later if asked later", async () => {
    const { near, far } = await open();
    let gone = 0;
    near.whenGone(() => gone--);
    near.whenGone(() => gone++);
    const recorder = Recorder.of(near);
    near.destroy();
    near.destroy();
    expect([gone, recorder.events.length]).toEqual([1, 0]);
    await lab.until(() => recorder.events.length > 0);
    expect(recorder.events).toEqual(["close"]);
    near.whenGone(() => gone++);
    expect(gone).toBe(2);

    let closed = false;
    Recorder.of(far);
    far.whenGone(() => (closed = true));
    far.resume();
    far.end();
    await lab.until(() => closed);
  });

  it("carry a transport: handshakes, and deadlines for who stays silent", async () => {
    const { clock } = lab;
    const node = (sockets: SocketLayer) => {
      const nodeKey = NodeKey.generate();
      const nodeInfo = () => nodeInfoOf(nodeKey.id);
      const handshakeTimeoutMs = 250;
      const transport = new TcpTransport({ nodeKey, nodeInfo, sockets, clock, handshakeTimeoutMs });
      return { nodeKey, transport };
    };
    const [server, client] = [node(lab.server), node(lab.client)];
    const accepted: EstablishedConnection[] = [];
    const rejected: string[] = [];
    const endpoint = await settled(
      lab,
      server.transport.listen(`${lab.serverIp}:0`, {
        onConnection: (connection) => accepted.push(connection),
        onRejected: ({ code }) => rejected.push(code),
      }),
    );
    const { ip: host, port } = endpoint;
    const { id, secretConnection } = await settled(lab, client.transport.dial({ host, port }));
    await lab.until(() => accepted.length === 1);
    expect([id, accepted[0]?.id]).toEqual([server.nodeKey.id, client.nodeKey.id]);
    const silent = await settled(lab, lab.client.connect(endpoint, never, lab.otherClientIp));
    await lab.until(() => rejected.length === 1);
    expect(rejected).toEqual(["NO_FIRST_BYTE"]);
    silent.destroy();
    secretConnection.destroy();
    accepted[0]?.secretConnection.destroy();
    await settled(lab, Promise.all([server.transport.close(), client.transport.close()]));
  });

  it("hand over to new handlers, which hear of the close only", async () => {
    const { near, far } = await open();
    const first = Recorder.of(far);
    far.resume();
    near.write(bytes("a"));
    await lab.until(() => first.bytes === 1);
    const second = Recorder.of(far);
    near.write(bytes("b"));
    await lab.until(() => second.bytes === 1);
    far.destroy();
    await lab.until(() => second.events.includes("close"));
    const third = Recorder.of(far);
    await lab.quiet();
    expect([first.text, second.text, third.events.length]).toEqual(["a", "b", 0]);
  });
});
