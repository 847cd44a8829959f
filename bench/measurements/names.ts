/** What `--only` can choose. */
export const measurementNames = [
  "throughput",
  "cpu",
  "mconnection",
  "cipher",
  "latency",
  "fan-out",
  "handshakes",
  "idle-memory",
  "address-book",
  "pex-answer",
  "many-peers",
  "idle-seed",
  "discovery",
  "messages",
] as const;

/** Names for several measurements at once: `byte-path` is the table of `docs/PERFORMANCE.md`. */
export const measurementGroups: Readonly<Record<string, readonly MeasurementName[]>> = {
  all: measurementNames,
  "byte-path": [
    "throughput",
    "cpu",
    "mconnection",
    "cipher",
    "latency",
    "fan-out",
    "handshakes",
    "idle-memory",
    "address-book",
  ],
};

/** One of {@link measurementNames}. */
export type MeasurementName = (typeof measurementNames)[number];
