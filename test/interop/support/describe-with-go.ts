/** Interop tests are required wherever Go is installed, and say loudly that they were skipped elsewhere. */
import { describe } from "vitest";
import { hasGo } from "../../../interop/harness/go.js";

/** `describe` where Go is installed; elsewhere one line that cannot be overlooked, and the tests count as skipped. */
export function describeWithGo(name: string, body: () => void): void {
  if (hasGo()) {
    describe(name, body);
    return;
  }
  process.stderr.write(
    `\n*** SKIPPED: interop tests "${name}": no go command was found (https://go.dev/dl)\n\n`,
  );
  describe.skip(name, body);
}
