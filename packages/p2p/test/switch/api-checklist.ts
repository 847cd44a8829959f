/** What Go's p2p API gives its reactors, and where that is here. `docs/REACTORS.md` prints it. */
export interface ApiRow {
  /** The method in Go; undefined when only we have it. */
  readonly go?: string;
  /** Members of `ReactorContext` and `Peer`. */
  readonly ours: string;
  readonly what: string;
}

/**
 * Methods of Go's `Switch` and `Peer` that its reactors use (`spec/p2p/reactor-api/p2p-api.md@v0.38.25`, and the reactors
 * themselves in v0.38.25, v0.40.0 and v1.0.1), and what we have besides.
 */
export const reactorApi: readonly ApiRow[] = [
  { go: "Peers", ours: "context.peers, context.peer(id)", what: "who is connected, in the order of coming" },
  { go: "NumPeers", ours: "context.counts()", what: "peers by direction, and dials under way" },
  { go: "Broadcast", ours: "context.broadcast()", what: "queues a message for all, waiting for room" },
  { go: "TryBroadcast", ours: "context.tryBroadcast()", what: "queues it where there is room now" },
  { go: "MarkPeerAsGood", ours: "context.markGood()", what: "the peer's address is worth keeping" },
  { go: "StopPeerForError", ours: "context.stopPeer()", what: "ends a session for the peer's fault" },
  { go: "StopPeerGracefully", ours: "context.stopPeerGracefully()", what: "takes leave of a peer" },
  { go: "Reactor", ours: "context.reactor(name)", what: "another reactor" },
  { go: "DialPeerWithAddress", ours: "context.dial()", what: "dials a peer, and keeps it if so told" },
  {
    go: "IsDialingOrExistingAddress",
    ours: "context.isDialingOrExisting(id)",
    what: "whether it is connected, or about to be",
  },
  { go: "IsPeerPersistent", ours: "context.isPersistent(id)", what: "whether it is kept connected" },
  { go: "IsPeerUnconditional", ours: "context.isUnconditional(id)", what: "whether no limit applies to it" },
  { go: "MaxNumOutboundPeers", ours: "context.maxOutboundPeers", what: "how many outbound peers are wanted" },
  { go: "NetAddress", ours: "context.nodeInfo", what: "what we say about ourselves, the address included" },
  {
    ours: "context.clock, context.random, context.signal",
    what: "time, randomness, and the end of the node",
  },
  { ours: "context.isPrivate(id)", what: "whether its address must not be told to others" },
  { go: "Peer.ID", ours: "peer.id", what: "proven by the handshake" },
  { go: "Peer.NodeInfo", ours: "peer.nodeInfo", what: "what it says about itself" },
  { go: "Peer.Send", ours: "peer.send()", what: "queues a message, waiting for room" },
  { go: "Peer.TrySend", ours: "peer.trySend()", what: "queues it if there is room now" },
  { ours: "peer.canSend(id), peer.hasChannel(id)", what: "whether that would work, and whether it ever can" },
  { go: "Peer.IsRunning", ours: "peer.running", what: "false from the moment in which it begins to end" },
  { go: "Peer.Quit", ours: "peer.signal, peer.closeReason", what: "fires at the end; why it ended" },
  {
    go: "Peer.Set, Peer.Get",
    ours: "peer.set(), peer.get()",
    what: "what belongs to the peer, by `PeerKey`",
  },
  {
    go: "Peer.IsPersistent",
    ours: "peer.persistent, peer.unconditional",
    what: "what the operator has said of it",
  },
  { go: "Peer.IsOutbound", ours: "peer.outbound", what: "whether we dialled" },
  {
    go: "Peer.SocketAddr",
    ours: "peer.remote, peer.address",
    what: "its end of the connection; where it can be dialled",
  },
  { go: "Peer.FlushStop", ours: "context.stopPeerGracefully()", what: "what is queued is sent first" },
  {
    go: "Peer.Status",
    ours: "peer.status(), peer.traffic()",
    what: "its connection; its messages by channel",
  },
];
