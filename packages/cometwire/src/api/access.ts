import { createHash, timingSafeEqual } from "node:crypto";
import { IpAddress } from "@cometwire/p2p";
import type { ApiErrorCode } from "./api-error.js";

/** What is looked at to decide whether a request may come in. */
export interface Visitor {
  /** Whether it came over the control socket: only this machine's operator can open that. */
  readonly viaControlSocket: boolean;
  /** Header. */
  readonly host: string | undefined;
  /** Header: only browsers send it. */
  readonly origin: string | undefined;
  /** Header. */
  readonly authorization: string | undefined;
  /** The address of ours that it connected to. */
  readonly localAddress: string | undefined;
}

/** What the operator allows. */
export interface AccessRules {
  /** Names or addresses in `Host` that are ours, in lower case, beside those of this machine. */
  readonly hosts: ReadonlySet<string>;
  /** `cors_allowed_origins`: `*`, origins, or patterns with one `*`. */
  readonly origins: readonly string[];
  /** Who sends it may change the node. */
  readonly token: string | undefined;
}

/** Whether a request may come in. */
export type AccessDecision =
  | {
      readonly allowed: true;
      /** Whether it may change the node. */
      readonly privileged: boolean;
      /** For `Access-Control-Allow-Origin`. */
      readonly allowOrigin: string | undefined;
    }
  | { readonly allowed: false; readonly code: ApiErrorCode };

/**
 * Decides whether a request may come in, and what it may do. A browser can be made to send requests here by any web page:
 * one of another origin is refused, and so is a page whose name was made to point to this machine (DNS rebinding), which
 * `Host` gives away.
 */
export function decideAccess(visitor: Visitor, rules: AccessRules): AccessDecision {
  if (visitor.viaControlSocket) return { allowed: true, privileged: true, allowOrigin: undefined };
  const { host = "", origin, authorization, localAddress } = visitor;
  const name = hostName(host);
  const anyHost = rules.origins.includes("*");
  if (!anyHost && (name === undefined || !isOurName(name, localAddress, rules))) {
    return { allowed: false, code: "FOREIGN_HOST" };
  }
  const allowOrigin = origin === undefined ? undefined : allowedOrigin(origin, host, rules.origins);
  if (origin !== undefined && allowOrigin === undefined) return { allowed: false, code: "FOREIGN_ORIGIN" };
  if (authorization === undefined) return { allowed: true, privileged: false, allowOrigin };
  if (rules.token !== undefined && isToken(authorization, rules.token)) {
    return { allowed: true, privileged: true, allowOrigin };
  }
  return { allowed: false, code: "WRONG_TOKEN" };
}

/** The name or address in a `Host` header, without the port, in lower case; undefined when it is none. */
export function hostName(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, "");
}

function isOurName(name: string, localAddress: string | undefined, { hosts, origins }: AccessRules): boolean {
  if (name === "localhost" || hosts.has(name)) return true;
  if (origins.some((each) => originHost(each) === name)) return true;
  const ip = IpAddress.parse(name);
  if (ip === undefined) return false;
  const text = ip.toString();
  if (text === "::1" || text.startsWith("127.")) return true;
  // No name can be made to point elsewhere when there is no name.
  return localAddress !== undefined && IpAddress.parse(localAddress)?.toString() === text;
}

/** What to answer a page of `origin` with, or undefined when it may not ask. */
function allowedOrigin(origin: string, host: string, allowed: readonly string[]): string | undefined {
  const text = origin.toLowerCase();
  if (text === `http://${host.toLowerCase()}` || text === `https://${host.toLowerCase()}`) return origin;
  return allowed.some((pattern) => matchesOrigin(text, pattern.toLowerCase())) ? origin : undefined;
}

/** As Go's CORS library: `*` for all, or one `*` within for any text. */
function matchesOrigin(origin: string, pattern: string): boolean {
  const [before = "", after, more] = pattern.split("*");
  if (after === undefined || more !== undefined) return origin === pattern;
  const fits = origin.length >= before.length + after.length;
  return fits && origin.startsWith(before) && origin.endsWith(after);
}

/** The host of an allowed origin without a pattern: whoever allows a page at a name has pointed the name here. */
function originHost(origin: string): string | undefined {
  return URL.canParse(origin) && !origin.includes("*") ? new URL(origin).hostname : undefined;
}

/** In constant time, whatever the lengths. */
function isToken(authorization: string, token: string): boolean {
  const given = /^Bearer ([^\s]+)$/i.exec(authorization)?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
