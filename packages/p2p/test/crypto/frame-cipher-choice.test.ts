import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { createWasmFrameCipher } from "../../src/crypto/frame-cipher-wasm.js";
import { firstThatWorks } from "../../src/crypto/frame-cipher-choice.js";
import {
  chooseFrameCipher,
  defaultFrameCipher,
  type FrameCipher,
  type FrameKey,
  nodeFrameCipher,
} from "../../src/crypto/index.js";

describe("chooseFrameCipher", () => {
  it("takes WebAssembly, once for the whole process", () => {
    expect(chooseFrameCipher()).toMatchObject({ cipher: { name: "WebAssembly" }, fallbackReason: undefined });
    expect(chooseFrameCipher()).toBe(chooseFrameCipher());
    expect(defaultFrameCipher()).toBe(chooseFrameCipher().cipher);
  });
});

/** A working cipher in WebAssembly, but for what `change` does to each of its keys. */
function spoilt(change: (key: FrameKey, cipher: FrameCipher) => Partial<FrameKey>): () => FrameCipher {
  return () => {
    const cipher = createWasmFrameCipher();
    const createKey = (bytes: Uint8Array): FrameKey => {
      const key = cipher.createKey(bytes);
      const working: FrameKey = {
        seal: (...args) => key.seal(...args),
        open: (...args) => key.open(...args),
        wipe: () => key.wipe(),
      };
      return { ...working, ...change(working, cipher) };
    };
    return { ...cipher, createKey };
  };
}

describe("firstThatWorks", () => {
  it("takes a cipher that works", () => {
    const choice = firstThatWorks(spoilt(() => ({})));
    expect(choice).toMatchObject({ cipher: { name: "WebAssembly" }, fallbackReason: undefined });
  });

  const broken = (message: unknown) => () => {
    throw message;
  };
  it.each<[name: string, create: () => FrameCipher, reason: string]>([
    ["cannot be made", broken(new Error("no vectors")), "no vectors"],
    ["throws what is no error", broken("odd"), "odd"],
    ["makes no keys", () => ({ ...nodeFrameCipher, createKey: broken(new Error("no keys")) }), "no keys"],
    ["throws when it seals", spoilt(() => ({ seal: broken(new Error("trap")) })), "trap"],
    ["throws when it opens", spoilt(() => ({ open: broken(new Error("trap")) })), "trap"],
    ["seals nothing", spoilt(() => ({ seal: () => undefined })), "it seals otherwise than node:crypto"],
    [
      "seals only the lower half of its counter",
      spoilt((key) => ({
        seal(frames, nonce, wire, offset) {
          for (let i = 0; i < frames; i++)
            key.seal(1, BigInt.asUintN(32, nonce + BigInt(i)), wire, offset + i * 1044);
        },
      })),
      "it seals otherwise than node:crypto",
    ],
    [
      "seals one bit of a tag wrongly",
      spoilt((key) => ({
        seal(frames, nonce, wire, offset) {
          key.seal(frames, nonce, wire, offset);
          wire[offset + frames * 1044 - 1] = (wire[offset + frames * 1044 - 1] as number) ^ 0x80;
        },
      })),
      "it seals otherwise than node:crypto",
    ],
    ["opens nothing", spoilt(() => ({ open: () => 0 })), "it does not open what it sealed"],
    [
      "opens wrongly",
      spoilt((key, { openArena }) => ({
        open(frames, nonce, wire, offset) {
          const opened = key.open(frames, nonce, wire, offset);
          openArena[2 * 1044 + 1027] = (openArena[2 * 1044 + 1027] as number) ^ 1;
          return opened;
        },
      })),
      "it does not open what it sealed",
    ],
    [
      "opens what was forged",
      spoilt((key) => ({
        open: (frames, nonce, wire, offset) => Math.max(frames, key.open(frames, nonce, wire, offset)),
      })),
      "it opens a forged frame",
    ],
  ])("falls back to node:crypto, with the reason, from a cipher that %s", (_name, create, reason) => {
    expect(firstThatWorks(create)).toEqual({ cipher: nodeFrameCipher, fallbackReason: reason });
  });
});

describe("a process", () => {
  const script = fileURLToPath(new URL("talk.ts", import.meta.url));
  const talk = async (...flags: string[]): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, "--import", "tsx", script]);
    return JSON.parse(stdout);
  };

  it("with WebAssembly talks through it", async () => {
    expect(await talk()).toEqual({ cipher: "WebAssembly", equal: true });
  });

  it("without WebAssembly talks through node:crypto", async () => {
    expect(await talk("--jitless")).toEqual({
      cipher: nodeFrameCipher.name,
      fallbackReason: "Node runs without WebAssembly",
      equal: true,
    });
  });
});
