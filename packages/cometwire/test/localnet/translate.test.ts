import { type NodeEvent, P2PError, type Peer } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { VISITOR } from "../../src/localnet/events.js";
import { translate } from "../../src/localnet/translate.js";

const peer = (id: string, outbound = false) => ({ id, outbound }) as Peer;
const nameOf = (id: string) => (id === "known" ? "node-2" : undefined);
const error = new P2PError("LISTEN_FAILED");
/** What a test leaves out of an event is of no interest to it. */
const event = (fields: object) => ({ at: 0, ...fields }) as NodeEvent;

describe("what a node tells, in the network's terms", () => {
  it.each<[object, object | undefined]>([
    [
      { type: "peer-connected", peer: peer("known", true) },
      { event: "connected", peer: "node-2" },
    ],
    [
      { type: "peer-connected", peer: peer("known") },
      { event: "accepted", peer: "node-2" },
    ],
    [{ type: "peer-connected", peer: peer("stranger") }, { event: "visited" }],
    [
      { type: "peer-disconnected", peer: peer("known") },
      { event: "let-go", peer: "node-2" },
    ],
    [
      { type: "peer-disconnected", peer: peer("known"), reason: error },
      { event: "lost", peer: "node-2", code: "LISTEN_FAILED", why: error.message },
    ],
    [{ type: "peer-disconnected", peer: peer("stranger") }, undefined],
    [
      { type: "addresses-requested", peer: peer("known") },
      { event: "asked", peer: "node-2" },
    ],
    [
      { type: "addresses-served", peer: peer("known"), count: 3 },
      { event: "told", peer: "node-2", count: 3 },
    ],
    [
      { type: "addresses-served", peer: peer("stranger"), count: 3 },
      { event: "told", peer: VISITOR, count: 3 },
    ],
    [
      { type: "address-verified", address: { id: "known" } },
      { event: "verified", peer: "node-2" },
    ],
    [{ type: "address-verified", address: { id: "stranger" } }, undefined],
    [
      { type: "listener-failed", error },
      { event: "trouble", code: "LISTEN_FAILED", why: error.message },
    ],
    [{ type: "dial-from-book-failed", address: { id: "known" }, error }, undefined],
    [{ type: "listening", endpoint: { ip: "127.0.0.2", port: 1 } }, undefined],
  ])("%j", (fields, expected) => {
    const happening = translate("node-1", event(fields), nameOf);
    if (expected === undefined) expect(happening).toBeUndefined();
    else expect(happening).toMatchObject({ node: "node-1", ...expected });
  });

  it("tells of requests that wait at the seed alone", () => {
    const held = event({ type: "request-held", peer: peer("known"), delayMs: 1_000 });
    expect(translate("seed", held, nameOf)).toEqual({ event: "held", node: "seed", peer: "node-2" });
    expect(translate("node-1", held, nameOf)).toBeUndefined();
  });
});
