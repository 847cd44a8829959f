import type { GoArguments, GoMethod, GoParameter } from "./go-methods.js";

/** Arguments that cannot be read. Go's code -32602. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** Arguments from a query: `?persistent=true&peers=["id@host:port"]` (`rpc/jsonrpc/server/http_uri_handler.go:74-108@v0.38.25`). */
export function argumentsFromQuery({ parameters }: GoMethod, query: URLSearchParams): GoArguments {
  const args: Record<string, GoArguments[string]> = {};
  for (const parameter of parameters) {
    const text = query.get(parameter.name) ?? "";
    if (text !== "") args[parameter.name] = checked(parameter, parsed(parameter, text));
  }
  return args;
}

/** Arguments from the `params` of a JSON-RPC request: by name, or all of them in order. */
export function argumentsFromParams({ parameters }: GoMethod, params: unknown): GoArguments {
  const args: Record<string, GoArguments[string]> = {};
  if (params === undefined || params === null) return args;
  if (typeof params !== "object") throw new ArgumentError("params must be an object or an array");
  if (Array.isArray(params) && params.length !== parameters.length) {
    const names = parameters.map(({ name }) => name).join(" ");
    throw new ArgumentError(`expected ${parameters.length} parameters ([${names}]), got ${params.length}`);
  }
  for (const [index, parameter] of parameters.entries()) {
    const key = Array.isArray(params) ? index : parameter.name;
    const value = Object.hasOwn(params, key) ? (params as Record<string | number, unknown>)[key] : undefined;
    if (value !== undefined && value !== null) args[parameter.name] = checked(parameter, value);
  }
  return args;
}

function parsed({ name, type }: GoParameter, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ArgumentError(`${name} must be JSON of type ${type}`);
  }
}

function checked({ name, type }: GoParameter, value: unknown): boolean | readonly string[] | undefined {
  if (value === null) return undefined;
  if (type === "bool" && typeof value === "boolean") return value;
  const isList = Array.isArray(value) && value.every((each): each is string => typeof each === "string");
  if (type === "[]string" && isList) return value;
  throw new ArgumentError(`${name} must be of type ${type}`);
}
