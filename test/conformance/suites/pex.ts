import {
  addressFault,
  decodePex,
  encodePexAddresses,
  encodePexRequest,
  isRoutable,
  limits,
  netAddressesFromPex,
  type PexAddress,
} from "@cometwire/p2p";
import { attempt } from "../check.js";
import type { Suite } from "../suite.js";
import type { Vector } from "../vector.js";

/** PEX messages: written, read, and turned into addresses. */
export const pex: Suite = {
  file: "pex.json",
  kinds: {
    encode(vector, check) {
      const addresses = vector.has("addrs") ? vector.records("addrs").map(addressOf) : undefined;
      const encoded = addresses === undefined ? encodePexRequest() : encodePexAddresses(addresses);
      check.equal("encoded_len", vector.number("encoded_len"), encoded.length);
      if (vector.has("encoded")) check.bytes("encoded", vector.bytes("encoded"), encoded);
      check.sha256("encoded_sha256", vector.text("encoded_sha256"), encoded);
      const message = addresses === undefined ? { type: "request" } : { type: "addresses", addresses };
      check.equal("decoded again", JSON.stringify(message), JSON.stringify(decodePex(encoded)));
    },

    receive(vector, check) {
      const { value: message, error } = attempt(() => decodePex(vector.bytes("input")));
      check.verdict("verdict", vector.fields["decode_error"], error);
      if (message === undefined || vector.has("decode_error")) return;
      const unknown = message.type === "unknown" ? "neither request nor answer" : undefined;
      check.verdict("unwrap", vector.fields["unwrap_error"], unknown);
      if (message.type === "unknown" || vector.has("unwrap_error")) return;
      check.equal("type", vector.text("type") === "pex_request" ? "request" : "addresses", message.type);
      if (message.type === "request") return;
      const { addresses } = message;
      const converted = attempt(() => netAddressesFromPex(addresses));
      check.verdict("from_proto", vector.fields["from_proto_error"], converted.error);
      if (converted.error !== undefined || vector.has("from_proto_error")) return;
      // What the address book adds is another layer's; here only its two tests of the address itself.
      for (const [strict, field] of [
        [true, "add_results_strict"],
        [false, "add_results_not_strict"],
      ] as const) {
        const results = vector.records(field);
        check.equal(`${field} count`, results.length, converted.value.length);
        for (const [index, address] of converted.value.entries()) {
          const result = results[index];
          check.equal(`${field} addr`, result?.text("addr"), address.toString());
          const refused =
            addressFault(address) ?? (strict && !isRoutable(address) ? "not routable" : undefined);
          check.verdict(field, result?.fields["error"], refused);
        }
      }
    },

    limits(vector, check) {
      check.equal("channel", vector.number("channel"), 0);
      check.equal("recv_message_capacity", vector.number("recv_message_capacity"), limits.pexMessageBytes);
    },
  },
};

function addressOf(vector: Vector): PexAddress {
  return { id: vector.text("id"), ip: vector.text("ip"), port: vector.number("port") };
}
