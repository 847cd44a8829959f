import type { Io } from "../io.js";
import type { Crawl } from "./crawl.js";
import type { Finding } from "./finding.js";
import { peerLine } from "./render.js";

/** Shows how a search goes, on standard error: the result alone is on standard output. */
export interface Progress {
  begin(crawl: Crawl): void;
  finding(finding: Finding, isSeed: boolean): void;
  end(): void;
}

/** What all ways to show it go by. */
interface ProgressOptions {
  readonly io: Pick<Io, "stderr" | "clock">;
  readonly want: number;
}

const REDRAW_MS = 200;
const CLEAR_LINE = "\r\x1b[K";

/** For a person at a terminal: one line that is drawn anew. */
export function liveProgress({ io: { stderr, clock }, want }: ProgressOptions): Progress {
  let cancel: () => void = () => undefined;
  const draw = (crawl: Crawl): void => {
    const { harvest, dials, waiting, elapsedMs } = crawl;
    const found = `${harvest.peers.length} peers found, ${want} wanted`;
    const time = `${Math.floor(elapsedMs / 1_000)} s`;
    stderr.write(`${CLEAR_LINE}${found}; ${dials} addresses dialled, ${waiting} waiting; ${time}`);
    const timer = clock.setTimer(REDRAW_MS, () => draw(crawl));
    cancel = () => timer.cancel();
  };
  return {
    begin: draw,
    finding: () => undefined,
    end() {
      cancel();
      stderr.write(CLEAR_LINE);
    },
  };
}

/** For a file or a pipe: a line for each seed that the user named, and for each node that is found. */
export function lineProgress({ io: { stderr } }: ProgressOptions): Progress {
  return {
    begin: () => undefined,
    finding(finding, isSeed) {
      if (isSeed) stderr.write(`${seedLine(finding)}\n`);
      else if (finding.kind === "peer") stderr.write(`found ${nodeLine(finding)}\n`);
    },
    end: () => undefined,
  };
}

/** For programs. */
export const noProgress: Progress = {
  begin: () => undefined,
  finding: () => undefined,
  end: () => undefined,
};

function seedLine(finding: Finding): string {
  if ("error" in finding) return `seed ${finding.address.toString()}: ${finding.error.message}`;
  const { address, told } = finding.node;
  return `seed ${address.toString()} told ${told.length} addresses`;
}

function nodeLine({ node: { address, latencyMs, nodeInfo } }: Extract<Finding, { node: unknown }>): string {
  const { id, host, port } = address;
  const { moniker, version } = nodeInfo;
  return peerLine({ id, host, port, latencyMs, moniker, version });
}
