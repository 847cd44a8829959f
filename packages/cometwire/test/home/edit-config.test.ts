/* Changing values of a config.toml and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editConfig } from "../../src/home/edit-config.js";
import { configKeys } from "../../src/home/keys.js";
import { ConfigError } from "../../src/home/problem.js";
import { configTemplate } from "../../src/home/template.js";
import { idA, read } from "./support.js";

describe("editConfig", () => {
  test.each([
    [
      "[p2p]\n# why\npex = true # yes\n\nseeds = ''\n",
      { "p2p.pex": false },
      "[p2p]\n# why\npex = false # yes\n\nseeds = ''\n",
    ],
    ["[p2p]\r\nPEX   =   true\r\n", { "p2p.pex": false }, "[p2p]\r\nPEX   =   false\r\n"],
    ["p2p.pex = true", { "p2p.pex": false }, "p2p.pex = false"],
    ["p2p = { pex = true }", { "p2p.pex": false }, "p2p = { pex = false }"],
    ['[p2p]\nseeds = """\na,\nb"""\npex = true\n', { "p2p.seeds": "x" }, '[p2p]\nseeds = "x"\npex = true\n'],
    [
      "[p2p]\npex = true\n\n[mempool]\n",
      { "p2p.seeds": "x" },
      '[p2p]\npex = true\nseeds = "x"\n\n[mempool]\n',
    ],
    [
      "[p2p]\r\npex = true # x\r\n[m]\r\n",
      { "p2p.seeds": "x" },
      '[p2p]\r\npex = true # x\r\nseeds = "x"\r\n[m]\r\n',
    ],
    ["[p2p] # empty\n[mempool]\n", { "p2p.seeds": "x" }, '[p2p] # empty\nseeds = "x"\n[mempool]\n'],
    ["[p2p]", { "p2p.seeds": "x" }, '[p2p]\nseeds = "x"\n'],
    ["[p2p]\npex = true", { "p2p.seeds": "x" }, '[p2p]\npex = true\nseeds = "x"\n'],
    ["a = 1", { "p2p.seeds": "x" }, 'a = 1\n\n[p2p]\nseeds = "x"\n'],
    ["", { "p2p.seeds": "x" }, '[p2p]\nseeds = "x"\n'],
    ["# top\n[p2p]\n", { moniker: "m" }, '# top\nmoniker = "m"\n[p2p]\n'],
    ["", { moniker: "m" }, 'moniker = "m"\n'],
    ["a = 1", { moniker: "m" }, 'a = 1\nmoniker = "m"\n'],
    ["a = [\n[1],\n]\n[p2p]\n", { moniker: "m" }, 'a = [\n[1],\n]\nmoniker = "m"\n[p2p]\n'],
    ["", { "p2p.seeds": 'a"\\\n\u007f' }, '[p2p]\nseeds = "a\\"\\\\\\n\\u007f"\n'],
    ["[p2p]\npex = true\n", {}, "[p2p]\npex = true\n"],
    [
      "[p2p]\nsend_rate = 1\n",
      { "p2p.send_rate": 5, "p2p.recv_rate": 6 },
      "[p2p]\nsend_rate = 5\nrecv_rate = 6\n",
    ],
  ])("%j with %j", (text, changes, expected) => {
    expect(editConfig(text, changes as Record<string, string | number | boolean>)).toBe(expected);
  });

  test("what is not TOML, or cannot take a key, is refused", () => {
    expect(() => editConfig("[p2p", { "p2p.pex": false })).toThrow(ConfigError);
    expect(() => editConfig("p2p = { pex = true }", { "p2p.seeds": "x" })).toThrow(
      /cannot be added: write p2p as \[p2p\]/,
    );
    expect(() => editConfig("", { "p2p.sedes": "x" })).toThrow(RangeError);
  });

  test("any text comes back as it went in, and every other value stays", () => {
    const template = configTemplate({ moniker: "m", release: "v0.38" });
    const before = read(template).config;
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), fc.boolean(), (moniker, pex) => {
        const edited = editConfig(template, { moniker, "p2p.pex": pex, "p2p.seeds": `${idA}@h:1` });
        expect(editConfig(edited, { moniker: "m", "p2p.pex": true, "p2p.seeds": "" })).toBe(template);
        const { config } = read(edited);
        expect({ ...config, seeds: [], pex: true, moniker: "m" }).toEqual(before);
      }),
    );
  });

  test("comments outlive every key's change", () => {
    const template = configTemplate({ moniker: "m", release: "v0.34" });
    const comments = (text: string) => text.split("\n").filter((line) => line.startsWith("#"));
    for (const [key, { type }] of configKeys) {
      if (type !== "string" || key.includes("libp2p")) continue;
      expect(comments(editConfig(template, { [key]: "changed" }))).toEqual(comments(template));
    }
  });
});
