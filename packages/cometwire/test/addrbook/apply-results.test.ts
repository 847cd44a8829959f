import { AddressBook, type ErrorCode, P2PError } from "@cometwire/p2p";
import { expect, it } from "vitest";
import { applyResults } from "../../src/addrbook/apply-results.js";
import type { VerifiedAddress } from "../../src/verify/verify-addresses.js";
import { nodeInfo } from "../support/node-info.js";
import { address, id } from "./support.js";

function reached(serial: number): VerifiedAddress {
  return { address: address(serial), outcome: "reached", nodeInfo: nodeInfo() } as VerifiedAddress;
}

function failed(serial: number, code: ErrorCode): VerifiedAddress {
  const error = new P2PError(code);
  return { address: address(serial), outcome: "failed", latencyMs: undefined, nodeInfo: undefined, error };
}

it("writes down what was found, and nothing where it is not clear", () => {
  const book = new AddressBook();
  for (let serial = 1; serial <= 6; serial++) book.add(address(serial), address(250));
  const counts = applyResults(book, [
    reached(1),
    failed(2, "DIAL_TIMEOUT"),
    failed(3, "ID_MISMATCH"),
    failed(4, "INCOMPATIBLE_NETWORK"),
    // Its id is proven: it has only no room for us.
    failed(5, "REJECTED_AFTER_NODE_INFO"),
    // A Go node that another connection from here goes to.
    failed(6, "RESET_BEFORE_FIRST_BYTE"),
  ]);
  expect(counts).toEqual({ verified: 2, failed: 3, unclear: 1 });
  const known = (serial: number) => {
    const { attempts, lastVerifiedAt, lastFailure } = book.get(id(serial)) ?? {};
    return [attempts, lastVerifiedAt !== undefined, lastFailure?.code];
  };
  expect([1, 2, 3, 4, 5, 6].map(known)).toEqual([
    [0, true, undefined],
    [1, false, "DIAL_TIMEOUT"],
    [1, false, "ID_MISMATCH"],
    [1, false, "INCOMPATIBLE_NETWORK"],
    [0, true, undefined],
    [0, false, undefined],
  ]);
});
