import { createServer } from "node:net";
import { type Endpoint, P2PError, type Resolver, type TcpStream } from "@cometwire/p2p";
import { VirtualClock } from "@cometwire/p2p/testing";
import { describe, expect, it } from "vitest";
import { type Connect, connectTcp } from "../../src/transport/connect-tcp.js";
import { dialTcp, type DialTcpOptions } from "../../src/transport/dial.js";
import { combineDialFailures, dialError } from "../../src/transport/dial-errors.js";
import { addressGroup, normalizeIp } from "../../src/transport/endpoint.js";
import { ipLiteral, resolveHost, systemResolver } from "../../src/transport/resolver.js";
import { codeOf } from "./fixtures.js";

const errno = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

describe("dialError", () => {
  it.each([
    ["ECONNREFUSED", "DIAL_REFUSED"],
    ["ETIMEDOUT", "DIAL_TIMEOUT"],
    ["EHOSTUNREACH", "DIAL_UNREACHABLE"],
    ["EHOSTDOWN", "DIAL_UNREACHABLE"],
    ["ENETUNREACH", "DIAL_UNREACHABLE"],
    ["ENETDOWN", "DIAL_UNREACHABLE"],
    ["EADDRNOTAVAIL", "DIAL_UNREACHABLE"],
    ["EAFNOSUPPORT", "DIAL_UNREACHABLE"],
    ["EACCES", "DIAL_FAILED"],
    ["EMFILE", "DIAL_FAILED"],
  ])("reads %s as %s and keeps the name", (name, code) => {
    expect(dialError(errno(name))).toMatchObject({ code, detail: name });
  });

  it("reads an error without a name", () => {
    expect(dialError(new Error("no\nidea"))).toMatchObject({ code: "DIAL_FAILED", detail: "no\\u{a}idea" });
  });
});

describe("combineDialFailures", () => {
  const failure = (
    ip: string,
    code: "DIAL_REFUSED" | "DIAL_TIMEOUT" | "DIAL_UNREACHABLE" | "DIAL_FAILED",
  ) => ({
    endpoint: { ip, port: 1 },
    error: new P2PError(code, { detail: "why" }),
  });

  it.each([
    [["DIAL_UNREACHABLE", "DIAL_REFUSED"], "DIAL_REFUSED"],
    [["DIAL_TIMEOUT", "DIAL_REFUSED", "DIAL_FAILED"], "DIAL_REFUSED"],
    [["DIAL_UNREACHABLE", "DIAL_TIMEOUT"], "DIAL_TIMEOUT"],
    [["DIAL_UNREACHABLE", "DIAL_FAILED"], "DIAL_FAILED"],
    [["DIAL_UNREACHABLE"], "DIAL_UNREACHABLE"],
  ] as const)("of %j makes %s", (codes, code) => {
    expect(combineDialFailures(codes.map((each) => failure("::1", each))).code).toBe(code);
  });

  it("names every address with its reason", () => {
    const error = combineDialFailures([
      failure("::1", "DIAL_UNREACHABLE"),
      failure("1.2.3.4", "DIAL_REFUSED"),
    ]);
    expect(error.detail).toBe("[::1]:1 DIAL_UNREACHABLE why; 1.2.3.4:1 why");
  });
});

describe("addresses", () => {
  it.each([
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["2001:DB8::0:1", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1%eth0"],
  ])("%s is printed as %s", (ip, expected) => {
    expect(normalizeIp(ip)).toBe(expected);
    expect(ipLiteral(ip)).toBe(expected);
  });

  it.each([
    ["1.2.3.4", "1.2.3.4"],
    ["::ffff:1.2.3.4", "1.2.3.4"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["", ""],
  ])("%j counts with %j", (ip, group) => {
    expect(addressGroup(ip)).toBe(group);
  });

  it("a name is no literal", () => {
    expect(ipLiteral("localhost")).toBeUndefined();
  });
});

describe("resolveHost", () => {
  const options = (clock: VirtualClock, resolver: Resolver, signal?: AbortSignal) => ({
    clock,
    resolver,
    timeoutMs: 5_000,
    signal,
  });
  const clock = new VirtualClock();

  it("returns every address once, in order, in one form, and no more than 16", async () => {
    const answer = ["::1", "::ffff:1.2.3.4", "1.2.3.4", "not an address"];
    expect(
      await resolveHost(
        "h",
        options(clock, async () => answer),
      ),
    ).toEqual(["::1", "1.2.3.4"]);
    const many = Array.from({ length: 100 }, (_, i) => `10.0.0.${i}`);
    expect(
      await resolveHost(
        "h",
        options(clock, async () => many),
      ),
    ).toEqual(many.slice(0, 16));
  });

  it.each<[string, Resolver, string]>([
    ["fails", () => Promise.reject(errno("ENOTFOUND")), "host (ENOTFOUND)"],
    [
      "throws",
      () => {
        throw new Error("odd");
      },
      "host (odd)",
    ], // prettier-ignore
    ["finds nothing", async () => [], "host has no address"],
    ["finds nonsense", async () => ["nonsense"], "host has no address"],
  ])("reports a resolver that %s", async (_what, resolver, detail) => {
    await expect(resolveHost("host", options(clock, resolver))).rejects.toMatchObject({
      code: "DNS_FAILED",
      detail,
    });
  });

  it("gives a silent resolver up, and tells it", async () => {
    let told: unknown;
    const silent: Resolver = (_host, signal) =>
      new Promise(() => signal.addEventListener("abort", () => void (told = signal.reason)));
    const timedOut = codeOf(resolveHost("h", options(clock, silent)));
    await clock.advance(5_000);
    expect(await timedOut).toBe("DNS_TIMEOUT");
    expect(told).toMatchObject({ code: "DNS_TIMEOUT" });
    const abort = new AbortController();
    const aborted = codeOf(resolveHost("h", options(clock, silent, abort.signal)));
    abort.abort();
    expect(await aborted).toBe("ABORTED");
    expect(await codeOf(resolveHost("h", options(clock, silent, AbortSignal.abort())))).toBe("ABORTED");
    expect(clock.pendingTimers).toBe(0);
  });

  it("asks the operating system by default", async () => {
    const signal = new AbortController().signal;
    const addresses = await systemResolver("localhost", signal);
    expect(addresses.some((ip) => ip === "127.0.0.1" || ip === "::1")).toBe(true);
  });
});

describe("dialTcp", () => {
  /** Dials a name with these addresses; `outcomes` says how each behaves. */
  function scene(outcomes: Record<string, "silent" | "ok" | Error>) {
    const clock = new VirtualClock();
    const tried: string[] = [];
    const aborted: string[] = [];
    const abort = new AbortController();
    const connect: Connect = (endpoint: Endpoint, signal) => {
      tried.push(endpoint.ip);
      const outcome = outcomes[endpoint.ip];
      if (outcome === "ok") return Promise.resolve({ remote: endpoint } as unknown as TcpStream);
      if (outcome instanceof Error) return Promise.reject(outcome);
      return new Promise(() => signal.addEventListener("abort", () => aborted.push(endpoint.ip)));
    };
    const traces: unknown[] = [];
    const options: DialTcpOptions = {
      clock,
      connect,
      resolver: async () => Object.keys(outcomes),
      dnsTimeoutMs: 5_000,
      dialTimeoutMs: 3_000,
      signal: abort.signal,
      onTrace: (event) => traces.push(event),
    };
    const dial = () => dialTcp({ host: "name", port: 7 }, options);
    return { clock, tried, aborted, abort, traces, options, dial };
  }
  const refused = () => dialError(errno("ECONNREFUSED"));
  const unreachable = () => dialError(errno("ENETUNREACH"));

  it("tries every address in turn, each with its own time", async () => {
    const { clock, tried, aborted, traces, dial } = scene({
      "::1": unreachable(),
      "10.0.0.1": "silent",
      "10.0.0.2": "ok",
    });
    const dialling = dial();
    await clock.advance(2_999);
    expect(tried).toEqual(["::1", "10.0.0.1"]);
    await clock.advance(1);
    const { stream, ms } = await dialling;
    expect(stream.remote).toEqual({ ip: "10.0.0.2", port: 7 });
    expect(ms).toBe(0);
    expect(aborted).toEqual(["10.0.0.1"]);
    expect(traces).toEqual([{ phase: "dns", resolved: ["::1", "10.0.0.1", "10.0.0.2"], ms: 0 }]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("reports the most telling failure when all fail", async () => {
    const { clock, dial } = scene({ "::1": unreachable(), "10.0.0.1": "silent", "10.0.0.2": refused() });
    const outcome = dial().catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await outcome).toMatchObject({
      code: "DIAL_REFUSED",
      detail:
        "[::1]:7 DIAL_UNREACHABLE ENETUNREACH; 10.0.0.1:7 DIAL_TIMEOUT 3000 ms; 10.0.0.2:7 ECONNREFUSED",
    });
  });

  it("stops at once when it is aborted, without trying the next address", async () => {
    const { clock, tried, aborted, abort, dial } = scene({ "10.0.0.1": "silent", "10.0.0.2": "ok" });
    const outcome = codeOf(dial());
    await clock.advance(1_000);
    abort.abort();
    expect(await outcome).toBe("ABORTED");
    expect(tried).toEqual(["10.0.0.1"]);
    expect(aborted).toEqual(["10.0.0.1"]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("looks nothing up for an address", async () => {
    const { options, tried } = scene({ "10.0.0.9": "ok" });
    const resolver: Resolver = () => Promise.reject(new Error("must not be asked"));
    await dialTcp({ host: "::ffff:10.0.0.9", port: 1 }, { ...options, resolver });
    expect(tried.at(-1)).toBe("10.0.0.9");
  });

  it("goes out from the address that it is given, to addresses of its family only", async () => {
    const { options, tried } = scene({ "::1": "ok", "10.0.0.1": "ok" });
    const from: (string | undefined)[] = [];
    const connect: Connect = (endpoint, signal, localAddress) => {
      from.push(localAddress);
      return options.connect(endpoint, signal);
    };
    await dialTcp({ host: "name", port: 7 }, { ...options, connect, localAddress: "10.0.0.9" });
    expect([tried, from]).toEqual([["10.0.0.1"], ["10.0.0.9"]]);
    const six = dialTcp({ host: "::1", port: 7 }, { ...options, connect, localAddress: "10.0.0.9" });
    await expect(six).rejects.toMatchObject({
      code: "DIAL_UNREACHABLE",
      detail: "[::1]:7 not from 10.0.0.9",
    });
  });

  it("closes a connection that comes too late", async () => {
    const clock = new VirtualClock();
    const { options } = scene({});
    let destroyed = 0;
    let deliver: (stream: TcpStream) => void = () => {};
    const connect: Connect = () => new Promise((resolve) => (deliver = resolve));
    const outcome = codeOf(dialTcp({ host: "10.0.0.1", port: 1 }, { ...options, clock, connect }));
    await clock.advance(3_000);
    expect(await outcome).toBe("DIAL_TIMEOUT");
    deliver({ destroy: () => destroyed++ } as unknown as TcpStream);
    await clock.settle();
    expect(destroyed).toBe(1);
  });
});

describe("connectTcp", () => {
  const never = new AbortController().signal;

  it("connects over IPv4 and IPv6", async () => {
    for (const ip of ["127.0.0.1", "::1"]) {
      const server = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.listen(0, ip, resolve));
      const { port } = server.address() as { port: number };
      const stream = await connectTcp({ ip, port }, never);
      expect(stream.remote).toEqual({ ip, port });
      stream.destroy();
      server.close();
    }
  });

  it("says when nobody listens", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    expect(await codeOf(connectTcp({ ip: "127.0.0.1", port }, never))).toBe("DIAL_REFUSED");
  });

  it("leaves nothing behind when it is aborted, before or while it connects", async () => {
    expect(await codeOf(connectTcp({ ip: "127.0.0.1", port: 1 }, AbortSignal.abort()))).toBe("ABORTED");
    const server = createServer();
    const closed = new Promise<void>((resolve) =>
      server.once("connection", (socket) => socket.once("close", () => resolve())),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const abort = new AbortController();
    const outcome = codeOf(connectTcp({ ip: "127.0.0.1", port }, abort.signal));
    abort.abort();
    expect(await outcome).toBe("ABORTED");
    // Whether the system had connected by then or not: the next one shows that the server is well.
    const next = await connectTcp({ ip: "127.0.0.1", port }, never);
    next.destroy();
    await closed;
    server.close();
  });
});
