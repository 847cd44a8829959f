import { printable } from "@cometwire/p2p";
import type { Environment } from "./directory.js";
import { configKeys, p2pKeys, renamedKeys } from "./keys.js";
import { formatProblem } from "./problem.js";
import { variableNames } from "./settings.js";
import type { TomlFile } from "./toml.js";

/** Go's other keys above the first section, in any release: no typos of ours. */
const fullNodeKeys: ReadonlySet<string> = new Set([
  "version",
  "home",
  "proxy_app",
  "fast_sync",
  "block_sync",
  "db_backend",
  "db_dir",
  "priv_validator_key_file",
  "priv_validator_state_file",
  "priv_validator_laddr",
  "abci",
  "event_bus_buffer_capacity",
  "chain_id",
]);

/** More would be noise: the file is not the one that was meant. */
const MOST_WARNINGS = 20;

/**
 * Warnings about keys that nobody reads: unknown ones in `[p2p]`, and above the first section those that look like a known
 * one. Go says nothing about any of them (`cmd/cometbft/commands/root.go:30-35@v0.38.25`, all).
 */
export function unknownKeyWarnings({ entries, tables }: TomlFile, file: string): string[] {
  const warnings: string[] = [];
  const warn = (line: number, key: string, message: string): void => {
    const shown = printable(key, 80);
    warnings.push(formatProblem({ source: file, line, key: shown, message }));
  };
  const seen = new Map<string, number>();
  for (const { key, line } of entries) {
    const before = seen.get(key);
    if (before !== undefined && configKeys.has(key))
      warn(
        line,
        key,
        `is also in line ${before}: keys are not case sensitive; CometBFT takes either, we this one`,
      );
    seen.set(key, line);
    const advice = adviceFor(key);
    if (advice !== undefined) warn(line, key, advice);
  }
  const sections = new Set([...configKeys.keys()].map((key) => key.split(".", 1)[0] ?? ""));
  for (const { name, line } of tables) {
    if (name.includes(".") || sections.has(name) || distance(name, "p2p", 1) > 1) continue;
    warn(line, `[${name}]`, "is not a known section; did you mean [p2p]?");
  }
  if (warnings.length <= MOST_WARNINGS) return warnings;
  return [
    ...warnings.slice(0, MOST_WARNINGS),
    `${file}: ${warnings.length - MOST_WARNINGS} more unknown keys`,
  ];
}

/** Warnings about variables that look as if they should set something and do not. Values are not shown. */
export function unknownVariableWarnings(env: Environment): string[] {
  const known = new Set([...configKeys.keys()].flatMap(variableNames));
  const names = [...configKeys.keys()].map((key) => variableNames(key)[1]);
  const warnings: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    if ((value ?? "") === "" || known.has(name)) continue;
    const shown = `$${printable(name, 80)}`;
    if (/^TM_?P2P_/.test(name)) {
      warnings.push(`${shown} is not read: Tendermint Core had this prefix, CometBFT has CMT_`);
    } else if (/^CMT_?P2P_/.test(name)) {
      const full = name.replace(/^CMT_?/, "CMT_");
      const near = nearest(full, names);
      warnings.push(`${shown} sets nothing${near === undefined ? "" : `; did you mean $${near}?`}`);
    }
  }
  return warnings;
}

function adviceFor(key: string): string | undefined {
  if (configKeys.has(key) || isPartOfKnown(key)) return undefined;
  const renamed = renamedKeys.get(key);
  if (renamed !== undefined) return `is an old name without effect; write ${renamed}`;
  const [section = "", ...rest] = key.split(".");
  if (section === "p2p" && rest.length > 0) {
    const near = nearest(
      key.replaceAll("-", "_"),
      p2pKeys.map((each) => each.key),
    );
    const meant = near === undefined ? "" : `; did you mean ${near.slice("p2p.".length)}?`;
    return `is not a known key and has no effect${meant}`;
  }
  if (rest.length > 0 || fullNodeKeys.has(key)) return undefined;
  const normal = key.replaceAll("-", "_");
  if (p2pKeys.some((each) => each.key === `p2p.${normal}`))
    return `has no effect here: it belongs below the line [p2p]`;
  const near = nearest(
    normal,
    [...configKeys.keys()].filter((each) => !each.includes(".")),
  );
  return near === undefined ? undefined : `is not a known key; did you mean ${near}?`;
}

/** Keys inside of tables that we take as one. */
function isPartOfKnown(key: string): boolean {
  if (key === "p2p.home" || key === "p2p") return true;
  return (
    key.startsWith("p2p.test_fuzz_config.") ||
    /^p2p\.libp2p\.(?:bootstrap_peers|scaler\.overrides)\./.test(key) ||
    ["p2p.libp2p", "p2p.libp2p.scaler", "p2p.libp2p.limits"].includes(key)
  );
}

/** The known name that `name` was probably meant to be. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const most = Math.min(3, Math.floor(name.length / 4));
  let best: { name: string; distance: number } | undefined;
  for (const each of known) {
    const steps = distance(name, each, most);
    if (steps <= most && steps < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: each, distance: steps };
  }
  return best?.name;
}

/** Letters to insert, drop, change or swap with their neighbour to make `a` of `b`; more than `most` when far apart. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, (beforeLast[j - 2] ?? 0) + 1);
      row.push(steps);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
