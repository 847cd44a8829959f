import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { documents, pathOf, textOf } from "./repository.js";

/** `a/{b,c}.ts` as a shell reads it. */
function expand(pattern: string): string[] {
  const [, before = "", choices = "", after = ""] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(pattern) ?? [];
  if (choices === "") return [pattern];
  return choices.split(",").flatMap((choice) => expand(`${before}${choice}${after}`));
}

/** Paths from the root of the repository that a document names as code. */
function pathsIn(document: string): string[] {
  const code = textOf(document).matchAll(/`([^`\s]+)`/g);
  return [...new Set(Array.from(code, ([, text = ""]) => text))]
    .filter((text) => /^(?:packages|test|docs|scripts|examples|interop|bench)\/[^*<]+$/.test(text))
    .flatMap(expand);
}

/** Links to files, from the root of the repository. */
function linksIn(document: string): string[] {
  const folder = document.slice(0, document.lastIndexOf("/") + 1);
  const links = textOf(document).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g);
  return Array.from(links, ([, link = ""]) => `${folder}${link}`);
}

describe("paths in the documents exist", () => {
  it.each(documents())("%s", (document) => {
    const missing = [...pathsIn(document), ...linksIn(document)].filter((path) => !existsSync(pathOf(path)));
    expect(missing).toEqual([]);
  });
});

describe("docs/SPECIFICATION.md", () => {
  const rows = textOf("docs/SPECIFICATION.md")
    .split("\n")
    .filter((line) => line.startsWith("|"));

  it("names source and tests by their paths", () => {
    expect(pathsIn("docs/SPECIFICATION.md").length).toBeGreaterThan(40);
    expect(expand("a/{b,c}/{d,e}.ts")).toEqual(["a/b/d.ts", "a/b/e.ts", "a/c/d.ts", "a/c/e.ts"]);
  });

  it("names vectors that there are", () => {
    const named = rows.flatMap((row) => row.split(/[|;]/).flatMap((cell) => cell.split("vectors ")[1] ?? []));
    const names = named.flatMap((text) => text.match(/(?<=`)[\w-]+(?=`)/g) ?? []);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !existsSync(pathOf(`test/fixtures/vectors/${name}.json`)))).toEqual([]);
  });

  it("leaves out no document of the specification", () => {
    const documents = [
      ...["transport", "switch", "pex", "pex-protocol", "addressbook", "peer_manager", "types"],
      ...["configuration"],
    ].map((name) => `implementation/${name}.md`);
    const legacy = ["config", "connection", "peer", "node"].map((name) => `legacy-docs/${name}.md`);
    const api = ["reactor.md", "p2p-api.md", "reactor.qnt"].map((name) => `reactor-api/${name}`);
    const named = new Set(
      rows.flatMap((row) => (row.split("|")[1]?.match(/(?<=`)[^`]+(?=`)/g) ?? []).flatMap(expand)),
    );
    expect([...documents, ...legacy, ...api].filter((name) => !named.has(name))).toEqual([]);
  });
});
