import { ApiError } from "./api-error.js";

/**
 * A request's body as text, at most `limit` bytes of it.
 *
 * @throws ApiError `BODY_TOO_LARGE`, before more than `limit` bytes are kept; `BAD_REQUEST` when it breaks off.
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    const body: AsyncIterable<Uint8Array> | null = request.body;
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length > limit) throw tooLarge(limit);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("BAD_REQUEST", "its body broke off");
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * A request's body as a JSON object.
 *
 * @throws ApiError `BODY_TOO_LARGE`, `BAD_REQUEST`.
 */
export async function readJsonBody(
  request: Request,
  limit: number,
): Promise<Readonly<Record<string, unknown>>> {
  let value: unknown;
  const text = await readBody(request, limit);
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError("BAD_REQUEST", "the body is not JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new ApiError("BAD_REQUEST", "the body is not a JSON object");
}

function tooLarge(limit: number): ApiError {
  return new ApiError("BODY_TOO_LARGE", `${limit} bytes are allowed`);
}
