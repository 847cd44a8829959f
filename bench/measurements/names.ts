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

/** One of {@link measurementNames}. */
export type MeasurementName = (typeof measurementNames)[number];
