import { type Context, Hono } from "hono";
import { ApiError, type ApiErrorCode, describeError } from "./api-error.js";
import type { AppEnv, AppOptions } from "./app-options.js";
import { endpoints, endpointsPage } from "./endpoints.js";
import { GoRpc } from "./go-rpc.js";
import { goMethods } from "./go-methods.js";
import { jsonResponse, safeHeaders } from "./json.js";
import { addNodeRoutes } from "./node-routes.js";
import { readBody } from "./read-body.js";

/** All calls of the API, apart from `/events`, behind the checks of the listener. */
export function createApp(options: AppOptions): Hono<AppEnv> {
  const { metrics, maxBodyBytes } = options;
  const app = new Hono<AppEnv>();
  const rpc = new GoRpc(goMethods(options));
  app.get("/", ({ req }) =>
    (req.header("accept") ?? "").includes("text/html")
      ? new Response(endpointsPage(), {
          headers: { ...safeHeaders, "content-type": "text/html; charset=utf-8" },
        })
      : jsonResponse({ endpoints }),
  );
  app.post("/", async ({ req, env }) => {
    const text = await readBody(req.raw, maxBodyBytes);
    if (text === "") return jsonResponse({ endpoints });
    const { status, body } = rpc.byJson(text, env.privileged);
    return body === undefined
      ? new Response(null, { status, headers: safeHeaders })
      : jsonResponse(body, status);
  });
  for (const name of ["health", "status", "net_info", "dial_peers", "dial_seeds"]) {
    app.on(["GET", "POST"], `/${name}`, ({ req, env }) => {
      const { status, body } = rpc.byUri(name, new URL(req.url).searchParams, env.privileged);
      return jsonResponse(body, status);
    });
  }
  addNodeRoutes(app, options);
  app.get("/events", () => {
    throw new ApiError("UPGRADE_REQUIRED");
  });
  if (metrics !== undefined) {
    app.get("/metrics", async () => {
      const headers = { ...safeHeaders, "content-type": metrics.contentType };
      return new Response(await metrics.render(), { headers });
    });
  }
  app.notFound((context) => {
    throw new ApiError(isKnownPath(context) ? "METHOD_NOT_ALLOWED" : "NOT_FOUND");
  });
  app.onError((error) => {
    const { status, body } = describeError(error);
    if (body.error.code === ("INTERNAL" satisfies ApiErrorCode)) options.onError(error);
    return jsonResponse(body, status);
  });
  return app;
}

/** Whether another method would have been answered. */
function isKnownPath({ req }: Context): boolean {
  return endpoints.some(({ method, path }) => {
    const pattern = path.includes(":") ? /^\/peers\/[^/]+$/ : undefined;
    return method !== req.method && (pattern?.test(req.path) ?? path === req.path);
  });
}
