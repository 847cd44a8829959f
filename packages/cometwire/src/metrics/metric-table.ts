/** One metric as it is served. */
export interface MetricDescription {
  /** Without the namespace of CometBFT's: `p2p_peers`; ours in full. */
  readonly name: string;
  readonly type: "counter" | "gauge";
  /** Beside `chain_id`, which all have. */
  readonly labels: readonly string[];
  /** The text behind `# HELP`. */
  readonly help: string;
}

/** CometBFT's, `<namespace>_p2p_…`, with its names, types and labels (`p2p/metrics.go:25-43@v0.38.25`, `@v0.40.0`). */
export const cometMetrics = {
  peers: {
    name: "p2p_peers",
    type: "gauge",
    labels: [],
    help: "Number of peers.",
  },
  peerReceiveBytes: {
    name: "p2p_peer_receive_bytes_total",
    type: "counter",
    labels: ["peer_id", "chID"],
    help: "Bytes of messages received, by peer and channel. Without peer_id: of all peers, those that have left included.",
  },
  peerSendBytes: {
    name: "p2p_peer_send_bytes_total",
    type: "counter",
    labels: ["peer_id", "chID"],
    help: "Bytes of messages queued for sending, by peer and channel. Without peer_id: of all peers, those that have left included.",
  },
  peerPendingSendBytes: {
    name: "p2p_peer_pending_send_bytes",
    type: "gauge",
    labels: ["peer_id"],
    help: "Number of messages (not bytes, as in CometBFT) waiting to be sent. Use peer_send_queue_size.",
  },
  peerSendQueueSize: {
    name: "p2p_peer_send_queue_size",
    type: "gauge",
    labels: ["peer_id"],
    help: "Number of messages waiting to be sent.",
  },
  messageReceiveBytes: {
    name: "p2p_message_receive_bytes_total",
    type: "counter",
    labels: ["message_type"],
    help: "Bytes of messages received, by message type; the channel's name stands for its messages.",
  },
  messageSendBytes: {
    name: "p2p_message_send_bytes_total",
    type: "counter",
    labels: ["message_type"],
    help: "Bytes of messages queued for sending, by message type; the channel's name stands for its messages.",
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

/** Ours. Codes are those of `docs/ERRORS.md`, so that every label has a bounded set of values. */
export const ownMetrics = {
  peers: {
    name: "cometwire_peers",
    type: "gauge",
    labels: ["direction"],
    help: "Peers by direction.",
  },
  persistentPeers: {
    name: "cometwire_persistent_peers",
    type: "gauge",
    labels: ["state"],
    help: "Configured persistent peers, connected and missing.",
  },
  dialing: {
    name: "cometwire_dialing",
    type: "gauge",
    labels: [],
    help: "Dials under way.",
  },
  dials: {
    name: "cometwire_dials_total",
    type: "counter",
    labels: ["result"],
    help: "Dials by result: ok, or the error's code.",
  },
  handshakeFailures: {
    name: "cometwire_handshake_failures_total",
    type: "counter",
    labels: ["direction", "code"],
    help: "Connections that did not get through the handshake, by error code.",
  },
  inboundRefused: {
    name: "cometwire_inbound_refused_total",
    type: "counter",
    labels: ["code"],
    help: "Inbound connections that did not become peers, by error code.",
  },
  disconnects: {
    name: "cometwire_disconnects_total",
    type: "counter",
    labels: ["direction", "reason"],
    help: "Ended sessions by reason: graceful, or the error's code.",
  },
  reconnects: {
    name: "cometwire_reconnects_total",
    type: "counter",
    labels: ["why"],
    help: "Reconnections to persistent peers that were scheduled, by cause.",
  },
  pexRequests: {
    name: "cometwire_pex_requests_total",
    type: "counter",
    labels: [],
    help: "Requests for addresses that we sent.",
  },
  pexReceived: {
    name: "cometwire_pex_addresses_received_total",
    type: "counter",
    labels: ["result"],
    help: "Addresses that peers have told us, by what the book made of them: added, other.",
  },
  pexAnswers: {
    name: "cometwire_pex_answers_total",
    type: "counter",
    labels: [],
    help: "Requests for addresses that we answered.",
  },
  pexServed: {
    name: "cometwire_pex_addresses_served_total",
    type: "counter",
    labels: ["verified"],
    help: "Addresses that we handed out, by whether we had verified them lately: yes, no.",
  },
  verifications: {
    name: "cometwire_verifications_total",
    type: "counter",
    labels: ["result"],
    help: "Addresses that we dialled as a seed, by result: ok, postponed, or the error's code.",
  },
  events: {
    name: "cometwire_events_total",
    type: "counter",
    labels: ["event"],
    help: "Events by name, peer exchange and seed included; docs/API.md lists the names.",
  },
  unknownMessages: {
    name: "cometwire_unknown_messages_total",
    type: "counter",
    labels: ["chID"],
    help: "Messages of a kind that the channel's reactor does not know: dropped.",
  },
  messages: {
    name: "cometwire_messages_total",
    type: "counter",
    labels: ["direction", "chID"],
    help: "Messages by direction (in, out) and channel.",
  },
  addressBook: {
    name: "cometwire_address_book_entries",
    type: "gauge",
    labels: ["kind"],
    help: "Addresses in the book: new, old.",
  },
  addressBookVerified: {
    name: "cometwire_address_book_verified",
    type: "gauge",
    labels: [],
    help: "Addresses in the book that we have connected to ourselves.",
  },
  bans: {
    name: "cometwire_bans",
    type: "gauge",
    labels: [],
    help: "Bans in force.",
  },
  eventLoopDelay: {
    name: "cometwire_event_loop_delay_seconds",
    type: "gauge",
    labels: ["statistic"],
    help: "How late the event loop was since the last scrape: p50, p90, p99, max.",
  },
  eventLoopUtilization: {
    name: "cometwire_event_loop_utilization_ratio",
    type: "gauge",
    labels: [],
    help: "Share of time that the event loop was busy since the last scrape, 0 to 1.",
  },
  heapUsed: {
    name: "cometwire_heap_used_bytes",
    type: "gauge",
    labels: [],
    help: "JavaScript heap in use.",
  },
  externalMemory: {
    name: "cometwire_external_memory_bytes",
    type: "gauge",
    labels: [],
    help: "Memory of buffers outside the JavaScript heap.",
  },
  buildInfo: {
    name: "cometwire_build_info",
    type: "gauge",
    labels: ["version", "node_version"],
    help: "1, with the versions of this program and of Node.js.",
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

/** Of the process, with the names that Prometheus's own clients use. */
export const processMetrics = {
  cpu: {
    name: "process_cpu_seconds_total",
    type: "counter",
    labels: [],
    help: "Total user and system CPU time spent in seconds.",
  },
  residentMemory: {
    name: "process_resident_memory_bytes",
    type: "gauge",
    labels: [],
    help: "Resident memory size in bytes.",
  },
  openFiles: {
    name: "process_open_fds",
    type: "gauge",
    labels: [],
    help: "Number of open file descriptors.",
  },
  startTime: {
    name: "process_start_time_seconds",
    type: "gauge",
    labels: [],
    help: "Start time of the process since unix epoch in seconds.",
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;
