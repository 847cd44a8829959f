/**
 * Every limit of the library in one place. `docs/LIMITS.md` says where each comes from; a test holds the two together.
 * "wire" marks what both ends must agree on; everything else is our policy and can be chosen.
 */
export const limits = {
  // Secret connection
  /** wire: payload bytes of one frame. `p2p/conn/secret_connection.go:34-36@v0.38.25` */
  frameDataBytes: 1024,
  /** wire: a frame's length field (little-endian) and its payload. */
  framePlainBytes: 1028,
  /** wire: a sealed frame: plaintext and the 16-byte tag. */
  frameSealedBytes: 1044,
  /** Ephemeral key message before authentication, body bytes. Go: 1 MiB; a real one has 34. */
  ephemeralMessageBytes: 64,
  /** Auth message before authentication, plaintext bytes taken. Go: 1 MiB; a real one has 103. */
  authMessageBytes: 512,
  /** Frames in which the auth message must arrive, empty ones counted. */
  authMessageFrames: 16,
  /** Empty frames in a row that are skipped before the connection ends. */
  emptyFramesInARow: 8,

  // Handshake
  /** wire: NodeInfo message, body bytes. `p2p/node_info.go:16@v0.38.25` */
  nodeInfoBytes: 10_240,
  /** wire: channels in a NodeInfo. `p2p/node_info.go:17@v0.38.25` */
  nodeInfoChannels: 16,

  // MConnection
  /** wire: payload bytes of one packet, both ends' default. `p2p/conn/connection.go:28@v0.38.25` */
  packetPayloadBytes: 1024,
  /** Bytes that a packet may have beside its payload; Go counts 10, and so cannot take a full packet on channels ≥ 0x80. */
  packetOverheadBytes: 16,
  /** wire: message bytes on a channel that sets no capacity. `p2p/conn/connection.go:42@v0.38.25` */
  recvMessageBytes: 22_020_096,
  /** Bytes of unfinished messages that one peer may have us keep, over all channels. Go: the sum of all capacities. */
  unfinishedBytesPerPeer: 134_217_728,
  /** A message that gets no further packet for this long ends the connection. Go: no limit. */
  unfinishedMessageIdleMs: 60_000,
  /** Bytes handed to a receiver and not finished at which its peer's socket is paused. */
  unhandledBytesPerPeer: 4_194_304,
  /** Messages handed to a receiver and not finished at which its peer's socket is paused. */
  unhandledMessagesPerPeer: 1_000,
  /** A receiver that has kept a peer paused for this long loses it. */
  reactorStallMs: 120_000,
  /** While a peer is paused, an unasked pong goes out this often, so that it does not give us up. */
  pausedPongIntervalMs: 15_000,
  /** A peer that takes nothing from a full socket for this long is dropped. Go: for ever. */
  writeStallMs: 45_000,
  /** Time between pings. `p2p/conn/connection.go:46@v0.38.25` */
  pingIntervalMs: 60_000,
  /** Time for the answer to a ping. `p2p/conn/connection.go:47@v0.38.25` */
  pongTimeoutMs: 45_000,
  /** How long `send` waits for room in a channel's queue. `p2p/conn/connection.go:45@v0.38.25` */
  sendTimeoutMs: 10_000,
  /** How long `flushStop` tries to send what is queued. Go: for ever. */
  flushStopMs: 5_000,

  // Transport
  /** Time for a TCP connection, each address. Go: 1 s, whatever is configured. */
  dialTimeoutMs: 3_000,
  /** Time for each half of the handshake, secret connection and NodeInfo. Go: 3 s, whatever is configured. */
  handshakeTimeoutMs: 20_000,
  /** Time for all connection filters together. Go: 5 s for each. */
  filterTimeoutMs: 5_000,
  /** Time for a DNS look-up when dialling. Go: no limit. */
  dnsTimeoutMs: 5_000,
  /** Addresses of one host name that a dial tries. Go: the first one only. */
  dialAddresses: 16,
  /** Inbound handshakes at once, overall. Go: none apart from the peer limit. */
  pendingHandshakes: 256,
  /** Inbound handshakes at once from one address (IPv4) or /64 (IPv6). */
  pendingHandshakesPerAddress: 16,
  /** Ed25519 signatures a second that OpenSSL refused and ZIP-215 is asked about, for the process. */
  zip215ChecksPerS: 20,
  /** The same for one remote address. */
  zip215ChecksPerSPerAddress: 2,

  // PEX
  /** wire: PEX message bytes. `p2p/pex/pex_reactor.go:22-31@v0.38.25` */
  pexMessageBytes: 64_000,
} as const;
