import { AddressBook, IpAddress, NetAddress } from "@cometwire/p2p";
import { SeededRandom } from "@cometwire/p2p/testing";
import type { Check } from "../check.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** Statistics may be off by this many standard deviations: chance does that once in ten million. */
const SIGMAS = 5.5;

/** Address book: how many addresses of which kind a selection holds. */
export const addrbookSelection: Suite = {
  file: "addrbook-selection.json",
  kinds: {
    selection(vector, check) {
      const { book, isNew } = makeBook(vector.number("n_new"), vector.number("n_old"));
      const repetitions = vector.number("repetitions");
      check.equal("book_size", vector.number("book_size"), book.size);
      check.equal("need_more_addrs", vector.flag("need_more_addrs"), book.needsMore);
      check.equal("empty", vector.flag("empty"), book.isEmpty);

      const selections = Array.from({ length: repetitions }, () => book.selection());
      checkSelections("get_selection", vector.record("get_selection"), check, selections);
      checkShare(check, book, selections, isNew);

      for (const each of vector.records("get_selection_with_bias")) {
        const bias = each.number("bias");
        const name = `get_selection_with_bias[${bias}]`;
        const biased = Array.from({ length: repetitions }, () => book.selectionWithBias(bias));
        const result = each.record("result");
        checkSelections(name, result, check, biased);
        const news = biased.map((selection) => selection.filter(isNew).length);
        check.equal(`${name}.new_min`, result.number("new_in_selection_min"), Math.min(...news));
        check.equal(`${name}.new_max`, result.number("new_in_selection_max"), Math.max(...news));
      }
      for (const each of vector.records("pick_address")) checkPicks(each, check, book, isNew);
    },
  },
};

function checkSelections(name: string, theirs: Vector, check: Check, selections: NetAddress[][]): void {
  const sizes = selections.map((selection) => selection.length);
  check.equal(`${name}.size_min`, theirs.number("size_min"), Math.min(...sizes));
  check.equal(`${name}.size_max`, theirs.number("size_max"), Math.max(...sizes));
  for (const selection of selections) {
    check.equal(`${name}.distinct`, selection.length, new Set(selection.map(({ id }) => id)).size);
  }
}

/** Each address is equally likely: the number of new ones follows the hypergeometric distribution. */
function checkShare(
  check: Check,
  book: AddressBook,
  selections: NetAddress[][],
  isNew: (address: NetAddress) => boolean,
): void {
  const { size } = book;
  const count = selections[0]?.length ?? 0;
  if (size < 2) return;
  const share = book.counts.new / size;
  const variance = count * share * (1 - share) * ((size - count) / (size - 1));
  const mean = selections.reduce((sum, each) => sum + each.filter(isNew).length, 0) / selections.length;
  const most = SIGMAS * Math.sqrt(variance / selections.length);
  if (Math.abs(mean - count * share) > most + 1e-9)
    check.fail("get_selection.new", `${mean} new on average, expected ${count * share} ± ${most}`);
}

function checkPicks(
  theirs: Vector,
  check: Check,
  book: AddressBook,
  isNew: (address: NetAddress) => boolean,
): void {
  const name = `pick_address[${theirs.number("bias")}]`;
  const picks = theirs.number("picks");
  const picked = Array.from({ length: picks }, () => book.pickAddress(theirs.number("bias")));
  const found = picked.filter((address) => address !== undefined);
  check.equal(`${name}.nil`, theirs.number("nil"), picks - found.length);
  if (!theirs.has("p_old_formula") || found.length === 0) return;
  const probability = theirs.number("p_old_formula");
  const old = found.filter((address) => !isNew(address)).length;
  const most = SIGMAS * Math.sqrt(picks * probability * (1 - probability));
  if (Math.abs(old - picks * probability) > most + 1e-9)
    check.fail(`${name}.old`, `${old} old of ${picks}, expected ${picks * probability} ± ${most}`);
}

/** A book with exactly so many addresses of each kind, spread over as many groups as there are. */
function makeBook(newCount: number, oldCount: number) {
  const book = new AddressBook({ random: new SeededRandom(newCount * 7919 + oldCount) });
  let serial = 0;
  const nextAddress = () => {
    serial++;
    const ip = IpAddress.fromBytes(Uint8Array.of(11 + (serial % 89), serial >> 4, serial >> 8, serial));
    return new NetAddress(serial.toString(16).padStart(40, "0"), ip, 26656);
  };
  while (book.counts.old < oldCount) {
    const address = nextAddress();
    book.add(address, address);
    book.markGood(address.id);
  }
  // What had to make room became new: it is not wanted here.
  for (const { address, kind } of [...book.entries()]) if (kind === "new") book.remove(address.id);
  while (book.counts.new < newCount) {
    const address = nextAddress();
    book.add(address, address);
  }
  return { book, isNew: (address: NetAddress) => !book.isGood(address.id) };
}
