import { readFileSync } from "node:fs";
import type { Check } from "./check.js";

/** A connection costs one file descriptor; a seed or crawler holds hundreds. */
const COMFORTABLE = 4_096;
const TOO_FEW = 256;

/** The soft limit of open files in the text of `/proc/self/limits`; undefined when the text does not say. */
export function openFileLimit(limits: string): number | undefined {
  const soft = /^Max open files\s+(\d+|unlimited)\s/m.exec(limits)?.[1];
  if (soft === undefined) return undefined;
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Judges the limit of open files. */
export function checkOpenFiles(limit: number | undefined): Check {
  const name = "open files";
  if (limit === undefined) {
    const advice = "look at `ulimit -n`: a connection costs one";
    return { name, status: "warn", detail: "the limit is not known on this system", advice };
  }
  const detail = Number.isFinite(limit) ? `at most ${limit}` : "no limit";
  if (limit >= COMFORTABLE) return { name, status: "ok", detail };
  const advice = `raise it: \`ulimit -n 65536\`, or LimitNOFILE=65536 in the systemd unit; a connection costs one`;
  return { name, status: limit < TOO_FEW ? "fail" : "warn", detail, advice };
}

/** The limits of this process as Linux shows them; empty elsewhere. */
export function readProcessLimits(): string {
  try {
    return readFileSync("/proc/self/limits", "utf8");
  } catch {
    return "";
  }
}
