import ts from "typescript";
import { pathOf, textOf } from "./repository.js";

/** A piece of code in a document: a module. */
export interface CodeBlock {
  readonly document: string;
  /** Where its first line is, from 1 on. */
  readonly line: number;
  /** What its reader may take for granted: the text of a comment `<!-- given: … -->` above it. */
  readonly given: string;
  readonly code: string;
}

/** The blocks of a document that are fenced as `ts` or `js`. */
export function codeBlocks(document: string, text = textOf(document)): CodeBlock[] {
  const blocks = text.matchAll(/(?:<!-- given: ([^]*?) -->\n)?^```(?:ts|js)\n([^]*?)^```$/gm);
  return Array.from(blocks, ({ index, 0: all, 1: given = "", 2: code = "" }) => {
    const before = text.slice(0, index + all.length - code.length - "```".length);
    return { document, line: before.split("\n").length, given, code };
  });
}

/** What the compiler has against the blocks, one line for each fault: `docs/X.md:12: …`. */
export function typeErrors(blocks: readonly CodeBlock[]): string[] {
  // They lie where the tests of the examples do, and one document embeds such a test.
  const byFile = new Map(blocks.map((block, index) => [pathOf(`test/examples/block-${index}.ts`), block]));
  const { options } = ts.getParsedCommandLineOfConfigFile(
    pathOf("tsconfig.json"),
    { noUnusedLocals: false, noUnusedParameters: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  ) ?? { options: {} };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) => {
    const block = byFile.get(file);
    if (block === undefined) return getSourceFile.call(host, file, ...rest);
    return ts.createSourceFile(file, `${block.given.replaceAll("\n", " ")}\n${block.code}`, rest[0], true);
  };
  const program = ts.createProgram([...byFile.keys()], options, host);
  return Array.from(byFile, ([file, { document, line }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const at = (source?.getLineAndCharacterOfPosition(start).line ?? 0) + line - 1;
      return `${document}:${at}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
  }).flat();
}
