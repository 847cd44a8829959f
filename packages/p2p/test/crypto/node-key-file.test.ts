import { execFileSync } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NodeKey } from "../../src/crypto/index.js";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  return { ...real, link: vi.fn(real.link), rename: vi.fn(real.rename) };
});

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await fs.mkdtemp(join(tmpdir(), "node-key-"));
  path = join(directory, "node_key.json");
});

afterEach(async () => {
  vi.restoreAllMocks();
  await fs.rm(directory, { recursive: true, force: true });
});

const code = (name: string) => expect.objectContaining({ code: name }) as Error;

const refusal = (name: string, detail: string) => expect.objectContaining({ code: name, detail }) as Error;

/** The file system says no to one call, as one without hard links does. */
function failing(call: "link" | "rename", error: string, times: number): void {
  for (let i = 0; i < times; i++) {
    vi.mocked(fs[call]).mockRejectedValueOnce(Object.assign(new Error(error), { code: error }));
  }
}

describe("a node key file", () => {
  it("holds Go's text and nothing else, for its owner only, whatever the umask", async () => {
    const key = NodeKey.generate();
    for (const umask of [0o000, 0o022, 0o277]) {
      const before = process.umask(umask);
      try {
        await key.save(`${path}${umask}`);
      } finally {
        process.umask(before);
      }
      expect((await fs.stat(`${path}${umask}`)).mode & 0o777).toBe(0o600);
      expect(await fs.readFile(`${path}${umask}`, "utf8")).toBe(key.toJson());
      expect((await NodeKey.load(`${path}${umask}`)).id).toBe(key.id);
    }
    expect((await fs.readdir(directory)).length).toBe(3);
  });

  it("is never overwritten", async () => {
    const first = NodeKey.generate();
    await first.save(path);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(code("KEY_FILE_EXISTS"));
    await expect(first.save(path)).rejects.toThrow(code("KEY_FILE_EXISTS"));
    expect((await NodeKey.load(path)).id).toBe(first.id);
    expect(await fs.readdir(directory)).toEqual(["node_key.json"]);
  });

  it("is not put where a link points, even to nowhere", async () => {
    await fs.symlink(join(directory, "elsewhere"), path);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(code("KEY_FILE_EXISTS"));
    expect(await fs.readdir(directory)).toEqual(["node_key.json"]);
  });

  it("is written once when many save at the same time", async () => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => NodeKey.generate().save(path)));
    const failures = results.filter((result) => result.status === "rejected");
    expect(failures.length).toBe(39);
    for (const { reason } of failures) expect(reason).toEqual(code("KEY_FILE_EXISTS"));
    await NodeKey.load(path);
    expect(await fs.readdir(directory)).toEqual(["node_key.json"]);
  });

  it("is made once when many want it at the same time, and all get it", async () => {
    const keys = await Promise.all(Array.from({ length: 40 }, () => NodeKey.loadOrCreate(path)));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect((await NodeKey.loadOrCreate(path)).id).toBe(keys[0]?.id);
    expect(await fs.readdir(directory)).toEqual(["node_key.json"]);
  });

  it("is written just so where there are no hard links", async () => {
    failing("link", "EPERM", 2);
    const key = NodeKey.generate();
    await key.save(path);
    expect((await NodeKey.load(path)).id).toBe(key.id);
    expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(code("KEY_FILE_EXISTS"));
    expect(await fs.readdir(directory)).toEqual(["node_key.json"]);
  });

  it("leaves nothing behind when it cannot be written", async () => {
    failing("link", "EIO", 1);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(code("KEY_FILE_ACCESS"));
    failing("link", "EPERM", 1);
    failing("rename", "EIO", 1);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(code("KEY_FILE_ACCESS"));
    expect(await fs.readdir(directory)).toEqual([]);
  });

  it("is missing, or its directory is", async () => {
    await expect(NodeKey.load(path)).rejects.toThrow(code("KEY_FILE_MISSING"));
    const nowhere = join(directory, "no", "node_key.json");
    await expect(NodeKey.load(nowhere)).rejects.toThrow(code("KEY_FILE_MISSING"));
    await expect(NodeKey.generate().save(nowhere)).rejects.toThrow(code("KEY_FILE_ACCESS"));
    await expect(NodeKey.loadOrCreate(nowhere)).rejects.toThrow(code("KEY_FILE_ACCESS"));
  });

  it("cannot be a directory or endless", async () => {
    await expect(NodeKey.load(directory)).rejects.toThrow(
      refusal("KEY_FILE_ACCESS", `${directory}: it is a directory`),
    );
    await expect(NodeKey.load("/dev/zero")).rejects.toThrow(
      refusal("KEY_FILE_DAMAGED", "/dev/zero: it is not a regular file"),
    );
  });

  it.skipIf(process.platform === "win32")("cannot be a FIFO, which nobody waits for", async () => {
    execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path]);
    const error = refusal("KEY_FILE_DAMAGED", `${path}: it is not a regular file`);
    await expect(NodeKey.load(path)).rejects.toThrow(error);
  });

  it("cannot be below a file", async () => {
    await fs.writeFile(path, "");
    await expect(NodeKey.load(join(path, "config"))).rejects.toThrow(
      refusal(
        "KEY_FILE_ACCESS",
        `${join(path, "config")}: a part of the path is a file; --home must be the home directory, not the key file`,
      ),
    );
  });

  it("is named with the reason why it is not taken", async () => {
    failing("link", "EACCES", 1);
    await expect(NodeKey.generate().save(path)).rejects.toThrow(
      refusal("KEY_FILE_ACCESS", `${path}: permission denied`),
    );
    const kind = NodeKey.generate().toJson().replace("Ed25519", "Secp256k1");
    const texts: [string, string, string][] = [
      ["{", "KEY_FILE_DAMAGED", "it is not JSON (cut off?)"],
      ["null", "KEY_FILE_DAMAGED", "it is not a JSON object"],
      ["\ufeff{}", "KEY_FILE_DAMAGED", "it begins with a byte order mark"],
      [" ".repeat(70_000), "KEY_FILE_DAMAGED", "it has more than 65536 bytes"],
      [kind, "KEY_FILE_KIND", "its type is tendermint/PrivKeySecp256k1"],
    ];
    for (const [text, name, reason] of texts) {
      await fs.writeFile(path, text);
      await expect(NodeKey.load(path)).rejects.toThrow(refusal(name, `${path}: ${reason}`));
    }
  });

  it.each(["", "{", "null", "\ufeff{}", "\u0000".repeat(100)])(
    "is kept when it is damaged: %j",
    async (text) => {
      await fs.writeFile(path, text);
      await expect(NodeKey.load(path)).rejects.toThrow(code("KEY_FILE_DAMAGED"));
      await expect(NodeKey.loadOrCreate(path)).rejects.toThrow(code("KEY_FILE_DAMAGED"));
      expect(await fs.readFile(path, "utf8")).toBe(text);
    },
  );
});
