import { describe, expect, it } from "vitest";
import { formatTarget, parseTarget } from "../../src/probe/target.js";
import { UsageError } from "../../src/usage-error.js";

const id = "2d9983b2e026419997a412b6b2b75263ba98cd74";

describe("parseTarget", () => {
  it.each([
    [`${id}@1.2.3.4:26656`, { id, host: "1.2.3.4", port: 26_656 }],
    [`tcp://${id.toUpperCase()}@seed.example.com:1`, { id, host: "seed.example.com", port: 1 }],
    [`${id}@[2001:DB8::1]:26656`, { id, host: "2001:db8::1", port: 26_656 }],
    ["1.2.3.4:26656", { id: undefined, host: "1.2.3.4", port: 26_656 }],
    ["tcp://seed.example.com:26656", { id: undefined, host: "seed.example.com", port: 26_656 }],
    ["[::1]:65535", { id: undefined, host: "::1", port: 65_535 }],
  ])("%s", (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    ["", "the address is empty"],
    ["seed.example.com", "the port is missing (26656 is usual)"],
    ["http://1.2.3.4:26657", "that is an RPC URL; probe the p2p address, usually port 26656"],
    ["HTTPS://rpc.example.com", "that is an RPC URL; probe the p2p address, usually port 26656"],
    ["ftp://1.2.3.4:26656", "tcp:// is the only scheme"],
    ["tcp://tcp://1.2.3.4:26656", "tcp:// is the only scheme"],
    [id, "this is only an id: write id@host:port"],
    [`tcp://${id}`, "this is only an id: write id@host:port"],
    [`${id}@tcp://1.2.3.4:26656`, "tcp:// goes in front of the id"],
    [`${id}@1.2.3.4:1,${id}@1.2.3.5:1`, "one address at a time"],
    ["seed.example.com:", "the port is missing"],
    ["seed.example.com:p2p", "the port is not a number"],
    ["seed.example.com:65536", "the port is above 65535"],
    ["1.2.3.4:0", "nobody listens on port 0"],
    [":26656", "neither an IP address nor a host name"],
    ["1.2.3:26656", "neither an IP address nor a host name"],
    ["a b:26656", "neither an IP address nor a host name"],
    ["::1:26656", "too many colons"],
    ["abc@1.2.3.4:26656", "the id is not 40 hex digits"],
    ["@1.2.3.4:26656", "the id before @ is empty"],
    [`${id}@:26656`, "the host is empty"],
    ["\u001b[2J:26656", '"\\u{1b}[2J:26656"'],
  ])("%j is refused", (text, reason) => {
    expect(() => parseTarget(text)).toThrow(UsageError);
    expect(() => parseTarget(text)).toThrow(reason);
  });
});

it.each([`${id}@1.2.3.4:26656`, "[::1]:26656", "seed.example.com:26656"])("prints %s as it is", (text) => {
  expect(formatTarget(parseTarget(text))).toBe(text);
});
