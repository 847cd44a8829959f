import { systemClock, systemRandom } from "@cometwire/p2p";
import { expect, it } from "vitest";
import { loadHome } from "../../src/home/load-home.js";
import { findTwin } from "../../src/start/twin.js";
import { homeWith } from "../home/support.js";
import { refusedPort, startPeer, startServer } from "../support/peers.js";

const io = { clock: systemClock, random: systemRandom };

async function homeAt(listen: string, externalAddress = "") {
  const dir = await homeWith(`[p2p]\nladdr = "tcp://${listen}"\nexternal_address = "${externalAddress}"\n`);
  return loadHome({ dir, env: {} });
}

it("finds a node with the same id where this one would listen, on whatever network", async () => {
  const peer = await startPeer({ info: { network: "another" } });
  expect(await findTwin(await homeAt(peer.hostPort), peer.id, io)).toBe(peer.hostPort);
  const everywhere = peer.hostPort.replace("127.0.0.1", "0.0.0.0");
  expect(await findTwin(await homeAt(everywhere), peer.id, io)).toBe(peer.hostPort);
  // It was left before it got to know who asked.
  expect(peer.accepted).toEqual([]);
});

it("finds it at the external address", async () => {
  const peer = await startPeer();
  expect(await findTwin(await homeAt(await refusedPort(), peer.hostPort), peer.id, io)).toBe(peer.hostPort);
});

it("finds none where nobody, somebody else, or no node is", async () => {
  const other = await startPeer();
  const silent = await startServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  for (const at of [await refusedPort(), other.hostPort, silent, "127.0.0.1:0"]) {
    expect(await findTwin(await homeAt(at), "c".repeat(40), io)).toBeUndefined();
  }
});
