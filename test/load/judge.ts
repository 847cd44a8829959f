/** What a run has to have achieved. */
import type { MemorySample } from "./end/vitals.js";
import type { End } from "./plan.js";
import { combined, inUse, type LoadReport, phaseOf, phases } from "./report.js";

const MB = 1e6;

/** Everything that is not as it should be; nothing when the run was a success. */
export function failuresOf(report: LoadReport): string[] {
  return [
    ...report.faults,
    ...unfinished(report),
    ...growth(report, "dialer"),
    ...growth(report, "listener"),
    ...slowedOthers(report),
    ...pauses(report),
  ];
}

function unfinished(report: LoadReport): string[] {
  const missing = phases.filter((phase) => phaseOf(report, phase).length === 0);
  return missing.length === 0 ? [] : [`the run ended early: nothing was measured of: ${missing.join(", ")}`];
}

/**
 * How much more may be in use at the last rest than at the first one, which ended the warm-up. Measured: less than 1 MB in
 * a minute, 1.3 MB in ten. In ten, nine bytes kept for each message would be too much.
 */
const growthBytes = 8 * MB;
/** The allocator of C keeps pages that are no longer used. */
const rssGrowth = 1.5;

function growth({ memory }: LoadReport, end: End): string[] {
  const [first, last] = [memory[0]?.[end], memory.at(-1)?.[end]];
  if (first === undefined || last === undefined) return [`${end}: its memory was not measured`];
  const grown = inUse(last) - inUse(first);
  return [
    ...(grown > growthBytes
      ? [
          `${end}: ${inMB(grown)} MB more in use after the run than after the warm-up (${shown(first)} → ${shown(last)})`,
        ]
      : []),
    ...(last.rss > first.rss * rssGrowth
      ? [`${end}: resident memory grew from ${inMB(first.rss)} to ${inMB(last.rss)} MB`]
      : []),
  ];
}

/**
 * The others may get so much less when there are slow readers, … Measured: 1.0, in runs of one
 * and of ten minutes. A slow reader that held them up would leave a tenth.
 */
const leastThroughput = 0.6;
/** … and their messages may take so many times as long, or so long at any rate. */
const mostDelay = 4;
const harmlessDelayMs = 1_000;

function slowedOthers(report: LoadReport): string[] {
  const [before, during] = ([phases[1], phases[2]] as const).map((phase) => phaseOf(report, phase)) as [
    ReturnType<typeof phaseOf>,
    ReturnType<typeof phaseOf>,
  ];
  if (report.options.slow === 0 || before.length === 0 || during.length === 0) return [];
  const [was, is] = [combined(before, "others"), combined(during, "others")];
  const share = is.bytesPerS / was.bytesPerS;
  const p99 = is.delayMs.p99;
  return [
    ...(share < leastThroughput
      ? [`slow readers slowed the others: ${(share * 100).toFixed(0)} % of their throughput without`]
      : []),
    ...(p99 > harmlessDelayMs && p99 > was.delayMs.p99 * mostDelay
      ? [
          `slow readers slowed the others: p99 of the delay ${was.delayMs.p99.toFixed(1)} ms without, ${p99.toFixed(1)} ms with`,
        ]
      : []),
  ];
}

function pauses({ ends, options }: LoadReport): string[] {
  const others = ends.dialer.pauses.others + ends.listener.pauses.others;
  const slow = { ...ends.dialer.pauses.slow, ...ends.listener.pauses.slow };
  const never = Array.from({ length: options.slow }, (_, i) => i).filter((i) => slow[i] === undefined);
  return [
    ...(others > 0 ? [`sockets without a slow reader were paused ${others} times`] : []),
    ...(never.length > 0
      ? [`the slow readers of connections ${never.join(", ")} never had their socket paused`]
      : []),
  ];
}

function shown(sample: MemorySample): string {
  return `${inMB(inUse(sample))} MB`;
}

function inMB(bytes: number): string {
  return (bytes / MB).toFixed(1);
}
