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

  // Switch
  /** Outbound peers that are wanted. `config/config.go:631@v0.38.25` */
  outboundPeers: 10,
  /** Inbound peers that are let in, unconditional ones not counted. `config/config.go:630@v0.38.25` */
  inboundPeers: 40,

  // PEX
  /** wire: PEX message bytes. `p2p/pex/pex_reactor.go:22-31@v0.38.25` */
  pexMessageBytes: 64_000,
  /** Addresses in an answer that we send, and that we look at in one we get. Go: sends 250, takes what fits the message. */
  pexAddresses: 250,
  /** Time between two looks at whether there are enough peers. `p2p/pex/pex_reactor.go:34@v0.38.25` */
  ensurePeersMs: 30_000,
  /** The least time between two such looks when something other than the clock calls for one. */
  ensurePeersWakeMs: 1_000,
  /** Within this time after its cause such a look happens, at random: nodes that learn of each other at once collide less. */
  ensurePeersSpreadMs: 500,
  /** Time between two requests of ours to one node, over all its connections. Go bans below 10 s, from the third on. */
  pexRequestIntervalMs: 30_000,
  /** After this long a request of ours that was not answered no longer keeps us from asking again. Go: never. */
  pexRequestPatienceMs: 120_000,
  /** Requests of one peer that are answered at once. Go: two, and a third within 10 s is a reason to ban. */
  pexRequestBurst: 5,
  /** Beyond that, one request of a peer is answered in this time. `p2p/pex/pex_reactor.go:101-105@v0.38.25` */
  pexRequestRefillMs: 10_000,
  /** Requests that come while one of the same peer waits for its answer: so many are ignored, the next one ends the peer. */
  pexIgnoredRequests: 50,
  /** How long a node stays banned that broke a rule of PEX, or could not be dialled. `p2p/pex/pex_reactor.go:52@v0.38.25` */
  pexBanMs: 86_400_000,
  /** Failed dials in a row after which an address is given up. `p2p/pex/pex_reactor.go:44@v0.38.25` */
  pexDialFailures: 16,
  /** The longest pause between two dials of an address that fails. Go: 18 h. */
  pexDialPauseMs: 3_600_000,
  /** Addresses whose failures are remembered; the one that failed longest ago makes room. */
  pexDialHistory: 20_000,
  /** The longest pause between two dials of a seed that has nothing new, or does not answer. Go: none. */
  seedPauseMs: 600_000,
  /** Seed: how long a request waits for the first address that is verified. */
  seedHoldMs: 1_000,
  /** Seed: peers that do not ask are let go after this time. Go: 28 h. */
  seedDisconnectAfterMs: 300_000,
  /** Seed: addresses handed out were verified within this time. Go: never verified. */
  verifiedMaxAgeMs: 3_600_000,
  /** Seed: addresses dialled at once to verify them. Go: one after the other. */
  crawlConcurrency: 8,
  /** Seed: addresses dialled in a minute to verify them. */
  crawlPerMinute: 300,
  /** Seed: addresses of one group (IPv4 /16) dialled at once to verify them. */
  crawlPerGroup: 2,
  /** Seed: time between two such dials to one IP address: nobody is to have us attack a third party. */
  crawlSameIpMs: 2_000,
  /** Seed: how long a node that was dialled to verify it may take to answer a request for addresses. */
  crawlAnswerMs: 5_000,
  /** Seed: a node is dialled this long after it was connected to us: it has to notice that it no longer is. */
  crawlAfterHangUpMs: 250,

  // Address book and bans
  /** Addresses kept beside the current one for a node id, to be tried when it fails. Go: none. */
  addressCandidates: 3,
  /** Banned ids that the address book remembers. Go: no limit, until restart. */
  bannedAddresses: 10_000,
  /** Bans in the ban list; a further one takes the place of the one that ends first. */
  bans: 10_000,
  /** An address book or ban file that is longer is damaged. A full book has some 15 MB. Go: no limit. */
  stateFileBytes: 67_108_864,
  /** After a save that failed, the next try comes this soon. Go: at the next regular save. */
  saveRetryMs: 10_000,
} as const;
