/** Saves one address book after another into the file given, until it is killed. Prints a line for each. */
import { saveAddressBook } from "../../../src/pex/index.js";
import { address, makeBook, teller } from "./support.js";

const path = process.argv[2] ?? "";
const { book } = makeBook();
for (let serial = 0; ; serial++) {
  for (let i = 0; i < 100; i++) book.add(address(100 * serial + i, 20 + (serial % 100)), teller);
  await saveAddressBook(book, path);
  process.stdout.write(`${book.size}\n`);
}
