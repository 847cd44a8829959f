/** Addresses of nobody, the same as the reference peer's. */
import { NetAddress } from "@cometwire/p2p";

/** Routable addresses with ids of their own, each in a /16 of its own as far as these go. */
export function inventedAddresses(count: number): NetAddress[] {
  return Array.from({ length: count }, (_, i) => {
    const id = (i + 1).toString(16).padStart(40, "0");
    return NetAddress.parse(`${id}@${44 + ((i >> 8) % 40)}.${i & 255}.0.1:26656`);
  });
}
