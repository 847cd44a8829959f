/** The report for people. */
import { combined, inUse, type LoadReport, phaseOf, phases, pings } from "./report.js";
import type { Spread } from "./end/figures.js";
import type { End } from "./plan.js";
import { connection } from "./settings.js";

const ends = ["dialer", "listener"] as const satisfies readonly End[];

/** Everything on a page, `failures` at the end. */
export function formatReport(report: LoadReport, failures: readonly string[]): string {
  return [
    report.machine,
    ...sessionLines(report),
    "",
    ...phaseLines(report),
    ...pauseLine(report),
    "",
    ...vitalLines(report),
    "",
    ...memoryLines(report),
    "",
    ...(failures.length === 0
      ? ["nothing lost, repeated, reordered or damaged; everything as it should be"]
      : ["FAILED", ...failures.map((failure) => `- ${failure}`)]),
  ].join("\n");
}

function sessionLines(report: LoadReport): string[] {
  const { options, sessions, seconds, slowestRestMs, stopMs } = report;
  const { connections, slow, seed } = options;
  const { dialer, listener } = sessions.by;
  return [
    `${connections} connections, ${slow} with a slow reader, ${seconds.toFixed(0)} s, seed ${seed}`,
    "",
    `${sessions.ended} sessions closed and connected again: the dialers closed ${dialer.graceful} gracefully and ` +
      `${dialer.abrupt} abruptly, the listener ${listener.graceful} and ${listener.abrupt}`,
    `refused meanwhile: ${refusals(report)}`,
    `pings: ${pings(report, connection.pingIntervalMs)}, each answered within ${connection.pongTimeoutMs / 1_000} s`,
    `everything had arrived ${(slowestRestMs / 1_000).toFixed(1)} s after the last message was sent, at most; ` +
      `stopping took ${(stopMs / 1_000).toFixed(1)} s`,
  ];
}

function refusals({ ends: { dialer, listener } }: LoadReport): string {
  const counts = [dialer, listener].flatMap(({ incidents }) => Object.entries(incidents.refused));
  return counts.map(([code, count]) => `${count} ${code}`).join(", ") || "none";
}

function phaseLines(report: LoadReport): string[] {
  const rows = phases.flatMap((phase) => {
    const figures = phaseOf(report, phase);
    if (figures.length === 0) return [];
    return (["others", "slow"] as const).map((kind) => {
      const { messagesPerS, bytesPerS, delayMs } = combined(figures, kind);
      const title = `${phase}, ${kind === "slow" ? "the slow ones" : "the others"}`;
      return [title, messagesPerS.toFixed(0), (bytesPerS / 1e6).toFixed(1), ...milliseconds(delayMs)];
    });
  });
  return table([["", "messages/s", "MB/s", "delay p50", "p99", "max ms"], ...rows]);
}

function pauseLine({ ends: { dialer, listener }, options }: LoadReport): string[] {
  const slow = Object.values({ ...dialer.pauses.slow, ...listener.pauses.slow });
  const total = slow.reduce((sum, each) => sum + each, 0);
  const others = dialer.pauses.others + listener.pauses.others;
  return [
    `sockets paused: ${total} times on ${slow.length} of ${options.slow} slow connections, ${others} times on others`,
  ];
}

function vitalLines(report: LoadReport): string[] {
  const rows = ends.map((end) => {
    const { eventLoopDelayMs, cpuShare, busyShare, peakRss } = report.ends[end].vitals;
    return [
      end,
      ...milliseconds(eventLoopDelayMs),
      percent(cpuShare),
      percent(busyShare),
      megabytes(peakRss),
    ];
  });
  return table([
    ["under load", "event loop p50", "p99", "max ms", "CPU %", "busy %", "RSS at most MB"],
    ...rows,
  ]);
}

function memoryLines({ memory }: LoadReport): string[] {
  const rows = memory.map(({ at, ...samples }) => [
    `${at.toFixed(0)} s`,
    ...ends.flatMap((end) => [megabytes(inUse(samples[end])), megabytes(samples[end].rss)]),
  ]);
  return table([["at rest, MB", "dialer in use", "RSS", "listener in use", "RSS"], ...rows]);
}

function milliseconds({ p50, p99, max }: Spread): string[] {
  return [p50, p99, max].map((value) => value.toFixed(1));
}

function percent(share: number): string {
  return (share * 100).toFixed(0);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** Columns as wide as they need to be; the first begins at the left, the others end at the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
