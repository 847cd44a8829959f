import {
  chooseFrameCipher,
  type FrameCipher,
  nodeFrameCipher,
  systemClock,
  systemRandom,
} from "@cometwire/p2p";
import { describe, expect, it } from "vitest";
import { checkCipher, judgeSpeed } from "../../src/doctor/cipher.js";
import { checkIpv6 } from "../../src/doctor/ipv6.js";
import { checkNodeVersion } from "../../src/doctor/node-version.js";
import { checkOpenFiles, openFileLimit } from "../../src/doctor/open-files.js";
import { checkEd25519, checkX25519 } from "../../src/doctor/primitives.js";
import { checksJson, renderChecks } from "../../src/doctor/render.js";
import { createStyle } from "../../src/text/style.js";
import { cli } from "../support/cli.js";

describe("node version", () => {
  it.each([
    ["v20.19.0", "ok"],
    ["v20.20.2", "ok"],
    ["v24.0.0", "ok"],
    ["v20.18.3", "fail"],
    ["v18.20.8", "fail"],
    ["v22.0.0-nightly", "ok"],
  ])("%s is %s", (version, status) => {
    expect(checkNodeVersion(version, ">=20.19.0").status).toBe(status);
  });
});

describe("open files", () => {
  const limits = (soft: string): string =>
    `Limit                     Soft Limit           Hard Limit           Units     \nMax processes             1                    1                    processes \nMax open files            ${soft.padEnd(20)} 524288               files     \n`;

  it.each([
    [limits("1024"), 1_024],
    [limits("unlimited"), Number.POSITIVE_INFINITY],
    ["", undefined],
  ])("are read from /proc/self/limits", (text, limit) => {
    expect(openFileLimit(text)).toBe(limit);
  });

  it.each([
    [255, "fail"],
    [256, "warn"],
    [4_095, "warn"],
    [4_096, "ok"],
    [Number.POSITIVE_INFINITY, "ok"],
    [undefined, "warn"],
  ])("%s is %s", (limit, status) => {
    expect(checkOpenFiles(limit).status).toBe(status);
  });
});

describe("ipv6", () => {
  it.each([
    ["none", [{ family: "IPv4", address: "192.0.2.1" }], "warn", "not available"],
    [
      "local",
      [
        { family: "IPv6", address: "::1" },
        { family: "IPv6", address: "fe80::1%eth0" },
      ],
      "warn",
      "local addresses only",
    ],
    ["public", [{ family: "IPv6", address: "2a00:1450:4001::1" }], "ok", "a public address is there"],
  ] as const)("%s", (_name, interfaces, status, detail) => {
    expect(checkIpv6(interfaces)).toMatchObject({ status, detail });
  });
});

describe("frame cipher", () => {
  const check = (cipher: FrameCipher, fallbackReason?: string) =>
    checkCipher({ cipher, fallbackReason }, systemClock, systemRandom);

  it("is the one that connections use", () => {
    expect(checkCipher(chooseFrameCipher(), systemClock, systemRandom)).toMatchObject({
      status: "ok",
      detail: expect.stringMatching(/^WebAssembly: seals \d+ MB\/s, opens \d+ MB\/s$/) as string,
    });
  });

  it("warns of the fallback, with the reason and what to do", () => {
    const { status, detail, advice } = check(nodeFrameCipher, "Node runs without WebAssembly");
    expect(status).toBe("warn");
    expect(detail).toMatch(/^node:crypto \(OpenSSL .*\): seals/);
    expect(advice).toBe(
      "the cipher in WebAssembly is three to five times as fast, but cannot be used (Node runs without WebAssembly): " +
        "run Node without --jitless, on a processor with SSE 4.1 or NEON",
    );
  });

  it("fails when it opens anything", () => {
    const gullible = {
      ...nodeFrameCipher,
      createKey: () => ({ seal: () => undefined, open: () => 1, wipe: () => undefined }),
    };
    expect(check(gullible).status).toBe("fail");
  });

  it("fails when it cannot work at all", () => {
    const broken = {
      ...nodeFrameCipher,
      createKey: () => {
        throw new Error("no such cipher");
      },
    };
    expect(check(broken)).toMatchObject({
      status: "fail",
      detail: expect.stringContaining("no such cipher") as string,
    });
  });

  it("warns when it is slower than a connection may be", () => {
    expect(judgeSpeed("x", { sealMBPerS: 300, openMBPerS: 250 }, undefined)).toEqual({
      name: "frame cipher",
      status: "ok",
      detail: "x: seals 300 MB/s, opens 250 MB/s",
    });
    expect(judgeSpeed("x", { sealMBPerS: 300, openMBPerS: 5 }, undefined)).toMatchObject({
      status: "warn",
      advice: expect.stringContaining("overloaded") as string,
    });
  });
});

it("the primitives agree with the RFCs", () => {
  expect([checkEd25519().status, checkX25519().status]).toEqual(["ok", "ok"]);
});

describe("the report", () => {
  const checks = [
    { name: "one", status: "ok", detail: "fine" },
    { name: "number two", status: "fail", detail: "broken", advice: "mend it" },
  ] as const;

  it("is aligned, with advice below", () => {
    expect(renderChecks(checks, createStyle(false))).toBe(
      "ok    one         fine\nfail  number two  broken\n                  → mend it\n",
    );
  });

  it("fails when one check fails", () => {
    expect(checksJson(checks)).toEqual({ ok: false, checks });
    expect(checksJson(checks.slice(0, 1)).ok).toBe(true);
  });
});

it("`doctor --json` prints every check", async () => {
  const result = await cli(["doctor", "--json"]);
  const { ok, checks } = result.json() as { ok: boolean; checks: { name: string }[] };
  expect(checks.map(({ name }) => name)).toEqual([
    "node version",
    "frame cipher",
    "ed25519",
    "x25519",
    "open files",
    "ipv6",
  ]);
  expect(result.code).toBe(ok ? 0 : 1);
});
