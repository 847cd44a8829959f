import { defineConfig } from "vitest/config";

const source = (path: string) => new URL(path, import.meta.url).pathname;

/** Tests run against the TypeScript sources, so that they need no build. */
const alias = [
  { find: "@cometwire/p2p/testing", replacement: source("./packages/p2p/src/testing/index.ts") },
  { find: "@cometwire/p2p", replacement: source("./packages/p2p/src/index.ts") },
  { find: "@cometwire/messages", replacement: source("./packages/messages/src/index.ts") },
  { find: /^cometwire$/, replacement: source("./packages/cometwire/src/index.ts") },
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["test/interop/**", "test/load/run.test.ts", "**/node_modules/**"],
          testTimeout: 180_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "interop",
          include: ["test/interop/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 900_000,
        },
      },
      {
        resolve: { alias },
        test: { name: "load", include: ["test/load/run.test.ts"] },
      },
    ],
    coverage: { include: ["packages/*/src/**"], exclude: ["**/gen/**"] },
  },
});
