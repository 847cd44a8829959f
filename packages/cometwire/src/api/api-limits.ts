/** What a client of the HTTP API can make us keep or wait for. `docs/API.md` lists it, held to this by a test. */
export const apiLimits = {
  /** Bytes of a request's body; `[rpc] max_body_bytes` sets it. */
  bodyBytes: 1_000_000,
  /** Connections at once; `[rpc] max_open_connections` sets it. More are closed at once. */
  openConnections: 900,
  /** Connections at once to the control socket. */
  controlConnections: 64,
  /** Bytes of a request's headers. Go: 1 MiB. */
  headerBytes: 16_384,
  /** Time for a request's headers, and for a whole request. Go: 10 s for both together. */
  requestMs: 10_000,
  /** Time that an idle connection is kept for another request. */
  keepAliveMs: 5_000,
  /** Time without a byte either way, while a request is answered; a dial takes up to 43 s. */
  stalledMs: 60_000,
  /** Requests in one JSON-RPC batch: Go's default. */
  batchRequests: 10,
  /** Addresses in one call of `dial_peers` or `dial_seeds`. */
  dialAddresses: 100,
  /** Dials at the request of the API under way. */
  dialsAtOnce: 16,
  /** Entries of the address book on one page. */
  pageEntries: 1_000,
  /** Readers of `/events` at once. */
  eventReaders: 64,
  /** Bytes waiting for one reader of `/events`; what comes beyond is lost, counted, and told. */
  eventQueueBytes: 1_048_576,
  /** Bytes of a message from a reader of `/events`. None is expected: any ends the connection. */
  eventMessageBytes: 4_096,
  /** Time between pings to readers of `/events`; who has not answered by the next is let go. */
  eventPingMs: 30_000,
} as const;
