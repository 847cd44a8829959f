/** `value` as JSON in ASCII without `<`, `>` and `&`, as Go writes it: harmless in a page, a log and a terminal. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]|[<>&]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Headers of every answer: never cached, never taken for a page or a script. */
export const safeHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'",
} as const;

/** An answer in JSON. */
export function jsonResponse(value: unknown, status = 200): Response {
  const headers = { ...safeHeaders, "content-type": "application/json" };
  return new Response(jsonText(value), { status, headers });
}
