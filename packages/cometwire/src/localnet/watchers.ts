import type { Io } from "../io.js";
import type { Terminal } from "../terminal.js";
import { createStyle } from "../text/style.js";
import type { LocalnetPlan } from "./plan.js";
import type { LocalnetOutcome, LocalnetWatcher } from "./run.js";
import type { NetworkState } from "./state.js";
import { goalInWords, type LoggedEvent, renderView, seconds } from "./view/render.js";
import { Screen } from "./view/screen.js";
import { glyphsFor } from "./view/theme.js";

/** Events that are kept to be shown. */
const KEPT_EVENTS = 50;

/** For a person at a terminal: a picture that is drawn anew as things change. */
export function screenWatcher(
  plan: LocalnetPlan,
  terminal: Terminal,
  io: Io,
  color: boolean,
): LocalnetWatcher {
  const theme = { style: createStyle(color), glyphs: glyphsFor(io.env) };
  const log: LoggedEvent[] = [];
  let screen: Screen | undefined;
  let noKeys: (() => void) | undefined;
  return {
    begin(localnet, quit) {
      noKeys = terminal.onKey((key) => {
        if (key === "q" || key === "Q") quit();
      });
      const hint = noKeys === undefined ? "Ctrl-C ends it" : "q ends it";
      const { network } = plan;
      screen = new Screen({
        output: io.stdout,
        terminal,
        clock: io.clock,
        render: (size) => {
          const { state, elapsedMs } = localnet;
          return renderView({ state, network, elapsedMs, log, hint }, size, theme);
        },
      });
    },
    event({ atMs }, text) {
      if (text !== undefined) log.push({ atMs, text: text.replace("⇄", theme.glyphs.link) });
      if (log.length > KEPT_EVENTS) log.shift();
      screen?.changed();
    },
    end() {
      screen?.close();
      noKeys?.();
    },
  };
}

/** For a file or a pipe: one line an event, and a summary. */
export function lineWatcher(plan: LocalnetPlan, io: Io): LocalnetWatcher {
  const { stdout } = io;
  const glyphs = glyphsFor(io.env);
  return {
    begin() {
      const others = plan.nodes.length - 1;
      stdout.write(
        `${plan.nodes.length} nodes on network "${plan.network}": a seed, and ${others} others that know nothing but its address\n`,
      );
    },
    event(event, text) {
      const line = event.event === "complete" ? `complete: ${goalInWords(plan.goal)}` : text;
      if (line !== undefined) {
        stdout.write(`${seconds(event.atMs).padStart(7)}  ${line.replace("⇄", glyphs.link)}\n`);
      }
    },
    end: () => undefined,
  };
}

/** For programs: one JSON object an event, and one at the end, `{"event":"ended",…}`. */
export function jsonWatcher(plan: LocalnetPlan, io: Io): LocalnetWatcher {
  const print = (value: object): void => io.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    begin: () => undefined,
    event: (event) => print({ ...event, atMs: Math.round(event.atMs * 1_000) / 1_000 }),
    end: (outcome) => print({ event: "ended", ...summaryOf(outcome, plan) }),
  };
}

/** The end of it, for programs. */
function summaryOf({ state, endedBy, elapsedMs, error }: LocalnetOutcome, plan: LocalnetPlan): object {
  const { links, known, knowable, complete } = state.progress();
  return {
    endedBy,
    goal: plan.goal,
    complete: state.completeAtMs !== undefined,
    completeNow: complete,
    completeAtMs: state.completeAtMs === undefined ? undefined : Math.round(state.completeAtMs),
    elapsedMs: Math.round(elapsedMs),
    connections: links,
    addressesKnown: known,
    addressesToKnow: knowable,
    greetings: state.messages,
    nodes: state.nodes.map(({ name, address, inbound, outbound, known: found }) => ({
      name,
      address,
      inbound: inbound.size,
      outbound: outbound.size,
      known: found.size,
    })),
    ...(error !== undefined && { code: error.code, message: error.message, remedy: error.remedy }),
  };
}

/** The end of it in a few lines, for people. */
export function summaryLines({ state, elapsedMs, endedBy }: LocalnetOutcome): string[] {
  const at = state.completeAtMs;
  const { links, pairs, known, knowable } = state.progress();
  const network =
    at === undefined
      ? `not complete after ${seconds(elapsedMs)}: ${links} of ${pairs} pairs are connected, ${known} of ${knowable} addresses are known`
      : `complete after ${seconds(at)}: ${goalInWords(state.goal)}`;
  const missing = at === undefined && endedBy !== "interrupt" ? whoMisses(state) : [];
  return [network, ...missing];
}

/** Who has not found everybody, a few of them. */
function whoMisses(state: NetworkState): string[] {
  const names = state.nodes.map(({ name }) => name);
  return state.nodes
    .filter(({ isSeed }) => !isSeed)
    .map(({ name }) => {
      const wanted = names.filter((other) => other !== name && other !== "seed");
      const missing = wanted.filter((other) => state.relation(name, other) !== "peer");
      return { name, missing };
    })
    .filter(({ missing }) => missing.length > 0)
    .slice(0, 5)
    .map(
      ({ name, missing }) =>
        `  ${name} is not connected to ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " …" : ""}`,
    );
}
