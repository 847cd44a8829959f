/** Tests with a real NATS server say loudly that they were skipped where Debian's package is missing. */
import { test } from "vitest";
import { hasNatsServer } from "../../../interop/harness/nats-server.js";

/** `test` where nats-server is installed; elsewhere one line that cannot be overlooked, and the test counts as skipped. */
export function testWithNats(name: string, body: () => Promise<void>): void {
  if (hasNatsServer()) {
    test(name, body);
    return;
  }
  process.stderr.write(
    `\n*** SKIPPED: "${name}": no nats-server command was found (apt-get install nats-server)\n\n`,
  );
  test.skip(name, body);
}
