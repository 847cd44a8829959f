import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { type AccessDecision, type AccessRules, decideAccess } from "./access.js";
import { ApiError, apiErrorCodes, describeError } from "./api-error.js";
import type { AppEnv } from "./app-options.js";
import type { EventSockets } from "./event-sockets.js";
import { createBoundedServer, refuse, refuseSocket } from "./http-server.js";
import { jsonResponse } from "./json.js";

/** What a listener is made of. */
export interface ListenerOptions {
  readonly app: Hono<AppEnv>;
  readonly events: EventSockets;
  readonly rules: AccessRules;
  /** Whether this is the control socket. */
  readonly viaControlSocket: boolean;
  /** 0 for no limit. */
  readonly maxConnections: number;
}

/** An HTTP server in front of the application: it decides who may come in before anything of a body is read. */
export function createListener(options: ListenerOptions): Server {
  const { events, rules, viaControlSocket } = options;
  const server = createBoundedServer(options.maxConnections);
  const decide = (incoming: IncomingMessage): AccessDecision =>
    decideAccess(
      {
        viaControlSocket,
        host: incoming.headers.host,
        origin: incoming.headers.origin,
        authorization: incoming.headers.authorization,
        localAddress: incoming.socket.localAddress,
      },
      rules,
    );
  const answers = { operator: answering(options.app, true), anybody: answering(options.app, false) };
  server.on("request", (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const decision = decide(incoming);
    if (!decision.allowed) {
      refuse(outgoing, decision.code);
      return;
    }
    const { allowOrigin } = decision;
    if (allowOrigin !== undefined) {
      outgoing.setHeader("access-control-allow-origin", allowOrigin);
      outgoing.setHeader("vary", "Origin");
      if (incoming.method === "OPTIONS") {
        answerPreflight(outgoing);
        return;
      }
    }
    void (decision.privileged ? answers.operator : answers.anybody)(incoming, outgoing);
  });
  server.on("upgrade", (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const decision = decide(incoming);
    const path = (incoming.url ?? "").split("?", 1)[0];
    const code = decision.allowed ? upgradeRefusal(incoming, path) : decision.code;
    if (code === undefined) events.accept(incoming, socket, head);
    else refuseSocket(socket, apiErrorCodes[code].status, new ApiError(code));
  });
  return server;
}

type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

function answering(app: Hono<AppEnv>, privileged: boolean): Answer {
  return getRequestListener((request) => app.fetch(request, { privileged }), {
    hostname: "localhost",
    overrideGlobalObjects: false,
    // What cannot even be made a request: a path that is none.
    errorHandler: () => {
      const { status, body } = describeError(new ApiError("BAD_REQUEST"));
      return jsonResponse(body, status);
    },
  });
}

function upgradeRefusal({ headers }: IncomingMessage, path: string | undefined) {
  if (path !== "/events") return "NOT_FOUND";
  return headers.upgrade?.toLowerCase() === "websocket" ? undefined : "UPGRADE_REQUIRED";
}

/** A browser asks whether a page of an allowed origin may send what it wants to send. */
function answerPreflight(outgoing: ServerResponse): void {
  outgoing
    .writeHead(204, {
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "Authorization, Content-Type",
      "access-control-max-age": "600",
    })
    .end();
}
