import type { Io } from "../io.js";
import type { Terminal } from "../terminal.js";
import { createStyle } from "../text/style.js";
import type { LocalnetWatcher } from "./run.js";
import type { NetworkState } from "./state.js";
import { type LoggedEvent, renderView } from "./view/render.js";
import { Screen } from "./view/screen.js";
import { glyphsFor } from "./view/theme.js";

/** Events that are kept to be shown. */
const KEPT_EVENTS = 50;

/** For a person at a terminal: a picture that is drawn anew as things change. */
export function screenWatcher(
  terminal: Terminal,
  io: Pick<Io, "stdout" | "env" | "clock">,
  color: boolean,
): LocalnetWatcher {
  const theme = { style: createStyle(color), glyphs: glyphsFor(io.env) };
  const log: LoggedEvent[] = [];
  let screen: Screen | undefined;
  let noKeys: (() => void) | undefined;
  let ended = false;
  return {
    begin(localnet, quit) {
      noKeys = terminal.onKey((key) => {
        if (key === "q" || key === "Q") quit();
      });
      const wayOut = noKeys === undefined ? "Ctrl-C ends it" : "q ends it";
      screen = new Screen({
        output: io.stdout,
        terminal,
        clock: io.clock,
        render: (size) => {
          const { state, elapsedMs } = localnet;
          const hint = ended ? afterwards(state) : whileItRuns(state, wayOut);
          return renderView({ state, elapsedMs, log, hint }, size, theme);
        },
      });
    },
    event({ atMs }, text) {
      if (text !== undefined) log.push({ atMs, text: text.replace("⇄", theme.glyphs.link) });
      if (log.length > KEPT_EVENTS) log.shift();
      screen?.changed();
    },
    end() {
      ended = true;
      screen?.close();
      noKeys?.();
    },
  };
}

/** These are real nodes: whoever likes can talk to one. */
function whileItRuns({ nodes, completeAtMs }: NetworkState, wayOut: string): string {
  const address = nodes[1]?.address;
  if (completeAtMs === undefined || address === undefined) return wayOut;
  return `${wayOut}. In another terminal: npx cometwire probe ${address}`;
}

function afterwards({ nodes, completeAtMs }: NetworkState): string {
  if (completeAtMs === undefined) return "ended";
  return nodes.length < 50
    ? "ended. Larger: npx cometwire localnet --nodes 50"
    : "ended. A node of your own: npx cometwire init --help";
}
