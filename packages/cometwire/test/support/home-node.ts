import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import {
  createNode,
  type NodeEvent,
  NodeKey,
  type NodeOptions,
  type P2PNode,
  systemClock,
  systemRandom,
} from "@cometwire/p2p";
import { onTestFinished } from "vitest";
import { controlSocketPath } from "../../src/api/control-socket.js";
import { startApi } from "../../src/api/start-api.js";
import { lockHome } from "../../src/home/lock-home.js";
import { homeWith } from "../home/support.js";

const CONFIG = "[p2p]\naddr_book_strict = false\n";

/** A home of the network `net`, with which no node runs. */
export async function quietHome(): Promise<string> {
  const dir = await homeWith(CONFIG);
  await mkdir(join(dir, "data"), { mode: 0o700 });
  return dir;
}

/** A node on loopback, stopped when the test has finished. */
export async function startNode(options: Partial<NodeOptions> = {}): Promise<P2PNode> {
  const node = createNode({
    network: "net",
    nodeKey: NodeKey.generate(),
    listen: "127.0.0.1:0",
    addressBookStrict: false,
    allowDuplicateIp: true,
    ...options,
  });
  onTestFinished(() => node.stop());
  return node.start();
}

/** A home with a node of ours that runs with it, as `cometwire start` does it. */
export async function runningHome(
  options: Partial<NodeOptions> = {},
): Promise<{ readonly dir: string; readonly node: P2PNode }> {
  const dir = await quietHome();
  const lock = await lockHome(dir, { clock: systemClock, random: systemRandom });
  onTestFinished(() => lock.release());
  const node = await startNode({
    addressBookFile: join(dir, "config", "addrbook.json"),
    banFile: join(dir, "data", "cometwire-bans.json"),
    ...options,
  });
  const api = await startApi({ node, controlSocket: controlSocketPath(dir) });
  onTestFinished(() => api.close());
  return { dir, node };
}

/** `id@host:port` of a node on loopback. */
export function addressOf(node: P2PNode): string {
  return `${node.id}@127.0.0.1:${node.endpoint?.port ?? 0}`;
}

/** Waits for an event of a node. */
export function eventOf<T extends NodeEvent["type"]>(
  node: P2PNode,
  type: T,
): Promise<Extract<NodeEvent, { readonly type: T }>> {
  return new Promise((resolve) => {
    const unsubscribe = node.onEvent((event) => {
      if (event.type !== type) return;
      unsubscribe();
      resolve(event as Extract<NodeEvent, { readonly type: T }>);
    });
  });
}
