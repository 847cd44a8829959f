export { AddressBook } from "./address-book.js";
export {
  AddressBookFile,
  type AddressBookFileOptions,
  type LoadAddressBookOptions,
  type LoadedAddressBook,
  loadAddressBook,
  saveAddressBook,
} from "./address-book-file.js";
export { type DecodedBook, decodeBook, encodeBook, type EntryFault } from "./book-json.js";
export { BucketChoice } from "./bucket-choice.js";
export type { AddRefusal } from "./decisions.js";
export { bookHash } from "./book-hash.js";
export type { KeyedHash64 } from "./keyed-hash.js";
export {
  type AddressCandidate,
  type AddressFailure,
  type AddressKind,
  type BookEntry,
  NEVER,
} from "./known-address.js";
export { bookParameters } from "./parameters.js";
export type { RestoreFault, StoredBan, StoredBook } from "./stored-book.js";
export type { AddressBookOptions, AddressChange, AddResult, VerifiedSelectionOptions } from "./options.js";
