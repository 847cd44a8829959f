/** What `--only` can choose. */
export const measurementNames = ["throughput", "cpu", "cipher", "handshakes", "idle-memory"] as const;

/** One of {@link measurementNames}. */
export type MeasurementName = (typeof measurementNames)[number];
