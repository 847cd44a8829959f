import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AddressBook,
  type BookEntry,
  bookParameters,
  BucketChoice,
  groupKey,
  loadAddressBook,
  NetAddress,
  saveAddressBook,
} from "@cometwire/p2p";
import type { Check } from "../check.js";
import { HighwayHash64 } from "../highway-hash.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** Address book: bucket numbers, file, refusals. */
export const addrbook: Suite = {
  file: "addrbook.json",
  kinds: {
    highwayhash64(vector, check) {
      const hash = new HighwayHash64(vector.bytes("hash_key"));
      check.bytes("sum", vector.bytes("sum"), hash.sum(vector.bytes("data")));
      hash.digest(vector.bytes("data"));
      const number = (BigInt(hash.high) << 32n) | BigInt(hash.low);
      check.equal("sum_as_big_endian_uint64", vector.text("sum_as_big_endian_uint64"), String(number));
    },

    bucket(vector, check) {
      const [address, source] = [NetAddress.parse(vector.text("addr")), NetAddress.parse(vector.text("src"))];
      const strict = vector.flag("routability_strict");
      const hash = new HighwayHash64(vector.bytes("hash_key"));
      const choice = new BucketChoice(vector.text("key"), hash, strict);
      check.equal("addr_group", vector.text("addr_group"), groupKey(address, strict));
      check.equal("src_group", vector.text("src_group"), groupKey(source, strict));
      check.equal("new_bucket", vector.number("new_bucket"), choice.newBucket(address, source));
      check.equal("old_bucket", vector.number("old_bucket"), choice.oldBucket(address));
    },

    async file(vector, check) {
      await withFile(vector, async (path) => {
        const loaded = await loadAddressBook(path, { strict: false });
        compareState(vector.record("state_after_load"), check, loaded.book);
        await saveAddressBook(loaded.book, path);
        const saved = await readFile(path, "utf8");
        check.equal("file_text", withoutOrder(vector.text("file_text")), withoutOrder(saved));
        check.equal("file_mode", vector.text("file_mode"), ((await stat(path)).mode & 0o777).toString(8));
      });
    },

    async load(vector, check) {
      await withFile(vector, async (path) => {
        const loaded = await loadAddressBook(path, { strict: false });
        check.verdict("verdict", vector.fields["error"], loaded.warning);
        if (vector.has("state")) compareState(vector.record("state"), check, loaded.book);
      });
    },

    "add-error"(vector, check) {
      // Ours has no null to be given.
      if (vector.name === "nil addr") return;
      const address = NetAddress.parse(
        vector.name === "non routable"
          ? "8185397c2af9260bb727a75916759ea181f48793@10.0.0.1:1"
          : "8185397c2af9260bb727a75916759ea181f48793@18.215.148.223:26656",
      );
      const source = NetAddress.parse("0b8ed4f9bded15c52a2f5574cbe58aad166f6cc0@42.44.239.247:26656");
      const book = new AddressBook();
      situations[vector.name]?.(book, address);
      const result = book.add(address, source);
      const reason = result.outcome === "ignored" ? result.reason : undefined;
      check.verdict("error", vector.fields["error"], reason);
      check.equal("reason", reasons[vector.name], reason);
      check.equal("size", vector.number("size"), book.size);
    },

    params(vector, check) {
      const ours: Record<string, number> = {
        need_address_threshold: bookParameters.needAddressesThreshold,
        dump_address_interval_s: bookParameters.saveIntervalMs / 1000,
        // Go's test is `count > size`.
        old_bucket_size: bookParameters.bucketSize - 1,
        old_bucket_count: bookParameters.oldBuckets,
        new_bucket_size: bookParameters.bucketSize - 1,
        new_bucket_count: bookParameters.newBuckets,
        old_buckets_per_group: bookParameters.oldBucketsPerGroup,
        new_buckets_per_group: bookParameters.newBucketsPerGroup,
        max_new_buckets_per_address: bookParameters.newBucketsPerAddress,
        num_missing_days: bookParameters.missingMs / 86_400_000,
        num_retries: bookParameters.retries,
        max_failures: bookParameters.maxFailures,
        min_bad_days: bookParameters.badMs / 86_400_000,
        get_selection_percent: bookParameters.selectionPercent,
        min_get_selection: bookParameters.minSelection,
        max_get_selection: bookParameters.maxSelection,
      };
      for (const [name, value] of Object.entries(vector.fields)) {
        if (typeof value === "number") check.equal(name, value, ours[name]);
      }
    },
  },
};

/** What has happened to the book before the address is added, and how our refusal is called. */
const situations: Readonly<Record<string, (book: AddressBook, address: NetAddress) => void>> = {
  self: (book, address) => book.addOurAddress(address),
  "private id": (book, address) => book.addPrivateIds([address.id]),
  banned: (book, address) => book.markBad(address.id, { durationMs: 60_000, reason: "a test" }),
};
const reasons: Readonly<Record<string, string>> = {
  self: "ours",
  "private id": "private",
  banned: "banned",
  "non routable": "unroutable",
};

async function withFile(vector: Vector, run: (path: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "addrbook-"));
  try {
    const path = join(directory, "addrbook.json");
    await writeFile(path, vector.text("file_text"));
    await run(path);
  } finally {
    await rm(directory, { recursive: true });
  }
}

function compareState(state: Vector, check: Check, book: AddressBook): void {
  check.equal("n_new", state.number("n_new"), book.counts.new);
  check.equal("n_old", state.number("n_old"), book.counts.old);
  check.equal("lookup_size", state.number("lookup_size"), book.size);
  check.equal("bad_peers", state.number("bad_peers"), [...book.bans()].length);
  check.equal("key", state.text("key"), book.key);
  const theirs = state.records("entries").map((entry) => `${entry.text("addr")} ${entry.flag("is_old")}`);
  const ours = Array.from(book.entries(), describe);
  check.equal("entries", theirs.sort().join(), ours.sort().join());
}

function describe({ address, kind }: BookEntry): string {
  return `${address.toString()} ${kind === "old"}`;
}

/** Go's order of entries is random, and we keep times to the millisecond. */
function withoutOrder(text: string): string {
  const file = JSON.parse(text) as { addrs: object[] };
  const inMilliseconds = text.replaceAll(/(:\d\d\.\d{3})\d+Z"/g, '$1Z"');
  const order = new Map(
    inMilliseconds.split("\n\t\t{\n").map((part) => [part.replace(/\n\t[^]*$/, ""), part]),
  );
  return `${file.addrs.length} ${[...order.values()]
    .map((part) => part.replace(/,?(\n\t\]\n\})?$/, ""))
    .sort()
    .join("\n")}`;
}
