import ts from "typescript";

/** Where a member is declared: a built declaration file, and the place in it, both counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Tells which members without a comment of their own have one to show: editors show that of the interface or the base
 * class that declares the member.
 *
 * @param entry - the declaration file of an entry point
 */
export function inheritedDocs(entry: string): (place: Place) => boolean {
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  return ({ file, line, column }) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return false;
    const start = source.getPositionOfLineAndCharacter(line - 1, column - 1);
    const name = memberAt(source, source, start)?.name;
    const symbol = name && checker.getSymbolAtLocation(name);
    return symbol !== undefined && symbol.getDocumentationComment(checker).length > 0;
  };
}

/** The class member that begins at `start`. */
function memberAt(node: ts.Node, source: ts.SourceFile, start: number): ts.ClassElement | undefined {
  if (ts.isClassElement(node) && node.getStart(source) === start) return node;
  return ts.forEachChild(node, (child) =>
    child.pos <= start && start < child.end ? memberAt(child, source, start) : undefined,
  );
}
