import { builtinModules } from "node:module";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const sources = [
  "packages/*/{src,test,generator,kernel}/**/*.ts",
  "test/**/*.ts",
  "interop/harness/**/*.ts",
  "scripts/**/*.ts",
  "bench/**/*.ts",
  "examples/**/*.ts",
  "vitest.config.ts",
];
const tests = ["packages/*/test/**/*.ts", "test/**/*.ts"];

/** Time and chance come from `Clock` and `Random`, so that the same code runs in virtual time. */
const injected = "use the injected Clock or Random (only packages/p2p/src/base may call this)";
const timeGlobals = ["setTimeout", "setInterval", "setImmediate", "performance"];
const timeProperties = [
  { object: "Date", property: "now", message: injected },
  { object: "Math", property: "random", message: injected },
  { object: "process", property: "hrtime", message: injected },
];
const timeModules = ["node:timers", "node:timers/promises", "node:perf_hooks"];

/** Rules of ESLint itself that TypeScript does not make needless. */
const coreRules = [
  "eqeqeq",
  "for-direction",
  "no-async-promise-executor",
  "no-case-declarations",
  "no-cond-assign",
  "no-constant-binary-expression",
  "no-control-regex",
  "no-debugger",
  "no-dupe-else-if",
  "no-duplicate-case",
  "no-empty",
  "no-empty-character-class",
  "no-irregular-whitespace",
  "no-loss-of-precision",
  "no-misleading-character-class",
  "no-regex-spaces",
  "no-self-assign",
  "no-self-compare",
  "no-shadow-restricted-names",
  "no-sparse-arrays",
  "no-template-curly-in-string",
  "no-unmodified-loop-condition",
  "no-unreachable-loop",
  "no-unsafe-finally",
  "no-useless-catch",
  "no-useless-escape",
  "no-useless-rename",
  "no-useless-return",
  "no-var",
  "object-shorthand",
  "prefer-const",
  "prefer-object-has-own",
  "require-yield",
];

const noDefaultExport = {
  selector: "ExportDefaultDeclaration",
  message: "export by name: one name for one thing",
};

const anywhere = "@cometwire/messages runs in browsers: nothing of Node";

export default defineConfig(
  globalIgnores([
    "**/dist/**",
    "**/gen/**",
    "test/fixtures/**",
    "coverage/**",
    "**/*.as.ts",
    "**/*.js",
    "**/*.cjs",
  ]),
  {
    files: sources,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ["./tsconfig.json"], tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...Object.fromEntries(coreRules.map((rule) => [rule, "error"])),
      "no-restricted-syntax": ["error", noDefaultExport],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/prefer-readonly": "error",
      // Numbers and bigints print as a reader expects; what the rule guards against is objects.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `() => stream.end()` where the result is not used is the usual way to write a callback.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `process.env["X"] || fallback`: an empty string means "not set".
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
      // An empty handler is how one says that an event does not matter.
      "@typescript-eslint/no-empty-function": "off",
      // Asks for `bytes[i]!` instead of `bytes[i] as number`, which `no-non-null-assertion` then forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
    },
  },
  { files: ["packages/{messages,p2p}/src/**/*.ts"], rules: { "no-console": "error" } },
  {
    files: ["packages/messages/src/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: builtinModules.map((name) => ({ name, message: anywhere })),
          patterns: [{ group: ["node:*"], message: anywhere }],
        },
      ],
      "no-restricted-globals": [
        "error",
        ...["Buffer", "process", "global", "require", ...timeGlobals].map((name) => ({
          name,
          message: anywhere,
        })),
      ],
      "no-restricted-properties": ["error", ...timeProperties],
    },
  },
  {
    files: ["packages/p2p/src/**/*.ts"],
    ignores: ["packages/p2p/src/base/**"],
    rules: {
      "no-restricted-globals": ["error", ...timeGlobals.map((name) => ({ name, message: injected }))],
      "no-restricted-properties": ["error", ...timeProperties],
      "no-restricted-imports": ["error", { paths: timeModules.map((name) => ({ name, message: injected })) }],
      "no-restricted-syntax": [
        "error",
        noDefaultExport,
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: injected },
      ],
    },
  },
  {
    // Virtual time must let the real event loop turn, so that promises and deferred calls settle.
    files: ["packages/p2p/src/testing/virtual-clock.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  {
    // Descriptors of @bufbuild/protobuf print themselves: `${field}` is "field tendermint.p2p.Packet.sum".
    files: ["packages/messages/generator/**/*.ts"],
    rules: { "@typescript-eslint/restrict-template-expressions": "off" },
  },
  {
    // Vitest reads its configuration from the default export.
    files: ["vitest.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: tests,
    rules: {
      // Passing a method to `expect(object.method)` or a spy does not call it.
      "@typescript-eslint/unbound-method": "off",
      // A fake has the shape of what it stands for, also where nothing in it waits.
      "@typescript-eslint/require-await": "off",
      // Fixtures and golden vectors are JSON of a known shape; a wrong guess fails the test.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
    },
  },
);
