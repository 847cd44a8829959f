/** Runs nodes of ours in a process of their own, whose memory is measured. */
import type { ChannelTraffic } from "@cometwire/p2p";
import { fileURLToPath } from "node:url";
import { ChildGroup } from "../../../interop/harness/child-group.js";
import type { NodeVersion } from "../../../interop/harness/real-nodes.js";

/** A node of ours and the real one that it stays connected with. */
export interface SoakNode {
  readonly version: NodeVersion;
  readonly network: string;
  /** `id@host:port` */
  readonly peer: string;
}

/** What the process is told. */
export interface SoakPlan {
  readonly nodes: readonly SoakNode[];
  readonly sampleEveryMs: number;
}

/** What it tells. */
export type SoakReport =
  | { readonly event: "connected"; readonly version: NodeVersion; readonly id: string }
  | { readonly event: "disconnected"; readonly version: NodeVersion; readonly reason: string }
  | { readonly event: "memory"; readonly bytes: number }
  | {
      readonly event: "traffic";
      readonly version: NodeVersion;
      readonly channels: readonly ChannelTraffic[];
    };

/** A {@link SoakReport} of one kind. */
export type SoakReportOf<Event extends SoakReport["event"]> = Extract<SoakReport, { readonly event: Event }>;

/** A running process with nodes of ours. */
export interface Soak {
  /** What it has told so far of one kind. */
  reports<Event extends SoakReport["event"]>(event: Event): SoakReportOf<Event>[];
  /** How it ended, if it has, and what it has said beside its reports. */
  trouble(): string[];
  /** Has it report what went over its channels, and end. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const script = fileURLToPath(new URL("./soak-peer.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Starts nodes of ours in a new process. */
export function startSoak(plan: SoakPlan): Soak {
  const args = ["--expose-gc", "--import", "tsx", script, JSON.stringify(plan)];
  const child = new ChildGroup(process.execPath, args, root);
  const isReport = (line: string): boolean => line.startsWith("{");
  return {
    reports: <Event extends SoakReport["event"]>(event: Event) =>
      child.lines.entries
        .filter(isReport)
        .map((line) => JSON.parse(line) as SoakReport)
        .filter((report): report is SoakReportOf<Event> => report.event === event),
    trouble: () => [
      ...(child.ending === undefined ? [] : [child.ending]),
      ...child.lines.entries.filter((line) => !isReport(line)),
    ],
    stop: () => child.stop(),
    [Symbol.asyncDispose]: () => child.stop(),
  };
}
