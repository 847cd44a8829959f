import { describe, expect, it } from "vitest";
import { type AccessRules, decideAccess, hostName, type Visitor } from "../../src/api/access.js";

const token = "f".repeat(64);
const rules: AccessRules = { hosts: new Set(["node.example.com"]), origins: [], token };
const visitor: Visitor = {
  viaControlSocket: false,
  host: "localhost:26657",
  origin: undefined,
  authorization: undefined,
  localAddress: "127.0.0.1",
};

/** The code of the refusal, or what is allowed. */
function verdict(changes: Partial<Visitor>, ruleChanges: Partial<AccessRules> = {}): string {
  const decision = decideAccess({ ...visitor, ...changes }, { ...rules, ...ruleChanges });
  if (!decision.allowed) return decision.code;
  return `${decision.privileged ? "operator" : "anybody"}${decision.allowOrigin === undefined ? "" : " cors"}`;
}

describe("Host", () => {
  it.each([
    ["localhost", "anybody"],
    ["LOCALHOST:26657", "anybody"],
    ["localhost.", "anybody"],
    ["127.0.0.1:26657", "anybody"],
    ["127.8.9.10", "anybody"],
    ["[::1]:26657", "anybody"],
    ["[::1]", "anybody"],
    ["node.example.com:1", "anybody"],
    ["evil.example.com", "FOREIGN_HOST"],
    ["localhost.evil.com", "FOREIGN_HOST"],
    ["127.0.0.1.evil.com", "FOREIGN_HOST"],
    ["10.0.0.9:26657", "FOREIGN_HOST"],
    ["[::1", "FOREIGN_HOST"],
    ["user@localhost", "FOREIGN_HOST"],
    ["localhost/evil", "FOREIGN_HOST"],
    ["localhost:evil", "FOREIGN_HOST"],
    ["", "FOREIGN_HOST"],
    [undefined, "FOREIGN_HOST"],
  ])("%s: %s", (host, expected) => {
    expect(verdict({ host })).toBe(expected);
  });

  it("may be the address that was connected to, for that has no name to be misused", () => {
    expect(verdict({ host: "10.0.0.9:26657", localAddress: "10.0.0.9" })).toBe("anybody");
    expect(verdict({ host: "10.0.0.9:26657", localAddress: "::ffff:10.0.0.9" })).toBe("anybody");
    expect(verdict({ host: "[2001:DB8::1]:1", localAddress: "2001:db8::1" })).toBe("anybody");
    expect(verdict({ host: "evil.com", localAddress: "10.0.0.9" })).toBe("FOREIGN_HOST");
  });

  it("may be that of an allowed origin, and any when any origin is allowed", () => {
    expect(verdict({ host: "dash.example.org" }, { origins: ["https://dash.example.org"] })).toBe("anybody");
    expect(verdict({ host: "whatever.example.net" }, { origins: ["*"] })).toBe("anybody");
    expect(verdict({ host: "evil.example.org" }, { origins: ["https://*.example.org"] })).toBe(
      "FOREIGN_HOST",
    );
  });

  it("is read without its port", () => {
    expect(hostName("[::1]:80")).toBe("::1");
    expect(hostName("A.example:80")).toBe("a.example");
    expect(hostName("a b")).toBeUndefined();
  });
});

describe("Origin", () => {
  it.each([
    ["http://localhost:26657", [], "anybody cors"],
    ["https://localhost:26657", [], "anybody cors"],
    ["http://localhost:3000", [], "FOREIGN_ORIGIN"],
    ["http://evil.com", [], "FOREIGN_ORIGIN"],
    ["null", [], "FOREIGN_ORIGIN"],
    ["https://dash.example.org", ["https://dash.example.org"], "anybody cors"],
    ["https://dash.example.org.evil.com", ["https://dash.example.org"], "FOREIGN_ORIGIN"],
    ["https://a.example.org", ["https://*.example.org"], "anybody cors"],
    ["https://.example.org", ["https://*.example.org"], "anybody cors"],
    ["https://example.org", ["https://*.example.org"], "FOREIGN_ORIGIN"],
    ["https://evil.com", ["*"], "anybody cors"],
  ])("%s with %j: %s", (origin, origins, expected) => {
    expect(verdict({ origin }, { origins })).toBe(expected);
  });
});

describe("the right to change the node", () => {
  it.each([
    [`Bearer ${token}`, "operator"],
    [`bearer ${token}`, "operator"],
    [`Bearer ${token}0`, "WRONG_TOKEN"],
    [`Bearer ${token.slice(1)}`, "WRONG_TOKEN"],
    ["Bearer", "WRONG_TOKEN"],
    [`Basic ${token}`, "WRONG_TOKEN"],
    ["", "WRONG_TOKEN"],
  ])("%s: %s", (authorization, expected) => {
    expect(verdict({ authorization })).toBe(expected);
  });

  it("nobody has over TCP when there is no token", () => {
    expect(verdict({ authorization: "Bearer undefined" }, { token: undefined })).toBe("WRONG_TOKEN");
    expect(verdict({}, { token: undefined })).toBe("anybody");
  });

  it("whoever can open the control socket has", () => {
    expect(verdict({ viaControlSocket: true, host: "x" })).toBe("operator");
  });

  it("a token does not excuse a foreign page", () => {
    expect(verdict({ authorization: `Bearer ${token}`, origin: "http://evil.com" })).toBe("FOREIGN_ORIGIN");
    expect(verdict({ authorization: `Bearer ${token}`, host: "evil.com" })).toBe("FOREIGN_HOST");
  });
});
