/** Tests with a real Prometheus say loudly that they were skipped where Debian's package is missing. */
import { test } from "vitest";
import { hasPrometheus } from "../../../interop/harness/prometheus.js";

/** `test` where Prometheus is installed; elsewhere one line that cannot be overlooked, and the test counts as skipped. */
export function testWithPrometheus(name: string, body: () => Promise<void>): void {
  if (hasPrometheus()) {
    test(name, body);
    return;
  }
  process.stderr.write(
    `\n*** SKIPPED: "${name}": no prometheus command was found (apt-get install prometheus)\n\n`,
  );
  test.skip(name, body);
}
