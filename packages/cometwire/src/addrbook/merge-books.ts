import { type AddressBook, type BookEntry, NEVER } from "@cometwire/p2p";

/** What became of the entries of one book that were merged into another. */
export interface MergeCounts {
  readonly entries: number;
  /** Ids that were unknown. */
  readonly added: number;
  /** Ids that were known; their address may have become one more to try. */
  readonly known: number;
  /** Left out, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/**
 * Merges a book's entries into another one.
 *
 * @param trust - whether to believe what the file says of unknown addresses (old, verified, when they worked). Otherwise
 *   they come in like any that a peer tells of.
 */
export function mergeEntries(into: AddressBook, entries: Iterable<BookEntry>, trust: boolean): MergeCounts {
  const refused: Record<string, number> = {};
  const counts = { entries: 0, added: 0, known: 0 };
  for (const entry of entries) {
    counts.entries++;
    const outcome = mergeOne(into, entry, trust);
    if (outcome === "added" || outcome === "known") counts[outcome]++;
    else refused[outcome] = (refused[outcome] ?? 0) + 1;
  }
  return { ...counts, refused };
}

function mergeOne(into: AddressBook, entry: BookEntry, trust: boolean): string {
  if (trust && !into.has(entry.address.id)) {
    // Its buckets are those of the other book's key.
    return into.restore({ ...entry, buckets: [], lastBanTime: NEVER }) ?? "added";
  }
  const result = into.add(entry.address, entry.source);
  return result.outcome === "ignored" ? result.reason : result.outcome;
}
