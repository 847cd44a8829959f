import { isNodeId, parseAddress, type Peer } from "@cometwire/p2p";
import type { Hono } from "hono";
import { ApiError } from "./api-error.js";
import { apiLimits } from "./api-limits.js";
import type { AppEnv, AppOptions } from "./app-options.js";
import { jsonResponse } from "./json.js";
import { readJsonBody } from "./read-body.js";
import { addressBookView, banView, peersView, peerView } from "./views.js";

type RouteOptions = Pick<AppOptions, "node" | "now" | "seed" | "maxBodyBytes">;

/** Our own calls: peers, bans, address book, seed. */
export function addNodeRoutes(app: Hono<AppEnv>, { node, now, seed, maxBodyBytes }: RouteOptions): void {
  let dials = 0;
  app.get("/peers", () => jsonResponse(peersView(node, now())));

  app.post("/peers/dial", async ({ req, env }) => {
    demandRight(env);
    const { address, persistent = false } = await readJsonBody(req.raw, maxBodyBytes);
    if (typeof address !== "string")
      throw new ApiError("BAD_REQUEST", "address must be a text: id@host:port");
    if (typeof persistent !== "boolean")
      throw new ApiError("BAD_REQUEST", "persistent must be true or false");
    const target = parseAddress(address);
    if (dials >= apiLimits.dialsAtOnce) throw new ApiError("TOO_MANY", "dials");
    dials++;
    let peer: Peer;
    try {
      peer = await node.dial(target, { persistent });
    } finally {
      dials--;
    }
    return jsonResponse({ peer: peerView(peer, node, now()) });
  });

  app.delete("/peers/:id", async ({ req, env }) => {
    demandRight(env);
    const id = req.param("id").toLowerCase();
    if (!isNodeId(id)) throw new ApiError("BAD_REQUEST", "a peer's id has 40 hex digits");
    const forgotten = req.query("forget") === "true" && node.switch.removePersistentPeer(id);
    const disconnected = await node.disconnect(id);
    if (!disconnected && !forgotten) throw new ApiError("NO_SUCH_PEER");
    return jsonResponse({ disconnected, forgotten });
  });

  app.get("/bans", () => jsonResponse({ bans: node.bans.list().map(banView) }));

  app.post("/bans", async ({ req, env }) => {
    demandRight(env);
    const { target, reason = "by the operator", durationMs } = await readJsonBody(req.raw, maxBodyBytes);
    if (typeof target !== "string") {
      throw new ApiError("BAD_REQUEST", "target must be a text: a node id, an IP address or a range");
    }
    if (typeof reason !== "string") throw new ApiError("BAD_REQUEST", "reason must be a text");
    if (durationMs !== undefined && typeof durationMs !== "number") {
      throw new ApiError("BAD_REQUEST", "durationMs must be a number of milliseconds");
    }
    node.ban(target, { reason, durationMs });
    await node.save(); // who is told that it is done shall find it so after a crash
    return jsonResponse({ bans: node.bans.list().map(banView) });
  });

  app.delete("/bans", async ({ req, env }) => {
    demandRight(env);
    const target = req.query("target");
    if (target === undefined) throw new ApiError("BAD_REQUEST", "the query must name the target");
    const ban = node.bans.remove(target);
    if (ban === undefined) throw new ApiError("NO_SUCH_BAN");
    await node.save();
    return jsonResponse({ removed: banView(ban) });
  });

  app.get("/addrbook", ({ req }) => {
    const { entries, page, per_page: size } = req.query();
    if (entries !== "1" && entries !== "true") return jsonResponse(addressBookView(node));
    const number = positive("page", page, 1, Number.MAX_SAFE_INTEGER);
    return jsonResponse(
      addressBookView(node, { number, size: positive("per_page", size, 100, apiLimits.pageEntries) }),
    );
  });

  app.get("/seed", () => {
    if (seed === undefined) throw new ApiError("NOT_A_SEED");
    return jsonResponse(seed.status());
  });
}

function demandRight({ privileged }: { readonly privileged: boolean }): void {
  if (!privileged) throw new ApiError("FORBIDDEN");
}

function positive(name: string, text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most)
    throw new ApiError("BAD_REQUEST", `${name} must be a number from 1 to ${most}`);
  return value;
}
