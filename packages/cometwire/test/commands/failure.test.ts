import { P2PError } from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { ControlError, NodeNotRunningError } from "../../src/api/control-client.js";
import { CommandError } from "../../src/command-error.js";
import { failureLine, failureOf } from "../../src/commands/failure.js";

describe("failureOf", () => {
  it.each([
    [new P2PError("DIAL_REFUSED"), "DIAL_REFUSED", "check the port"],
    [new CommandError("NO_HOME", { message: "m", likelyCause: "c", remedy: "r" }), "NO_HOME", "r"],
    [new ControlError("NO_RIGHT", "m", "run it as another user"), "NO_RIGHT", "run it as another user"],
    [new ControlError("NO_SUCH_PEER", "m", "GET /peers"), "NO_SUCH_PEER", "`cometwire peers`"],
    [new NodeNotRunningError("it has gone"), "NODE_NOT_RUNNING", "cometwire start"],
  ])("knows %s", (error, code, remedy) => {
    const failure = failureOf(error);
    expect(failure).toMatchObject({ ok: false, code, message: error.message });
    expect(failure?.likelyCause).not.toBe("");
    expect(failure?.remedy).toContain(remedy);
    expect(failure && failureLine(failure)).toMatch(/^error: .*\. What to do: .*\.\n$/);
  });

  it("leaves what nobody expected", () => {
    expect(failureOf(new TypeError("x"))).toBeUndefined();
  });
});
