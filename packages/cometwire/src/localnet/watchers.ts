import type { Io } from "../io.js";
import type { LocalnetPlan } from "./plan.js";
import type { LocalnetOutcome, LocalnetWatcher } from "./run.js";
import { glyphsFor } from "./view/theme.js";
import { goalReached, seconds } from "./words.js";

/** For a file or a pipe: one line an event, and a summary. */
export function lineWatcher(plan: LocalnetPlan, io: Pick<Io, "stdout" | "env">): LocalnetWatcher {
  const { stdout } = io;
  const { link } = glyphsFor(io.env);
  return {
    begin() {
      const { nodes, network } = plan;
      stdout.write(`${nodes.length} nodes of network "${network}" that know no address but the seed's\n`);
    },
    event({ atMs }, text) {
      if (text !== undefined) stdout.write(`${seconds(atMs).padStart(7)}  ${text.replace("⇄", link)}\n`);
    },
    end(outcome) {
      stdout.write(`${summaryLines(outcome).join("\n")}\n`);
    },
  };
}

/** For programs: one JSON object an event, and one at the end, `{"event":"ended",…}`. */
export function jsonWatcher({ stdout }: Pick<Io, "stdout">): LocalnetWatcher {
  const print = (value: object): void => stdout.write(`${JSON.stringify(value)}\n`);
  return {
    begin: () => undefined,
    event: (event) => print({ ...event, atMs: Math.round(event.atMs * 1_000) / 1_000 }),
    end: (outcome) => print({ event: "ended", ...summaryOf(outcome) }),
  };
}

/** The end of it, for programs. */
function summaryOf({ state, endedBy, elapsedMs, error }: LocalnetOutcome): object {
  const { links, known, knowable, complete } = state.progress();
  return {
    endedBy,
    goal: state.goal,
    complete: state.completeAtMs !== undefined,
    completeNow: complete,
    completeAtMs: state.completeAtMs === undefined ? undefined : Math.round(state.completeAtMs),
    elapsedMs: Math.round(elapsedMs),
    connections: links,
    stepsApart: state.stepsApart(),
    addressesKnown: known,
    addressesToKnow: knowable,
    greetings: state.greetings,
    nodes: state.nodes.map(({ name, address, peers, known: found }) => ({
      name,
      address,
      peers: Object.fromEntries(peers),
      known: found.size,
    })),
    ...(error !== undefined && { code: error.code, message: error.message, remedy: error.remedy }),
  };
}

/** The end of it in a few lines, for people. */
export function summaryLines({ state, elapsedMs, endedBy }: LocalnetOutcome): string[] {
  const { links, known, knowable } = state.progress();
  const at = state.completeAtMs;
  const found = `${links === 1 ? "1 connection" : `${links} connections`}, ${known} of ${knowable} addresses known`;
  if (at !== undefined) return [`complete after ${seconds(at)}: ${goalReached(state)}`, found];
  const missing = endedBy === "time" ? whoMisses(state) : [];
  return [`not complete after ${seconds(elapsedMs)}: ${found}`, ...missing];
}

/** Nodes that are named in a summary, and those that each of them misses. */
const NAMED = 5;

/** Who has too few peers, a few of them. */
function whoMisses({ nodes, goal }: LocalnetOutcome["state"]): string[] {
  const ordinary = nodes.filter(({ isSeed }) => !isSeed);
  const lines = ordinary.flatMap(({ name, peers }) => {
    const missing = ordinary.filter((other) => other.name !== name && !peers.has(other.name));
    const count = ordinary.length - 1 - missing.length;
    if (count >= goal.peers) return [];
    if (!goal.everybody) return [`  ${name} has ${count} of ${goal.peers} peers`];
    const names = missing.slice(0, NAMED).map((other) => other.name);
    return [`  ${name} is not connected to ${names.join(", ")}${missing.length > NAMED ? " …" : ""}`];
  });
  return lines.slice(0, NAMED);
}
