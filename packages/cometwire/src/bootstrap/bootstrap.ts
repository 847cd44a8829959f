import type { Io } from "../io.js";
import { verifyAddresses } from "../verify/verify-addresses.js";
import { Crawl } from "./crawl.js";
import type { BootstrapOptions } from "./options.js";
import type { Progress } from "./progress.js";
import { type BootstrapReport, reportOf } from "./report.js";
import { checkBookFile, writeBook } from "./write-book.js";

/** Time for one address: a node that is slower than this is no good peer. */
const DIAL_TIMEOUT_MS = 8_000;
/** How long a node that has answered has time to hang up, as seeds do at once. */
const LINGER_MS = 300;

/**
 * Finds peers, and writes them to an address book if there are any and one is wanted. What has been found when the time
 * is up or on Ctrl-C counts.
 *
 * @throws UsageError
 * @throws P2PError `STATE_FILE_ACCESS`.
 */
export async function bootstrap(
  options: BootstrapOptions,
  io: Io,
  progress: Progress,
): Promise<BootstrapReport> {
  const { network, seeds, want, out } = options;
  if (out !== undefined) await checkBookFile(out);
  const crawl = new Crawl(options, {
    clock: io.clock,
    signal: io.signal,
    verify: (addresses, signal) =>
      verifyAddresses(addresses, {
        network,
        io: { ...io, signal },
        timeoutMs: DIAL_TIMEOUT_MS,
        askForAddresses: true,
        lingerMs: LINGER_MS,
      }),
    onFinding: (finding, isSeed) => progress.finding(finding, isSeed),
  });
  progress.begin(crawl);
  const endedBy = await crawl.run().finally(() => progress.end());
  const { chosen, report } = reportOf(crawl, { network, seeds, want, endedBy });
  if (out === undefined || chosen.length === 0) return report;
  await writeBook(chosen, out, io);
  return { ...report, file: out.path };
}
