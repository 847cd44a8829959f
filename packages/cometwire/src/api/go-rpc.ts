import { P2PError, printable } from "@cometwire/p2p";
import { ApiError, apiErrorCodes } from "./api-error.js";
import { apiLimits } from "./api-limits.js";
import { ArgumentError, argumentsFromParams, argumentsFromQuery } from "./go-arguments.js";
import type { GoArguments, GoMethod } from "./go-methods.js";

/** A status and what to put into the body; undefined is an empty one. */
export interface RpcAnswer {
  readonly status: number;
  readonly body: unknown;
}

type RpcId = string | number;

/** Go's error codes and texts (`rpc/jsonrpc/types/types.go:200-245@v0.38.25`). */
const errors = {
  parse: { code: -32700, message: "Parse error. Invalid JSON" },
  invalidRequest: { code: -32600, message: "Invalid Request" },
  methodNotFound: { code: -32601, message: "Method not found" },
  invalidParams: { code: -32602, message: "Invalid params" },
  internal: { code: -32603, message: "Internal error" },
  server: { code: -32000, message: "Server error" },
} as const;

/** The id in answers to calls by URI. */
const URI_ID = -1;

/** CometBFT's RPC: calls by URI and by JSON-RPC 2.0, with its envelope and its codes. */
export class GoRpc {
  readonly #methods: ReadonlyMap<string, GoMethod>;

  constructor(methods: ReadonlyMap<string, GoMethod>) {
    this.#methods = methods;
  }

  /** Whether there is a method of this name. */
  has(name: string): boolean {
    return this.#methods.has(name);
  }

  /** A call by URI (`rpc/jsonrpc/server/http_uri_handler.go@v0.38.25`). */
  byUri(name: string, query: URLSearchParams, privileged: boolean): RpcAnswer {
    const method = this.#methods.get(name);
    if (method === undefined) return { status: 404, body: failure(URI_ID, "methodNotFound") };
    const { body, status } = call(method, URI_ID, privileged, "http", () =>
      argumentsFromQuery(method, query),
    );
    return { status, body };
  }

  /** A JSON-RPC request, or a batch of them (`rpc/jsonrpc/server/http_json_handler.go@v0.38.25`). */
  byJson(text: string, privileged: boolean): RpcAnswer {
    const requests = readRequests(text);
    if (typeof requests === "string") {
      const data = `error unmarshaling request: ${requests}`;
      return { status: 500, body: failure(undefined, "parse", data) };
    }
    if (requests.length > apiLimits.batchRequests) {
      const data = `batch request exceeds maximum (${apiLimits.batchRequests}) allowed number of requests`;
      return { status: 200, body: failure(undefined, "invalidRequest", data) };
    }
    const answers = requests.flatMap((request) =>
      request.id === undefined ? [] : [this.#one(request, privileged)],
    );
    const [first, ...more] = answers;
    if (first === undefined) return { status: 200, body: undefined };
    // In a batch, and for whatever a call itself says, the status is that of the request as a whole.
    if (more.length === 0) return { status: first.status === 403 ? 403 : 200, body: first.body };
    return { status: 200, body: answers.map(({ body }) => body) };
  }

  #one({ id = URI_ID, method: name, params }: RpcRequest, privileged: boolean): RpcAnswer {
    const method = this.#methods.get(name);
    if (method === undefined) return { status: 200, body: failure(id, "methodNotFound") };
    return call(method, id, privileged, "json", () => argumentsFromParams(method, params));
  }
}

function call(
  method: GoMethod,
  id: RpcId,
  privileged: boolean,
  source: "http" | "json",
  readArguments: () => GoArguments,
): RpcAnswer {
  try {
    if (method.changing && !privileged) throw new ApiError("FORBIDDEN");
    return { status: 200, body: { jsonrpc: "2.0", id, result: method.call(readArguments()) } };
  } catch (error) {
    if (error instanceof ArgumentError) {
      const data = `error converting ${source} params to arguments: ${error.message}`;
      return { status: 500, body: failure(id, "invalidParams", data) };
    }
    if (error instanceof ApiError) {
      const data = `${error.message}; ${apiErrorCodes[error.code].remedy}`;
      return { status: error.status, body: failure(id, "server", data) };
    }
    const text = error instanceof Error ? error.message : String(error);
    const data = error instanceof P2PError ? text : printable(text);
    return { status: 500, body: failure(id, "internal", data) };
  }
}

function failure(id: RpcId | undefined, kind: keyof typeof errors, data?: string): object {
  const error = data === undefined ? errors[kind] : { ...errors[kind], data };
  return id === undefined ? { jsonrpc: "2.0", error } : { jsonrpc: "2.0", id, error };
}

interface RpcRequest {
  /** Undefined for a notification, which gets no answer. */
  readonly id: RpcId | undefined;
  readonly method: string;
  readonly params: unknown;
}

/** The requests in a body, or why there are none. */
function readRequests(text: string): readonly RpcRequest[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "invalid JSON";
  }
  if (value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const requests: RpcRequest[] = [];
  for (const each of list) {
    const request = readRequest(each);
    if (typeof request === "string") return request;
    requests.push(request);
  }
  return requests;
}

function readRequest(value: unknown): RpcRequest | string {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return "a request must be an object";
  const { id = null, method = "", params } = value as Record<string, unknown>;
  if (typeof method !== "string") return "method must be a string";
  if (id === null) return { id: undefined, method, params };
  if (typeof id === "string") return { id, method, params };
  // Go cuts decimals off.
  return typeof id === "number" ? { id: Math.trunc(id), method, params } : "id must be a string or a number";
}
