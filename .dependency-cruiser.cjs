/**
 * Which source may import which. Packages: cometwire → p2p → messages. Inside p2p: the layers, each importing only from
 * those before it.
 */
const layers = [
  "base",
  "crypto",
  "wire",
  "secret-connection",
  "mconnection",
  "transport",
  "switch",
  "pex",
  "node",
];
const p2p = "^packages/p2p/src";

/** For each layer: nothing of what comes behind it. */
const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `layer-${layer}`,
  comment: `${layer} imports only from the layers before it: ${layers.slice(0, index).join(", ") || "none"}`,
  severity: "error",
  from: { path: `${p2p}/${layer}/` },
  to: { path: `${p2p}/(${layers.slice(index + 1).join("|")})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: "layer-through-index",
      comment: "another layer is imported through its index.js, which says what it offers to the others",
      severity: "error",
      from: { path: `${p2p}/([^/]+)/` },
      to: { path: `${p2p}/[^/]+/.+`, pathNot: [`${p2p}/$1/`, `${p2p}/[^/]+/index\\.ts$`] },
    },
    {
      name: "known-layer",
      comment: "a folder of packages/p2p/src is a layer (or testing): put new ones into the list of layers",
      severity: "error",
      from: {},
      to: { path: `${p2p}/[^/]+/`, pathNot: `${p2p}/(${[...layers, "testing"].join("|")})/` },
    },
    {
      name: "index-exports-only",
      comment: "the package's index.ts is its public face; nothing inside the package imports it",
      severity: "error",
      from: { path: "^packages/([^/]+)/src/" },
      to: { path: "^packages/$1/src/index\\.ts$" },
    },
    {
      name: "no-testing-in-product",
      comment: "testing may use everything and is used by nothing but tests",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: `${p2p}/testing/` },
      to: { path: `${p2p}/testing/` },
    },
    {
      name: "messages-is-the-leaf",
      comment:
        "@cometwire/messages depends on nothing but hashes and curves for its domain values; nothing of Node",
      severity: "error",
      from: { path: "^packages/messages/src/" },
      to: { pathNot: "^packages/messages/src/|/@noble/(hashes|curves)/" },
    },
    {
      name: "codecs-without-crypto",
      comment: "who only reads and writes messages does not load hashes and curves",
      severity: "error",
      from: { path: "^packages/messages/src/(gen|runtime|channels|guards)/" },
      to: { path: "^packages/messages/src/(domain|validate)/|/@noble/" },
    },
    {
      name: "p2p-knows-no-tool",
      comment: "@cometwire/p2p does not know the operator's tool",
      severity: "error",
      from: { path: "^packages/p2p/" },
      to: { path: "^packages/cometwire/|^cometwire" },
    },
    {
      name: "package-by-name",
      comment: "another package is imported by its name, never by a path into its src or dist",
      severity: "error",
      from: { path: "^packages/([^/]+)/(src|test)/" },
      to: { path: "^packages/", pathNot: "^packages/$1/", dependencyTypesNot: ["aliased"] },
    },
    {
      name: "no-dist",
      comment: "built files are for users of the packages",
      severity: "error",
      from: { path: "^(packages|test|interop|scripts)/" },
      to: { path: "^packages/[^/]+/dist/" },
    },
    {
      name: "no-test-in-src",
      comment: "what is shipped does not import tests, scripts or tools",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "^packages/[^/]+/(test|generator|kernel)/|^(test|interop|scripts|bench)/" },
    },
    {
      name: "no-dev-dependency",
      comment: "what is shipped needs its dependencies listed under dependencies",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-cycle",
      comment: "modules that import each other in a circle cannot be understood one at a time",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "the import leads nowhere",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|fixtures|coverage)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      mainFields: ["module", "main", "types"],
    },
  },
};
