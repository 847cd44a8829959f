import { P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { AddressTable } from "../../src/transport/address-table.js";
import { InboundGate } from "../../src/transport/inbound-gate.js";

const at = (ip: string, port: number) => ({ ip, port });
const friend = "aa".repeat(20);
const stranger = "bb".repeat(20);

describe("AddressTable", () => {
  const inbound = (id: string | undefined) => ({ id, outbound: false });
  const outbound = (id: string | undefined) => ({ id, outbound: true });

  it("has one connection of an IP address at a time, from taking to release", () => {
    const table = new AddressTable(false);
    const release = table.take(at("1.2.3.4", 1), inbound(stranger), false);
    expect(release).toBeDefined();
    expect(table.isDuplicate(at("1.2.3.4", 2), inbound(undefined))).toBe(true);
    expect(table.take(at("1.2.3.4", 2), inbound(stranger), false)).toBeUndefined();
    expect(table.take(at("1.2.3.5", 2), inbound(stranger), false)).toBeDefined();
    release?.();
    release?.();
    expect(table.take(at("1.2.3.4", 2), inbound(stranger), false)).toBeDefined();
  });

  it("allows several where that is wanted, but no endpoint twice", () => {
    const table = new AddressTable(true);
    expect(table.take(at("1.2.3.4", 1), inbound(stranger), false)).toBeDefined();
    expect(table.take(at("1.2.3.4", 2), inbound(stranger), false)).toBeDefined();
    expect(table.take(at("1.2.3.4", 2), inbound(stranger), false)).toBeUndefined();
    expect(table.take(at("1.2.3.4", 2), inbound(stranger), true)).toBeUndefined();
  });

  it("counts exempt connections: the address is free when the last has gone", () => {
    const table = new AddressTable(false);
    const first = table.take(at("1.2.3.4", 1), inbound(stranger), false);
    const second = table.take(at("1.2.3.4", 2), inbound(stranger), true);
    first?.();
    expect(table.isDuplicate(at("1.2.3.4", 3), inbound(undefined))).toBe(true);
    second?.();
    expect(table.isDuplicate(at("1.2.3.4", 3), inbound(undefined))).toBe(false);
  });

  it.each([
    // What is there, what comes, and whether that is a duplicate.
    [[outbound(friend)], inbound(friend), false],
    [[inbound(friend)], outbound(friend), false],
    [[outbound(friend)], outbound(friend), true],
    [[inbound(friend)], inbound(friend), true],
    [[outbound(friend)], inbound(stranger), true],
    [[inbound(friend)], outbound(stranger), true],
    // Nobody knows yet who it is: it may be the node that we dial.
    [[outbound(friend)], inbound(undefined), false],
    [[inbound(friend)], inbound(undefined), true],
    [[outbound(friend), outbound(stranger)], inbound(undefined), true],
    [[outbound(friend), inbound(friend)], inbound(friend), true],
  ])("with %j, %j is a duplicate: %s", (there, comes, duplicate) => {
    const table = new AddressTable(false);
    for (const [i, claim] of there.entries()) table.take(at("1.2.3.4", 10 + i), claim, true);
    expect(table.isDuplicate(at("1.2.3.4", 1), comes)).toBe(duplicate);
    expect(table.take(at("1.2.3.4", 1), comes, false) === undefined).toBe(duplicate);
  });
});

describe("InboundGate", () => {
  const gate = (
    maxInboundPeers: number,
    unconditional: Iterable<string> = [],
    allowDuplicateIp = true,
    persistentPeerIds: ReadonlySet<string> = new Set(),
  ) =>
    new InboundGate({
      addresses: new AddressTable(allowDuplicateIp),
      maxInboundPeers,
      unconditionalPeerIds: new Set(unconditional),
      persistentPeerIds,
    });
  const outcome = (result: unknown) => (result instanceof P2PError ? result.code : "admitted");

  it("lets in as many as there are places, and again when one is given back", () => {
    const door = gate(2);
    const release = door.admit(stranger, at("1.1.1.1", 1));
    expect(outcome(door.admit(stranger, at("1.1.1.1", 2)))).toBe("admitted");
    expect(outcome(door.admit(stranger, at("1.1.1.1", 3)))).toBe("PEERS_FULL");
    expect(door.peers).toBe(2);
    if (!(release instanceof P2PError)) {
      release();
      release();
    }
    expect(door.peers).toBe(1);
    expect(outcome(door.admit(stranger, at("1.1.1.1", 3)))).toBe("admitted");
  });

  it("always has room for an unconditional id, which does not count", () => {
    const door = gate(1, [friend], false);
    expect(outcome(door.admit(stranger, at("1.1.1.1", 1)))).toBe("admitted");
    expect(outcome(door.admit(friend, at("1.1.1.1", 2)))).toBe("admitted");
    expect(outcome(door.admit(stranger, at("1.1.1.2", 1)))).toBe("PEERS_FULL");
    expect(door.peers).toBe(1);
  });

  it("refuses before the handshake only when no id could change that", () => {
    const nobody = gate(0);
    expect(nobody.refusalBeforeHandshake(at("1.1.1.1", 1))?.code).toBe("PEERS_FULL");
    const friends = gate(0, [friend]);
    expect(friends.refusalBeforeHandshake(at("1.1.1.1", 1))).toBeUndefined();
    expect(outcome(friends.admit(stranger, at("1.1.1.1", 1)))).toBe("PEERS_FULL");
    expect(outcome(friends.admit(friend, at("1.1.1.1", 1)))).toBe("admitted");
  });

  it("keeps a place for a persistent id beyond the limit, which counts, for as long as the set has it", () => {
    const persistent = new Set<string>();
    const door = gate(1, [], false, persistent);
    expect(outcome(door.admit(stranger, at("1.1.1.1", 1)))).toBe("admitted");
    expect(door.refusalBeforeHandshake(at("1.1.1.1", 2))?.code).toBe("PEERS_FULL");
    expect(outcome(door.admit(friend, at("1.1.1.1", 2)))).toBe("PEERS_FULL");
    persistent.add(friend);
    expect(door.refusalBeforeHandshake(at("1.1.1.1", 2))).toBeUndefined();
    const release = door.admit(friend, at("1.1.1.1", 2));
    expect([outcome(release), door.peers]).toEqual(["admitted", 2]);
    expect(outcome(door.admit(stranger, at("1.1.1.2", 1)))).toBe("PEERS_FULL");
    persistent.clear(); // does not take away what was given
    expect(door.peers).toBe(2);
    if (!(release instanceof P2PError)) release();
    expect(door.peers).toBe(1);
    expect(outcome(door.admit(friend, at("1.1.1.1", 3)))).toBe("PEERS_FULL");
  });

  it("refuses a second connection of an IP address, with a code of its own", () => {
    const door = gate(10, [], false);
    expect(door.refusalBeforeHandshake(at("1.1.1.1", 2))).toBeUndefined();
    expect(outcome(door.admit(stranger, at("1.1.1.1", 1)))).toBe("admitted");
    expect(door.refusalBeforeHandshake(at("1.1.1.1", 2))?.code).toBe("DUPLICATE_ADDRESS");
    expect(outcome(door.admit(friend, at("1.1.1.1", 2)))).toBe("DUPLICATE_ADDRESS");
    expect(door.peers).toBe(1);
  });
});
