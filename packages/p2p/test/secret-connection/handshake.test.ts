import {
  createHandshakeCrypto,
  deriveSession,
  ephemeralKeyFromPrivate,
  FrameOpener,
  FrameSealer,
  type HandshakeCrypto,
  nodeFrameCipher,
  NodeKey,
  performHandshake,
} from "@cometwire/p2p";
import { memoryStreamPair, SeededRandom, VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { codeOf, handshakeOptions, pattern, secretPair } from "../support/connected-pair.js";

/** A handshake of ours against bytes written by hand; resolves with the error's code, or "ok". */
async function against(bytes: Uint8Array, { close = false, wait = 0, pieces = 1 } = {}): Promise<string> {
  const clock = new VirtualClock();
  const [ours, theirs] = memoryStreamPair({ clock });
  const outcome = performHandshake(ours, handshakeOptions(clock)).then(() => "ok", codeOf);
  const size = Math.ceil(bytes.length / pieces) || 1;
  for (let at = 0; at < bytes.length; at += size) {
    theirs.write(bytes.subarray(at, at + size));
    await clock.settle();
  }
  if (close) theirs.end();
  await clock.advance(wait);
  return outcome;
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text, "hex"));

/** The wire bytes of what was put into `sealer`. */
function sealed(sealer: FrameSealer): Uint8Array {
  return sealer.seal(new Uint8Array(sealer.wireBytes));
}

describe("performHandshake", () => {
  it("authenticates both ends and carries bytes both ways", async () => {
    const clock = new VirtualClock();
    const [a, b] = memoryStreamPair({ clock });
    const keys = [NodeKey.generate(), NodeKey.generate()] as const;
    const both = Promise.all([
      performHandshake(a, handshakeOptions(clock, keys[0])),
      performHandshake(b, handshakeOptions(clock, keys[1])),
    ]);
    await clock.settle();
    const [left, right] = await both;
    expect(left.remoteId).toBe(keys[1].id);
    expect(right.remoteId).toBe(keys[0].id);
    const codes = { tooLarge: "NODE_INFO_TOO_LARGE", malformed: "NODE_INFO_MALFORMED" } as const;
    const exchanged = Promise.all([
      left.exchange(Uint8Array.of(2, 7, 7), 10, 1_000, codes),
      right.exchange(Uint8Array.of(1, 9), 10, 1_000, codes),
    ]);
    await clock.settle();
    expect(await exchanged).toEqual([Uint8Array.of(9), Uint8Array.of(7, 7)]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("ends an exchange that waits when the connection is destroyed", async () => {
    const clock = new VirtualClock();
    const [connection] = (await secretPair(clock)).connections;
    const codes = { tooLarge: "NODE_INFO_TOO_LARGE", malformed: "NODE_INFO_MALFORMED" } as const;
    const outcome = connection.exchange(Uint8Array.of(1, 9), 10, 1_000, codes).then(() => "ok", codeOf);
    await clock.settle();
    connection.destroy();
    await clock.settle();
    expect(await outcome).toBe("HANDSHAKE_CLOSED");
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ["nothing, then the end", "", true, "RESET_BEFORE_FIRST_BYTE"],
    ["the beginning of a key, then the end", "220a20aabb", true, "HANDSHAKE_CLOSED"],
    ["a length of 65", "41", false, "EPHEMERAL_TOO_LARGE"],
    ["a length of 1 MiB", "808040", false, "EPHEMERAL_TOO_LARGE"],
    ["a length of 2^63", "80808080808080808001", false, "EPHEMERAL_TOO_LARGE"],
    ["a length that never ends", "ffffffffffffffffffff", false, "EPHEMERAL_MALFORMED"],
    ["no key", "00", false, "EPHEMERAL_KEY_LENGTH"],
    ["a key of 31 bytes", `21 0a1f ${"11".repeat(31)}`.replaceAll(" ", ""), false, "EPHEMERAL_KEY_LENGTH"],
    ["a key of 33 bytes", `23 0a21 ${"11".repeat(33)}`.replaceAll(" ", ""), false, "EPHEMERAL_KEY_LENGTH"],
    ["garbage in the message", `22${"ff".repeat(34)}`, false, "EPHEMERAL_MALFORMED"],
    ["the zero key", `220a20${"00".repeat(32)}`, false, "LOW_ORDER_KEY"],
    ["a key, then plaintext", `220a2009${"00".repeat(31)}${"00".repeat(1044)}`, false, "FRAME_FORGED"],
    ["a key, then half a frame", `220a2009${"00".repeat(31)}${"00".repeat(500)}`, true, "HANDSHAKE_CLOSED"],
  ])("against %s", async (_what, bytes, close, code) => {
    for (const pieces of [1, 2, 1000]) expect(await against(hex(bytes), { close, pieces })).toBe(code);
  });

  it.each([
    ["HTTP", Buffer.from("HTTP/1.1 400 Bad Request\r\n").toString("hex")],
    ["SSH", Buffer.from("SSH-2.0-OpenSSH_9.2\r\n").toString("hex")],
    ["TLS", "15030100020246"],
  ])("recognises %s", async (_protocol, bytes) => {
    expect(await against(hex(bytes), { wait: 20_000 })).toBe("NOT_COMETBFT");
    expect(await against(hex(bytes), { close: true })).toBe("NOT_COMETBFT");
  });

  it("has one absolute deadline, which trickling does not extend", async () => {
    expect(await against(new Uint8Array(0), { wait: 20_000 })).toBe("NO_FIRST_BYTE");
    const clock = new VirtualClock();
    const [ours, theirs] = memoryStreamPair({ clock });
    const outcome = performHandshake(ours, handshakeOptions(clock)).catch(codeOf);
    for (const byte of hex(`220a20${"11".repeat(32)}`)) {
      theirs.write(Uint8Array.of(byte));
      await clock.advance(1_000);
    }
    expect(clock.now()).toBeGreaterThan(20_000);
    expect(await outcome).toBe("HANDSHAKE_TIMEOUT");
  });

  it("can be aborted, before and while it waits", async () => {
    const clock = new VirtualClock();
    const [early] = memoryStreamPair({ clock });
    const options = handshakeOptions(clock);
    await expect(performHandshake(early, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    const [late] = memoryStreamPair({ clock });
    const abort = new AbortController();
    const outcome = performHandshake(late, { ...options, signal: abort.signal });
    abort.abort();
    await expect(outcome).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("the auth message", () => {
  /** Plays the peer with full control of its frames. */
  async function playPeer(play: (put: (plain: Uint8Array) => void, auth: Uint8Array) => void) {
    const clock = new VirtualClock();
    const [ours, theirs] = memoryStreamPair({ clock });
    const crypto = createHandshakeCrypto({ clock });
    const outcome = performHandshake(ours, handshakeOptions(clock)).then(() => "ok", codeOf);
    const ephemeral = ephemeralKeyFromPrivate(pattern(32));
    let remote: Uint8Array | undefined;
    theirs.setHandlers({
      onData: (chunk) => {
        remote ??= chunk.slice(3, 35);
      },
      onDrain: () => {},
      onEnd: () => {},
      onClose: () => {},
    });
    theirs.resume();
    theirs.write(hex(`220a20${Buffer.from(ephemeral.publicKey).toString("hex")}`));
    await clock.settle();
    const remoteKey = remote as unknown as Uint8Array;
    const session = deriveSession(ephemeral.publicKey, remoteKey, ephemeral.sharedSecret(remoteKey), crypto);
    const key = NodeKey.generate();
    const auth = Buffer.concat([hex("660a220a20"), key.publicKey, hex("1240"), key.sign(session.challenge)]);
    const raw = nodeFrameCipher.createKey(session.sendKey);
    let nonce = 0n;
    play((plain) => {
      nodeFrameCipher.sealArena.fill(0, 0, 1028);
      nodeFrameCipher.sealArena[0] = plain.length & 0xff;
      nodeFrameCipher.sealArena[1] = plain.length >> 8;
      nodeFrameCipher.sealArena.set(plain, 4);
      const wire = new Uint8Array(1044);
      raw.seal(1, nonce++, wire, 0);
      theirs.write(wire);
    }, auth);
    await clock.advance(20_000);
    return outcome;
  }

  it("is accepted in one frame, in 16, and behind empty frames", async () => {
    expect(await playPeer((put, auth) => put(auth))).toBe("ok");
    expect(
      await playPeer((put, auth) => {
        for (let at = 0; at < 16; at++) put(auth.subarray(at * 7, at === 15 ? auth.length : at * 7 + 7));
      }),
    ).toBe("ok");
    expect(
      await playPeer((put, auth) => {
        put(new Uint8Array(0));
        put(auth.subarray(0, 3));
        put(new Uint8Array(0));
        put(auth.subarray(3));
      }),
    ).toBe("ok");
  });

  it("is refused in 17 frames, behind many empty ones, and over 512 bytes", async () => {
    expect(
      await playPeer((put, auth) => {
        for (let at = 0; at < 17; at++) put(auth.subarray(at * 6, at === 16 ? auth.length : at * 6 + 6));
      }),
    ).toBe("AUTH_TOO_MANY_FRAMES");
    expect(
      await playPeer((put) => {
        for (let i = 0; i < 20; i++) put(new Uint8Array(0));
      }),
    ).toBe("FRAME_EMPTY_FLOOD");
    expect(await playPeer((put) => put(hex("8104")))).toBe("AUTH_TOO_LARGE");
  });

  it("may be followed by anything, in the same frame or behind it: that is read later", async () => {
    expect(await playPeer((put, auth) => put(Buffer.concat([auth, new Uint8Array(900)])))).toBe("ok");
    expect(
      await playPeer((put, auth) => {
        put(auth);
        for (let i = 0; i < 50; i++) put(new Uint8Array(1024));
      }),
    ).toBe("ok");
  });

  it("with a changed signature is refused", async () => {
    expect(
      await playPeer((put, auth) => {
        const forged = Uint8Array.from(auth);
        forged[60] = (forged[60] as number) ^ 1;
        put(forged);
      }),
    ).toBe("AUTH_SIGNATURE");
  });
});

describe("FrameSealer and FrameOpener", () => {
  const key = pattern(32);
  const open = (wire: Uint8Array, cuts: number[] = []) => {
    const opener = new FrameOpener(nodeFrameCipher, key);
    const out: Uint8Array[] = [];
    const consumer = {
      consume: (bytes: Uint8Array, start: number, end: number) =>
        void out.push(Uint8Array.from(bytes.subarray(start, end))),
    };
    let at = 0;
    for (const cut of [...cuts, wire.length]) {
      opener.push(wire.subarray(at, cut), consumer);
      at = cut;
    }
    return { opener, plain: Buffer.concat(out) };
  };

  it.each([1, 1023, 1024, 1025, 5_000, 65_536])(
    "carry %i bytes in whole frames with a clear tail",
    (length) => {
      const sealer = new FrameSealer(nodeFrameCipher, key);
      sealer.put(pattern(length), 0, length);
      const wire = sealed(sealer);
      expect(wire.length).toBe(Math.ceil(length / 1024) * 1044);
      expect(Buffer.compare(open(wire).plain, pattern(length))).toBe(0);
      expect(sealer.empty).toBe(true);
    },
  );

  it("do so at every split of three frames", () => {
    const sealer = new FrameSealer(nodeFrameCipher, key);
    sealer.put(pattern(2_500), 0, 2_500);
    const wire = sealed(sealer);
    for (let cut = 0; cut <= wire.length; cut++) {
      const { plain, opener } = open(wire, [cut]);
      if (Buffer.compare(plain, pattern(2_500)) !== 0) expect.fail(`cut at ${cut}`);
      expect(opener.endError()).toBeUndefined();
    }
  });

  it("tell a stream that ends inside a frame", () => {
    const sealer = new FrameSealer(nodeFrameCipher, key);
    sealer.put(pattern(10), 0, 10);
    expect(open(sealed(sealer).subarray(0, 1043)).opener.endError()?.code).toBe("FRAME_TRUNCATED");
  });

  it("release what came before a forged frame, then end for good", () => {
    const sealer = new FrameSealer(nodeFrameCipher, key);
    sealer.put(pattern(3_000), 0, 3_000);
    const wire = sealed(sealer);
    wire[1044 + 17] = (wire[1044 + 17] as number) ^ 1;
    const opener = new FrameOpener(nodeFrameCipher, key);
    let bytes = 0;
    const consumer = { consume: (_: Uint8Array, start: number, end: number) => void (bytes += end - start) };
    expect(() => opener.push(wire, consumer)).toThrow(expect.objectContaining({ code: "FRAME_FORGED" }));
    expect(bytes).toBe(1024);
    sealer.put(pattern(1), 0, 1);
    expect(() => opener.push(sealed(sealer), consumer)).toThrow(
      expect.objectContaining({ code: "FRAME_FORGED" }),
    );
    expect(opener.endError()?.code).toBe("FRAME_FORGED");
  });

  it("end the session before a nonce would be used twice", () => {
    const last = 2n ** 64n - 2n;
    const sealer = new FrameSealer(nodeFrameCipher, key, last);
    const opener = new FrameOpener(nodeFrameCipher, key, last);
    sealer.put(pattern(1), 0, 1);
    const wire = sealed(sealer);
    opener.push(wire, { consume: () => {} });
    sealer.put(pattern(1), 0, 1);
    expect(() => sealed(sealer)).toThrow(expect.objectContaining({ code: "NONCE_EXHAUSTED" }));
    expect(() => opener.push(wire, { consume: () => {} })).toThrow(
      expect.objectContaining({ code: "NONCE_EXHAUSTED" }),
    );
  });
});

describe("hostile handshakes", () => {
  const attacker = ephemeralKeyFromPrivate(pattern(32, 9));
  const victim = ephemeralKeyFromPrivate(pattern(32));
  const greeting = hex(`220a20${Buffer.from(attacker.publicKey).toString("hex")}`);

  /** Starts 200,000 handshakes of ours, a hundred at a time, each against what `attack` writes; none may succeed. */
  async function survive(
    count: number,
    attack: (random: SeededRandom) => Uint8Array[],
  ): Promise<Set<string>> {
    const random = new SeededRandom(7);
    const clock = new VirtualClock();
    const options = handshakeOptions(clock);
    // One key and one secret for all: what is attacked is the reading, not the cryptography.
    const secret = victim.sharedSecret(attacker.publicKey);
    const ephemeral = {
      publicKey: victim.publicKey,
      sharedSecret: (remote: Uint8Array) =>
        Buffer.compare(remote, attacker.publicKey) === 0 ? secret.slice() : victim.sharedSecret(remote),
    };
    const crypto: HandshakeCrypto = {
      ...options.crypto,
      generateEphemeralKey: () => ephemeral,
      verify: () => "invalid",
    };
    const codes = new Set<string>();
    for (let done = 0; done < count; done += 100) {
      const outcomes: Promise<string>[] = [];
      for (let i = 0; i < 100; i++) {
        const [ours, theirs] = memoryStreamPair({ clock });
        outcomes.push(performHandshake(ours, { ...options, crypto }).then(() => "accepted", codeOf));
        for (const bytes of attack(random)) theirs.write(bytes);
        theirs.end();
      }
      await clock.settle();
      for (const code of await Promise.all(outcomes)) codes.add(code);
    }
    expect(clock.pendingTimers).toBe(0);
    return codes;
  }

  it("200,000 of them before a key is agreed end in a coded error and nothing else", async () => {
    const codes = await survive(200_000, (random) => {
      const bytes = random.integer(3) === 0 ? random.bytes(random.integer(80)) : Uint8Array.from(greeting);
      for (let m = random.integer(3); m > 0 && bytes.length > 0; m--) {
        bytes[random.integer(3)] = random.integer(256);
      }
      const first = bytes.subarray(0, random.integer(bytes.length + 1));
      return random.integer(4) === 0 ? [first, random.bytes(random.integer(50))] : [first];
    });
    for (const code of codes)
      expect(code).toMatch(/^(EPHEMERAL_|LOW_ORDER_KEY|RESET_|HANDSHAKE_CLOSED|NOT_COM)/);
  });

  it("200,000 of them behind it, in frames that are genuine, end in a coded error and nothing else", async () => {
    const { crypto } = handshakeOptions(new VirtualClock());
    const secret = attacker.sharedSecret(victim.publicKey);
    const { sendKey } = deriveSession(attacker.publicKey, victim.publicKey, secret, crypto);
    const key = nodeFrameCipher.createKey(sendKey);
    const auth = Buffer.concat([hex("660a220a20"), pattern(32), hex("1240"), pattern(64)]);
    const seal = (plain: Uint8Array, nonce: number, length: number) => {
      const arena = nodeFrameCipher.sealArena;
      new DataView(arena.buffer, arena.byteOffset).setUint32(0, length, true);
      arena.set(plain, 4);
      const wire = new Uint8Array(1044);
      key.seal(1, BigInt(nonce), wire, 0);
      return wire;
    };
    const codes = await survive(200_000, (random) => {
      const plain = Uint8Array.from(auth);
      for (let m = random.integer(4); m > 0; m--) plain[random.integer(8)] = random.integer(256);
      if (random.integer(4) === 0) plain[random.integer(plain.length)] = random.integer(256);
      const cut = random.integer(3) === 0 ? random.integer(plain.length) : plain.length;
      const parts = cut === plain.length ? [plain] : [plain.subarray(0, cut), plain.subarray(cut)];
      if (random.integer(5) === 0) parts.splice(random.integer(2), 0, new Uint8Array(0));
      const frames = parts.map((part, nonce) =>
        seal(part, nonce, random.integer(20) === 0 ? random.integer(4096) : part.length),
      );
      if (random.integer(6) === 0) frames.pop();
      return [greeting, ...frames];
    });
    for (const code of codes) expect(code).toMatch(/^(AUTH_|FRAME_LENGTH|HANDSHAKE_CLOSED)/);
    expect(codes).toContain("AUTH_SIGNATURE");
    expect(codes).toContain("AUTH_MALFORMED");
  }, 300_000);
});

describe("SecretConnection.attach", () => {
  it("delivers what arrived before it, in order, and reports the end once", async () => {
    const clock = new VirtualClock();
    const { connections, streams } = await secretPair(clock);
    const [a, b] = connections;
    a.write(pattern(10));
    a.write(pattern(3_000));
    await clock.settle();
    const head = b.read(4);
    await clock.settle();
    expect(Uint8Array.from(await head)).toEqual(pattern(4));
    const parts: Uint8Array[] = [];
    const ends: string[] = [];
    b.attach({
      consume: (bytes, start, end) => void parts.push(Uint8Array.from(bytes.subarray(start, end))),
      onDrain: () => {},
      onWireBytes: () => {},
      onClosed: (reason) => void ends.push(reason.code),
    });
    a.write(pattern(5));
    await clock.settle();
    streams[0].end();
    await clock.settle();
    streams[0].destroy();
    await clock.settle();
    const expected = Buffer.concat([pattern(10).subarray(4), pattern(3_000), pattern(5)]);
    expect(Buffer.compare(Buffer.concat(parts), expected)).toBe(0);
    expect(ends).toEqual(["CONNECTION_CLOSED"]);
  });
});
