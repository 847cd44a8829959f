/** The examples in `docs/REACTORS.md`, which tests run, and its table of what a reactor may do. */
import { reactorApi } from "../../packages/p2p/test/switch/api-checklist.js";
import { code, fenced, table } from "./markdown.js";
import { textOf } from "./registry.js";

export function reactorParts(): Readonly<Record<"watcher" | "api" | "heights" | "heightsTest", string>> {
  return {
    watcher: fenced("ts", textOf("examples/mempool-watcher.ts")),
    api: table(
      ["in Go", "here", "what"],
      reactorApi.map(({ go = "", ours, what }) => [listed(go), listed(ours), what]),
    ),
    heights: fenced("ts", textOf("examples/heights.ts")),
    heightsTest: fenced("ts", textOf("test/examples/heights.test.ts")),
  };
}

function listed(names: string): string {
  return names.split(", ").map(code).join(", ");
}
