import { once } from "node:events";
import { chmod, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fork } from "node:child_process";
import { P2PError, systemRandom } from "@cometwire/p2p";
import { describe, expect, it, onTestFinished } from "vitest";
import { ControlClient, ControlError, NodeNotRunningError } from "../../src/api/control-client.js";
import { controlSocketPath } from "../../src/api/control-socket.js";
import { loadOrCreateToken } from "../../src/api/token-file.js";
import { FakeNode, fakePeer, idOf } from "./fake-node.js";
import { serve, temporaryDirectory } from "./http.js";

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

/** A control socket in a home of the test's own. */
async function controlled(node = new FakeNode()) {
  const home = await temporaryDirectory();
  const path = controlSocketPath(home);
  const served = await serve({ node, listen: "", controlSocket: path });
  return { ...served, home, path };
}

describe("the control socket", () => {
  it("can be opened by this user only, in a directory made for this user only", async () => {
    const { path } = await controlled();
    expect([await modeOf(path), await modeOf(join(path, ".."))]).toEqual(["600", "700"]);
  });

  it("goes away with the API", async () => {
    const { api, path } = await controlled();
    await api.close();
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is refused while another node has it, which goes on", async () => {
    const { path } = await controlled();
    await expect(serve({ listen: "", controlSocket: path })).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining("a node is running with this home") as string,
    });
    await ControlClient.connect(path);
  });

  it("of a process that was killed is replaced", async () => {
    const path = join(await temporaryDirectory(), "s");
    const script = join(await temporaryDirectory(), "listen.mjs");
    await writeFile(
      script,
      'import { createServer } from "node:net"; createServer().listen(process.argv[2], () => process.send("up"));',
    );
    const child = fork(script, [path]);
    await once(child, "message");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await stat(path)).isSocket()).toBe(true);
    await serve({ listen: "", controlSocket: path });
    await ControlClient.connect(path);
  });

  it("replaces nothing that is no socket", async () => {
    const path = join(await temporaryDirectory(), "s");
    await writeFile(path, "precious");
    await expect(serve({ listen: "", controlSocket: path })).rejects.toMatchObject({ code: "LISTEN_FAILED" });
    expect(await readFile(path, "utf8")).toBe("precious");
  });

  it("is refused in a directory that everybody can write to", async () => {
    const directory = await temporaryDirectory();
    await chmod(directory, 0o777);
    await expect(serve({ listen: "", controlSocket: join(directory, "s") })).rejects.toMatchObject({
      code: "LISTEN_FAILED",
      message: expect.stringContaining("everybody can write") as string,
    });
  });

  it("may be in a directory that a link leads to", async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "real"), { mode: 0o700 });
    await symlink("real", join(directory, "data"));
    await serve({ listen: "", controlSocket: controlSocketPath(directory) });
    await ControlClient.connect(controlSocketPath(directory));
  });

  it("of a home with a long name is elsewhere, and always at the same place", async () => {
    const runtime = await temporaryDirectory();
    const home = join(await temporaryDirectory(), "h".repeat(120));
    const path = controlSocketPath(home, { XDG_RUNTIME_DIR: runtime });
    expect(path.startsWith(runtime)).toBe(true);
    expect(controlSocketPath(home, { XDG_RUNTIME_DIR: runtime })).toBe(path);
    expect(controlSocketPath(`${home}x`, { XDG_RUNTIME_DIR: runtime })).not.toBe(path);
    expect(controlSocketPath(home, {})).not.toContain("hhh");
    await serve({ listen: "", controlSocket: path });
    await ControlClient.connect(path);
  });

  it("with a name that no system takes is refused with the limit", async () => {
    const path = join(await temporaryDirectory(), "s".repeat(120));
    await expect(serve({ listen: "", controlSocket: path })).rejects.toMatchObject({
      message: expect.stringMatching(/longer than the 10[37] bytes/) as string,
    });
  });

  it("closes when TCP cannot be had", async () => {
    const home = await temporaryDirectory();
    const { port } = await serve();
    const controlSocket = controlSocketPath(home);
    await expect(serve({ controlSocket, listen: `tcp://127.0.0.1:${port}` })).rejects.toThrow(P2PError);
    await expect(ControlClient.connect(controlSocket)).rejects.toThrow(NodeNotRunningError);
  });
});

describe("ControlClient", () => {
  it("shows and controls the node", async () => {
    const { node, path } = await controlled();
    node.peers = [fakePeer(idOf("c"))];
    const control = await ControlClient.connect(path);
    expect((await control.peers()).peers.map(({ id }) => id)).toEqual([idOf("c")]);
    expect(await control.status()).toMatchObject({ node_info: { moniker: "ours" } });
    expect(await control.disconnect(idOf("c"))).toEqual({ disconnected: true, forgotten: false });
    expect(await control.ban({ target: "1.2.3.4", reason: "loud" })).toMatchObject([{ target: "1.2.3.4" }]);
    expect(await control.bans()).toMatchObject([{ reason: "loud", expiresAt: null }]);
    expect(await control.unban("1.2.3.4")).toMatchObject({ target: "1.2.3.4" });
    expect(await control.addressBook()).toMatchObject({ size: 0 });
    expect(await control.addressBook({ page: 1, perPage: 5 })).toMatchObject({ entries: [], pages: 1 });
    node.onDial = () => Promise.resolve(fakePeer(idOf("b")));
    expect(await control.dial(`${idOf("b")}@10.1.2.3:26656`, { persistent: true })).toMatchObject({
      id: idOf("b"),
    });
    expect(node.calls.at(-1)).toMatch(/ persistent$/);
  });

  it("throws the node's own errors as they were", async () => {
    const { node, path } = await controlled();
    const control = await ControlClient.connect(path);
    const original = new P2PError("DIAL_TIMEOUT", { detail: "10.1.2.3:26656" });
    node.onDial = () => Promise.reject(original);
    const thrown = await control.dial(`${idOf("b")}@10.1.2.3:26656`).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(P2PError);
    expect(thrown).toMatchObject({ code: original.code, message: original.message, remedy: original.remedy });
    await expect(control.dial("nonsense")).rejects.toMatchObject({ code: "ADDRESS_MALFORMED" });
  });

  it("throws what the API refuses with its code and what to do", async () => {
    const { path } = await controlled();
    const control = await ControlClient.connect(path);
    const thrown = await control.unban("1.2.3.4").catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ControlError);
    expect(thrown).toMatchObject({ code: "NO_SUCH_BAN", remedy: "GET /bans lists the bans" });
    await expect(control.seed()).rejects.toMatchObject({ code: "NOT_A_SEED" });
  });

  it("says that no node is running when there is none", async () => {
    const path = controlSocketPath(await temporaryDirectory());
    const thrown = await ControlClient.connect(path).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(NodeNotRunningError);
    expect(String(thrown)).toContain(path);
  });

  it("says so when something else answers there", async () => {
    const path = join(await temporaryDirectory(), "s");
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi");
    });
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await expect(ControlClient.connect(path)).rejects.toMatchObject({ code: "NOT_A_NODE" });
  });
});

describe("the token", () => {
  it("is made for this user only, and kept", async () => {
    const path = join(await temporaryDirectory(), "cometwire.token");
    const token = await loadOrCreateToken(path, systemRandom);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect([await readFile(path, "utf8"), await modeOf(path)]).toEqual([`${token}\n`, "600"]);
    expect(await loadOrCreateToken(path, systemRandom)).toBe(token);
  });

  it("is made anew when others could have read it, or when it is none", async () => {
    const path = join(await temporaryDirectory(), "cometwire.token");
    const first = await loadOrCreateToken(path, systemRandom);
    await chmod(path, 0o644);
    const second = await loadOrCreateToken(path, systemRandom);
    expect(second).not.toBe(first);
    expect(await modeOf(path)).toBe("600");
    await writeFile(path, "short");
    expect(await loadOrCreateToken(path, systemRandom)).not.toBe(second);
  });

  it("that cannot be written is an error with the path", async () => {
    const path = join(await temporaryDirectory(), "missing", "cometwire.token");
    await expect(loadOrCreateToken(path, systemRandom)).rejects.toMatchObject({
      code: "STATE_FILE_ACCESS",
      message: expect.stringContaining(path) as string,
    });
  });
});
