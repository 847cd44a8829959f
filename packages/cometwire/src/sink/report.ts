import { packageVersion } from "../package-info.js";
import type { ReportKind } from "./subjects.js";

/** What a tap says about itself in the stream. */
export interface TapReport {
  readonly kind: ReportKind;
  /** The tap's node id. */
  readonly tap: string;
  readonly network: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Messages dropped since the tap began. */
  readonly dropped: number;
  readonly droppedBytes: number;
}

/** A report in JSON, in UTF-8. */
export function reportPayload({ kind, at, ...report }: TapReport): Uint8Array {
  const json = { at: new Date(at).toISOString(), type: kind, ...report, version: packageVersion };
  return Buffer.from(JSON.stringify(json));
}
