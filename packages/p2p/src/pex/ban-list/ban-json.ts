import { P2PError, printable } from "../../base/index.js";
import { firstJsonObject, formatGoTime, isJsonObject, parseGoTime } from "../state-file/index.js";
import type { Ban } from "./ban-list.js";
import { formatBanTarget, parseBanTarget } from "./ban-target.js";

/** Version of the file's form. */
const VERSION = 1;

/** Bans read from text, and how many entries were no bans. */
export interface DecodedBans {
  /** In the order of the text. */
  readonly bans: readonly Ban[];
  /** Entries that were no bans. */
  readonly dropped: number;
}

/** A ban list as it is kept in a file: `{ "version": 1, "bans": [...] }`, times as RFC 3339, null for no end. */
export function encodeBans(bans: readonly Ban[]): string {
  const items = bans.map(({ text, reason, createdAt, expiresAt, automatic }) => ({
    target: text,
    reason,
    created_at: formatGoTime(createdAt),
    expires_at: expiresAt === undefined ? null : formatGoTime(expiresAt),
    ...(automatic ? { automatic } : {}),
  }));
  return `${JSON.stringify({ version: VERSION, bans: items }, undefined, "\t")}\n`;
}

/** Reads a ban list. A bad entry is left out and counted; the reason in words when the text is no ban list at all. */
export function decodeBans(text: string): DecodedBans | string {
  const file = firstJsonObject(text);
  if (file === undefined) return "it is not a JSON object (cut off?)";
  if (file["version"] !== VERSION) return `its version is not ${VERSION}`;
  const list = file["bans"];
  if (!Array.isArray(list)) return "bans is not a list";
  const bans = (list as unknown[]).map(readBan).filter((ban) => ban !== undefined);
  return { bans, dropped: list.length - bans.length };
}

function readBan(item: unknown): Ban | undefined {
  if (!isJsonObject(item)) return undefined;
  const { target: text, reason, created_at: created, expires_at: expires } = item;
  if (typeof text !== "string" || typeof reason !== "string" || typeof created !== "string") return undefined;
  const createdAt = parseGoTime(created);
  const expiresAt = typeof expires === "string" ? parseGoTime(expires) : undefined;
  if (createdAt === undefined || (expires !== null && expiresAt === undefined)) return undefined;
  try {
    const target = parseBanTarget(text);
    const automatic = item["automatic"] === true;
    return {
      text: formatBanTarget(target),
      target,
      reason: printable(reason),
      createdAt,
      expiresAt,
      automatic,
    };
  } catch (error) {
    if (error instanceof P2PError) return undefined;
    throw error;
  }
}
