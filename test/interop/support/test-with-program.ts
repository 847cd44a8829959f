/** Tests with programs of Debian's say loudly that they were skipped where the package is missing. */
import { test } from "vitest";
import { hasNatsServer } from "../../../interop/harness/nats-server.js";
import { hasPrometheus } from "../../../interop/harness/prometheus.js";

type DefineTest = (name: string, body: () => Promise<void>) => void;

/** `test` where the program is installed; elsewhere one line that cannot be overlooked, and the test counts as skipped. */
function testWith(program: string, isInstalled: () => boolean): DefineTest {
  return (name, body) => {
    if (isInstalled()) {
      test(name, body);
      return;
    }
    process.stderr.write(
      `\n*** SKIPPED: "${name}": no ${program} command was found (apt-get install ${program})\n\n`,
    );
    test.skip(name, body);
  };
}

/** A test that needs a real NATS server. */
export const testWithNats = testWith("nats-server", hasNatsServer);

/** A test that needs a real Prometheus. */
export const testWithPrometheus = testWith("prometheus", hasPrometheus);
