import { P2PError } from "@cometwire/p2p";
import { expect, it } from "vitest";
import { failedResult, type Findings, reachedResult } from "../../src/probe/build-result.js";
import { renderEvent, renderResult } from "../../src/probe/render.js";
import { noTimings } from "../../src/probe/result.js";
import { parseTarget } from "../../src/probe/target.js";
import { pexTroubles } from "../../src/probe/verdict.js";
import { createStyle } from "../../src/text/style.js";
import { nodeInfo } from "../support/node-info.js";

const plain = createStyle(false);
const findings: Findings = {
  target: parseTarget("192.0.2.1:26656"),
  resolved: ["192.0.2.1"],
  id: undefined,
  nodeInfo: undefined,
  timings: { ...noTimings, tcp: 1.23456 },
};

it("a peer that is reached", () => {
  const info = nodeInfo({
    moniker: "it's me",
    channels: Uint8Array.of(0x30, 0xf1),
    other: { txIndex: "", rpcAddress: "" },
  });
  const result = reachedResult(
    findings,
    { id: info.id, nodeInfo: info },
    { addresses: [], error: pexTroubles.notOffered },
  );
  expect(result.timingsMs.tcp).toBe(1.235);
  expect(renderResult(result, plain)).toBe(`
Reached

  id          2d9983b2e026419997a412b6b2b75263ba98cd74 (not verified: the address names no id)
  moniker     it's me
  network     test-chain
  version     0.38.25
  protocols   p2p 8, block 11, app 1
  listens at  tcp://0.0.0.0:26656
  channels    0x30 (Mempool), 0xf1
  tx index    -
  rpc         -
  addresses   none: the peer does not offer PEX (PEX_NOT_OFFERED)
`);
});

it.each([
  ["not asked", null],
  ["0", 1.5],
])("no addresses: %s", (summary, pexMs) => {
  const info = nodeInfo();
  const asked = { ...findings, timings: { ...findings.timings, pex: pexMs } };
  const result = reachedResult(asked, { id: info.id, nodeInfo: info }, { addresses: [], error: null });
  expect(renderResult(result, plain)).toContain(`\n  addresses   ${summary}\n`);
});

it("a peer that was not reached", () => {
  const error = new P2PError("REJECTED_NETWORK", { detail: 'ours is "a", theirs is "test-chain"' });
  const met = { ...findings, id: nodeInfo().id, nodeInfo: nodeInfo() };
  expect(renderResult(failedResult(met, { phase: "compatibility", error }), plain)).toBe(`
Not reached: the peer closed the connection after NodeInfo: it is on another network

  what          the peer closed the connection after NodeInfo: it is on another network: ours is "a", theirs is "test-chain" (REJECTED_NETWORK)
  likely cause  the two NodeInfos name different networks
  what to do    use the peer's network (--network)

  id          2d9983b2e026419997a412b6b2b75263ba98cd74
  moniker     test node
  network     test-chain
  version     0.38.25
  protocols   p2p 8, block 11, app 1
  listens at  tcp://0.0.0.0:26656
  channels    0x40 (BlockSync), 0x20 (State), 0x21 (Data), 0x22 (Vote), 0x23 (VoteSetBits), 0x30 (Mempool), 0x38 (Evidence), 0x60 (Snapshot), 0x61 (Chunk), 0x00 (PEX)
  tx index    on
  rpc         tcp://127.0.0.1:26657
`);
});

it("steps are aligned", () => {
  const lines = [
    renderEvent({ type: "contact", number: 1, why: undefined }, plain),
    renderEvent({ type: "phase", phase: "dns", ms: 0.5, detail: "192.0.2.1" }, plain),
    renderEvent({ type: "phase", phase: "secretConnection", ms: 1_500, detail: "id x" }, plain),
    renderEvent({ type: "trouble", phase: "pex", ms: 5_000, trouble: pexTroubles.noAnswer }, plain),
  ];
  expect(lines.join("")).toBe(
    "  dns                 0.50 ms  192.0.2.1\n" +
      "  secret connection    1.50 s  id x\n" +
      "  pex                  5.00 s  failed (PEX_NO_ANSWER)\n",
  );
});
