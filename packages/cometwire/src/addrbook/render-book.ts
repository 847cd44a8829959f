import type { AddressView } from "../api/views.js";
import { formatSpan } from "../text/amounts.js";
import { labelled, table } from "../text/columns.js";
import { describeDropped } from "./load-book.js";
import { rankAddresses } from "./rank.js";
import type { BookReading } from "./read-book.js";

/** The book in numbers, and its most promising entries. */
export function renderBook(reading: BookReading, limit: number, now: number): string {
  const { origin, summary, entries, dropped } = reading;
  const damaged = describeDropped(dropped);
  const numbers = labelled(
    [
      ["book", origin],
      ["addresses", `${summary.size} (${summary.new} new, ${summary.old} old)`],
      ["verified", String(summary.verified)],
      ["groups", String(summary.groups)],
      ["banned", String(summary.banned)],
      ...(damaged === undefined ? [] : [["damaged", damaged] as const]),
    ],
    "",
  );
  const shown = rankAddresses(entries).slice(0, limit);
  if (shown.length === 0) return numbers;
  const rest = entries.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more: --limit ${entries.length} shows all\n` : "";
  return `${numbers}\n${renderEntries(shown, now)}${more}`;
}

function renderEntries(entries: readonly AddressView[], now: number): string {
  const columns = [
    { head: "address" },
    { head: "kind" },
    { head: "worked" },
    { head: "verified" },
    { head: "failures", align: "right" },
    { head: "last failure" },
  ] as const;
  const ago = (time: string | null) =>
    time === null ? "never" : `${formatSpan(now - Date.parse(time))} ago`;
  const rows = entries.map(({ address, kind, lastSuccess, lastVerified, attempts, lastFailure }) => [
    address,
    kind,
    ago(lastSuccess),
    ago(lastVerified),
    String(attempts),
    lastFailure?.code ?? "",
  ]);
  return table(columns, rows);
}
