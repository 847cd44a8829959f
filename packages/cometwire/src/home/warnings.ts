import { type AddressSpec, isLocalIp, isRoutableIp, NetAddress } from "@cometwire/p2p";
import { readEndpoint } from "./forms.js";
import type { HomeConfig } from "./home-config.js";
import type { SettingsReader } from "./reader.js";

/**
 * What is allowed and yet probably not meant: combinations that cost operators of Go nodes days, because nothing says so.
 * Each names where the setting is.
 */
export function configWarnings(config: HomeConfig, reader: SettingsReader): string[] {
  return rules.flatMap((rule) => rule(config, reader));
}

type Rule = (config: HomeConfig, reader: SettingsReader) => string[];

const rules: readonly Rule[] = [
  // Nothing in CometBFT finds the address out by itself, whatever its comment says: node/node.go:966-972@v0.38.25.
  ({ listen, externalAddress, maxInboundPeers, seedMode }, reader) => {
    const announced = hostOf(externalAddress ?? listen);
    if (announced === undefined || isPublic(announced)) return [];
    if (externalAddress !== undefined) {
      const fault = at(reader, "p2p.external_address", `${announced.host} is not a public address`);
      return [`${fault}: peers on the internet cannot dial it`];
    }
    if (maxInboundPeers === 0 && !seedMode) return [];
    return [
      `p2p.external_address is empty and p2p.laddr is ${listen}: peers cannot learn your address; set it to the public host:port unless nobody is meant to dial this node`,
    ];
  },
  ({ seedMode, pex }, reader) =>
    seedMode && !pex ? [at(reader, "p2p.seed_mode", "has no effect while p2p.pex is false")] : [],
  ({ seeds, pex }, reader) =>
    seeds.length > 0 && !pex
      ? [at(reader, "p2p.seeds", "are not used while p2p.pex is false; list peers in persistent_peers")]
      : [],
  ({ seeds, persistentPeers }, reader) => {
    const persistent = new Set(persistentPeers.map(({ id }) => id));
    const both = seeds.filter(({ id }) => persistent.has(id));
    return both.map(({ id }) =>
      at(
        reader,
        "p2p.seeds",
        `${id} is in persistent_peers too: a seed hangs up, and would be redialled for ever`,
      ),
    );
  },
  ({ seeds, persistentPeers }, reader) => [
    ...twice(seeds).map((id) => at(reader, "p2p.seeds", `${id} is there twice`)),
    ...twice(persistentPeers).map((id) => at(reader, "p2p.persistent_peers", `${id} is there twice`)),
  ],
  ({ maxPacketPayloadBytes }, reader) =>
    maxPacketPayloadBytes === 1_024
      ? []
      : [
          at(
            reader,
            "p2p.max_packet_msg_payload_size",
            maxPacketPayloadBytes > 1_024
              ? `${maxPacketPayloadBytes} instead of 1024: peers with the usual value hang up on the first long message`
              : `${maxPacketPayloadBytes} instead of 1024: we would hang up on peers with the usual value at their first long message`,
          ),
        ],
  ({ addressBookStrict, pex, seeds, persistentPeers }, reader) => {
    if (!addressBookStrict || !pex) return [];
    const inside = [...seeds, ...persistentPeers].filter((peer) => !isPublic(peer));
    return inside.length === 0
      ? []
      : [
          at(
            reader,
            "p2p.addr_book_strict",
            `is true, and ${inside[0]?.dialString ?? ""} is no public address: such addresses are never stored; set it to false on a private network`,
          ),
        ];
  },
  ({ persistentPeers, privatePeerIds, unconditionalPeerIds, pex }, reader) => {
    if (pex || persistentPeers.length > 0) return [];
    const friends = privatePeerIds.length + unconditionalPeerIds.length;
    return friends > 0
      ? []
      : [at(reader, "p2p.pex", "is false and persistent_peers is empty: this node dials nobody")];
  },
  ({ maxInboundPeers, maxOutboundPeers, persistentPeers, unconditionalPeerIds, seedMode }, reader) => {
    if (maxInboundPeers === 0 && seedMode)
      return [at(reader, "p2p.max_num_inbound_peers", "is 0: a seed that lets nobody in serves nobody")];
    if (maxInboundPeers + maxOutboundPeers + persistentPeers.length + unconditionalPeerIds.length > 0)
      return [];
    return [at(reader, "p2p.max_num_outbound_peers", "no peers are allowed in either direction")];
  },
];

function at(reader: SettingsReader, key: string, text: string): string {
  const where = reader.where(key);
  return `${where === "default" ? "" : `${where}: `}${key}: ${text}`;
}

function hostOf(text: string): AddressSpec | undefined {
  const endpoint = readEndpoint(text);
  return "value" in endpoint ? endpoint.value : undefined;
}

/** Host names get the benefit of the doubt, except the one that everybody has. */
function isPublic(address: AddressSpec): boolean {
  if (!(address instanceof NetAddress)) return address.host.toLowerCase() !== "localhost";
  return isRoutableIp(address.ip) && !isLocalIp(address.ip);
}

function twice(addresses: readonly AddressSpec[]): string[] {
  const ids = addresses.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))];
}
