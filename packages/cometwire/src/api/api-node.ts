import type { AddressBook, BanList, P2PNode, Switch } from "@cometwire/p2p";

/** The part of a node that the API shows and controls. */
export interface ApiNode
  extends Pick<
    P2PNode,
    | "id"
    | "network"
    | "nodeInfo"
    | "endpoint"
    | "startedAt"
    | "onEvent"
    | "dial"
    | "disconnect"
    | "ban"
    | "save"
  > {
  readonly switch: Pick<
    Switch,
    | "peers"
    | "peer"
    | "counts"
    | "traffic"
    | "roster"
    | "addPersistentPeer"
    | "removePersistentPeer"
    | "addPrivatePeer"
    | "addUnconditionalPeer"
  >;
  readonly addressBook: Pick<AddressBook, "size" | "counts" | "entries" | "bans">;
  readonly bans: Pick<BanList, "list" | "remove">;
}
