/** The RPC server of a real node. */

/** Parameters of a call, as the node's JSON-RPC takes them: bytes in base64, 64-bit integers as strings. */
export type RpcParams = Readonly<Record<string, unknown>>;

/**
 * Calls a method and returns its result.
 *
 * @param rpcAddress - `http://host:port`
 * @throws Error when the node refuses the call or does not answer within 10 seconds
 */
export async function callRpc(rpcAddress: string, method: string, params: RpcParams = {}): Promise<unknown> {
  const response = await fetch(rpcAddress, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    signal: AbortSignal.timeout(10_000),
  });
  const body = (await response.json()) as { result?: unknown; error?: unknown };
  if (body.result === undefined) throw new Error(`RPC ${method}: ${JSON.stringify(body.error)}`);
  return body.result;
}
