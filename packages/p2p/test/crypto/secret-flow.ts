/** How many operands an instruction takes, and whether it gives a result; loads, stores and control are apart. */
const OPERANDS: readonly (readonly [pattern: RegExp, operands: number])[] = [
  [/^(i32|i64|v128)\.const$/, 0],
  [/^(i32\.eqz|i32\.wrap_i64|i32x4\.splat|v128\.any_true)$/, 1],
  [/^(i32|i64|i32x4)\.(add|sub|mul)$/, 2],
  [/^(i32|i64|v128)\.(and|or|xor)$/, 2],
  [/^(i32|i64|i32x4)\.(shl|shr_u)$/, 2],
  [/^i32\.(lt_s|gt_s)$/, 2],
  [/^(i8x16\.(swizzle|shuffle)|i32x4\.replace_lane)$/, 2],
];
const LOAD = /^(i32|i64|v128)\.load(32_(u|zero|splat))?$/;
const STORE = /^(i32|i64|v128)\.store(32)?$/;

interface Func {
  readonly name: string;
  readonly parameters: number;
  readonly instructions: readonly string[];
}

/**
 * Where a compiled module (its text) lets the time that it takes depend on what memory holds: every branch, address and
 * argument that is computed from something loaded, as `function: instruction`. Locals are taken as secret when they ever
 * are. Division, tables of functions, and whatever else is not among the instructions above is refused.
 *
 * Blocks with results are not supported: the compiler makes none.
 */
export function secretFlows(text: string): string[] {
  const functions = functionsOf(text);
  const parameters = new Map(functions.map((func) => [func.name, func.parameters]));
  return functions.flatMap((func) => {
    const secretLocals = new Set<string>();
    for (;;) {
      const before = secretLocals.size;
      const flows = flowsOf(func, parameters, secretLocals);
      if (secretLocals.size === before) return flows;
    }
  });
}

function functionsOf(text: string): Func[] {
  return text
    .split(/\n \(func /)
    .slice(1)
    .map((body) => {
      const [head = "", ...lines] = body.split("\n").map((line) => line.trim());
      return {
        name: head.split(" ")[0] ?? "",
        parameters: head.split("(param").length - 1,
        instructions: lines.filter((line) => /^[a-z]/.test(line)),
      };
    });
}

function flowsOf(func: Func, parameters: ReadonlyMap<string, number>, secretLocals: Set<string>): string[] {
  const flows: string[] = [];
  /** For each operand, whether it is computed from what was loaded. */
  const stack: boolean[] = [];
  const take = (count: number): boolean[] => {
    if (stack.length < count) throw new Error(`${func.name} takes more than there is`);
    return stack.splice(stack.length - count, count);
  };
  for (const instruction of func.instructions) {
    const mustBePublic = (count: number): void => {
      if (take(count).includes(true)) flows.push(`${func.name}: ${instruction}`);
    };
    const [name = "", argument = ""] = instruction.split(" ");
    const operands = OPERANDS.find(([pattern]) => pattern.test(name))?.[1];
    if (operands !== undefined) stack.push(take(operands).includes(true));
    else if (name === "local.get") stack.push(secretLocals.has(argument));
    else if (name === "local.set" || name === "local.tee") {
      if (take(1).includes(true)) secretLocals.add(argument);
      if (name === "local.tee") stack.push(secretLocals.has(argument));
    } else if (LOAD.test(name)) {
      mustBePublic(1);
      stack.push(true);
    } else if (STORE.test(name)) {
      take(1);
      mustBePublic(1);
    } else if (name === "memory.fill") mustBePublic(3);
    else if (name === "if" || name === "br_if") mustBePublic(1);
    else if (name === "call") mustBePublic(parameters.get(argument) ?? Number.NaN);
    else if (!["block", "loop", "else", "end", "br"].includes(name))
      throw new Error(`${func.name} has ${instruction}, of which nothing is known`);
  }
  return flows;
}
