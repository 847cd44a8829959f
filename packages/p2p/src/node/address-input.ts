import { type AddressSpec, parseAddress } from "../wire/index.js";
import type { AddressInput } from "./node-options.js";

/**
 * An address given as such or as text.
 *
 * @throws P2PError `ADDRESS_MALFORMED`.
 */
export function toAddress(input: AddressInput): AddressSpec {
  return typeof input === "string" ? parseAddress(input) : input;
}
