/**
 * Files that one side writes and the other uses: address books and node keys; and a seed of ours among nodes that take one
 * connection from an IP address.
 *
 * Measured on two cores: each takes less than 10 s; where two nodes of Go's have to meet, 30 s now and then.
 */
import { copyFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AddressBook, createNode, NetAddress, NodeKey, saveAddressBook } from "@cometwire/p2p";
import { expect, test } from "vitest";
import { goBook } from "../../interop/harness/go-book.js";
import { startNetwork, prepareNetwork } from "../../interop/harness/go-network.js";
import type { GoNode } from "../../interop/harness/go-node.js";
import { waitFor } from "../../interop/harness/wait-for.js";
import { Cleanup } from "./support/cleanup.js";
import { describeWithGo } from "./support/describe-with-go.js";

const deadlineMs = 100_000;

const bookOf = (node: GoNode): string => join(node.home, "config", "addrbook.json");
const keyOf = (node: GoNode): string => join(node.home, "config", "node_key.json");

describeWithGo("files", () => {
  test.each(["v0.38", "v0.40", "v1.0"] as const)(
    "%s starts with a book that we wrote, and we with the one that it made of that",
    async (version) => {
      const nodes = [
        { name: "one", host: "127.0.5.1" },
        { name: "two", host: "127.0.5.2" },
      ];
      await using network = await prepareNetwork({ version, network: "books", nodes });
      const [one, two] = network.nodes as [GoNode, GoNode];
      await one.start();
      const ours = new AddressBook({ strict: false });
      const address = NetAddress.parse(one.peerAddress);
      ours.add(address, address);
      ours.markGood(one.id);
      await saveAddressBook(ours, bookOf(two));
      await two.start();
      await waitFor(async () => (await two.peers()).includes(one.id), { deadlineMs, what: "the dial" });

      await two.saveBook();
      expect(goBook(two.home).addrs).toMatchObject([{ addr: { id: one.id }, bucket_type: 2 }]);
      const copy = join(network.folder, "addrbook.json");
      copyFileSync(bookOf(two), copy);
      await using running = new Cleanup();
      const node = running.add(
        createNode({
          network: "books",
          nodeKey: NodeKey.generate(),
          addressBookFile: copy,
          addressBookStrict: false,
          allowDuplicateIp: true,
        }),
      );
      await node.start();
      await waitFor(() => node.peers.some(({ id }) => id === one.id), { deadlineMs, what: "our dial" });
      expect(node.addressBook.get(one.id)).toMatchObject({ kind: "old" });
    },
  );

  test("a node key of ours is Go's, and Go's is ours", async () => {
    const network = await prepareNetwork({ version: "v0.38", network: "keys", nodes: [{ name: "one" }] });
    await using running = network;
    const one = running.node("one");
    expect((await NodeKey.load(keyOf(one))).id).toBe(one.id);
    rmSync(keyOf(one));
    const key = NodeKey.generate();
    await key.save(keyOf(one));
    // The harness waits for the id that it knows.
    await expect(one.start()).rejects.toThrow("did not start");
    expect(one.log()).toContain(`ID=${key.id} `);
  });

  test("our seed is of use to nodes with allow_duplicate_ip = false", async () => {
    await using running = new Cleanup();
    const seed = running.add(
      createNode({
        network: "strangers",
        nodeKey: NodeKey.generate(),
        listen: "tcp://127.0.5.9:0",
        seedMode: true,
        addressBookStrict: false,
        allowDuplicateIp: true,
      }),
    );
    const failures: string[] = [];
    seed.onEvent((event) => {
      if (event.type === "verification-failed") failures.push(event.error.code);
    });
    await seed.start();
    const seeds = [`${seed.id}@127.0.5.9:${seed.endpoint?.port ?? 0}`];
    await using network = await startNetwork({
      version: "v0.38",
      network: "strangers",
      nodes: [
        { name: "one", host: "127.0.5.1", seeds },
        { name: "two", host: "127.0.5.2", seeds },
        { name: "three", host: "127.0.5.3", seeds },
      ],
      config: { "p2p.allow_duplicate_ip": false },
    });
    // All of them dial from 127.0.0.1, and each takes one connection from there.
    for (const node of network.nodes) {
      await waitFor(async () => (await node.peers()).length > 0, {
        deadlineMs,
        what: `a peer of ${node.name}`,
      });
      const verified = () => seed.addressBook.get(node.id)?.lastVerifiedAt !== undefined;
      await waitFor(verified, { deadlineMs, what: `the verification of ${node.name}` });
    }
    expect(failures).toEqual([]);
  });
});
