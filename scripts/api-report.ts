/**
 * Holds the public API of the libraries to the reviewed files `api/*.api.md` of their packages, and demands that all of
 * it is exported and documented. Reads the built declarations.
 *
 *   npm run check:api     fails when a report is not current
 *   npm run api-report    writes the reports (tsx scripts/api-report.ts --local)
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IExtractorMessagesConfig,
} from "@microsoft/api-extractor";
import { inheritedDocs } from "./inherited-docs.js";

interface EntryPoint {
  readonly folder: string;
  /** Below `dist`, without `.d.ts`. */
  readonly entry: string;
  readonly report: string;
  /** Reports of entry points of the same package, whose exports this one may use without exporting them again. */
  readonly besides?: readonly string[];
}

const entryPoints: readonly EntryPoint[] = [
  { folder: "packages/messages", entry: "index", report: "messages" },
  { folder: "packages/p2p", entry: "index", report: "p2p" },
  { folder: "packages/p2p", entry: "testing/index", report: "p2p-testing", besides: ["p2p"] },
  { folder: "packages/cometwire", entry: "index", report: "cometwire" },
];

const root = new URL("..", import.meta.url).pathname;

const asError = { logLevel: ExtractorLogLevel.Error };
const ignored = { logLevel: ExtractorLogLevel.None };

const messages: IExtractorMessagesConfig = {
  compilerMessageReporting: { default: asError },
  extractorMessageReporting: {
    default: asError,
    // Everything exported is public; there are no @alpha, @beta and @internal stages to tell apart.
    "ae-missing-release-tag": ignored,
  },
  tsdocMessageReporting: {
    default: asError,
    // Sources are cited as `p2p/node_info.go:16@v0.38.25`, which is no tag.
    "tsdoc-at-sign-in-word": ignored,
    "tsdoc-characters-after-block-tag": ignored,
  },
};

function configOf({ folder, entry, report }: EntryPoint, reportTempFolder: string): ExtractorConfig {
  const projectFolder = join(root, folder);
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder,
      mainEntryPointFilePath: `<projectFolder>/dist/${entry}.d.ts`,
      compiler: { tsconfigFilePath: "<projectFolder>/tsconfig.json" },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: "<projectFolder>/api",
        reportTempFolder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages,
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectFolder, "package.json"),
  });
}

/** The names a report exports. */
function exportedNames(folder: string, report: string): Set<string> {
  const path = join(root, folder, "api", `${report}.api.md`);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const declarations = text.matchAll(
    /^export (?:declare |abstract |const |class |function |interface |type )+(\w+)/gm,
  );
  return new Set(Array.from(declarations, ([, name]) => name ?? ""));
}

/** Writes (`local`) or verifies one report; returns what is wrong. */
function faultsOf(point: EntryPoint, local: boolean): string[] {
  const { folder, entry, report, besides = [] } = point;
  const faults: string[] = [];
  const exportedElsewhere = new Set(besides.flatMap((other) => [...exportedNames(folder, other)]));
  const inherited = inheritedDocs(join(root, folder, "dist", `${entry}.d.ts`));
  const documented = ({
    sourceFilePath: file,
    sourceFileLine: line,
    sourceFileColumn: column,
  }: ExtractorMessage) =>
    file !== undefined && line !== undefined && column !== undefined && inherited({ file, line, column });
  const take = (message: ExtractorMessage) => {
    message.handled = true; // nothing is printed by the extractor
    if (message.logLevel !== ExtractorLogLevel.Error) return;
    if (message.messageId === "ae-undocumented" && documented(message)) return;
    const forgotten = /^The symbol "(\w+)" needs to be exported/.exec(message.text)?.[1];
    if (forgotten !== undefined && exportedElsewhere.has(forgotten))
      message.logLevel = ExtractorLogLevel.None;
    else faults.push(`${place(message)}${message.text}`);
  };
  const temporary = mkdtempSync(join(tmpdir(), "cometwire-api-"));
  try {
    mkdirSync(join(root, folder, "api"), { recursive: true });
    const options = { localBuild: local, messageCallback: take };
    const { apiReportChanged } = Extractor.invoke(configOf(point, temporary), options);
    if (apiReportChanged && local) console.log(`${folder}/api/${report}.api.md written`);
    if (apiReportChanged && !local) {
      faults.push(
        `${folder}/api/${report}.api.md is not current: run npm run api-report and read the change`,
      );
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return faults;
}

function place({ sourceFilePath, sourceFileLine }: ExtractorMessage): string {
  if (sourceFilePath === undefined) return "";
  return `${relative(root, sourceFilePath)}:${sourceFileLine ?? 0}: `;
}

const { values } = parseArgs({ options: { local: { type: "boolean", default: false } } });
const faults = new Set(entryPoints.flatMap((point) => faultsOf(point, values.local)));
for (const fault of faults) console.error(fault);
if (faults.size > 0) process.exitCode = 1;
