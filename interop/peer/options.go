package main

import (
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/cometbft/cometbft/p2p/conn"
)

// options holds every flag after parsing.
type options struct {
	mode, listen, dialID, dialAddr    string
	network, moniker, version         string
	advertise, advertiseChannels      string
	claimID, offence, logLevel        string
	channels                          []*conn.ChannelDescriptor
	keySeed                           []byte
	p2pVersion, blockVersion          uint64
	mconn                             conn.MConnConfig
	timeout, handshakeTimeout         time.Duration
	dialTimeout, duration, observe    time.Duration
	connections, sourceIPs, parallel  int
	floodChannel, probeChannel        int
	size, count                       int
	maxInbound, maxOutbound, repeat   int
	listenerCap                       int
	check, quiet                      bool
	allowDuplicateIP, persistent, pex bool
	seedMode, strictBook              bool
	bookFile                          string
}

// parseOptions reads the command line; every error names the flag that is wrong.
func parseOptions(args []string) (*options, error) {
	o := &options{mconn: conn.DefaultMConnConfig()}
	fs := flag.NewFlagSet("peer", flag.ContinueOnError)
	fs.StringVar(&o.mode, "mode", "echo", "echo, sink, flood, hold, command, misbehave, handshakes, seal, address-book, switch or load")
	fs.StringVar(&o.listen, "listen", "", "listen on host:port")
	dial := fs.String("dial", "", "dial [id@]host:port")
	fs.StringVar(&o.network, "network", "interop", "network (chain id) of our NodeInfo")
	fs.StringVar(&o.moniker, "moniker", "reference-peer", "moniker of our NodeInfo")
	fs.StringVar(&o.version, "version", "", "software version of our NodeInfo; empty: that of the module")
	fs.StringVar(&o.advertise, "advertise", "", "listen_addr of our NodeInfo; empty: where we listen")
	fs.StringVar(&o.advertiseChannels, "advertise-channels", "", "hex bytes of the channels in our NodeInfo; empty: those of -channels")
	fs.StringVar(&o.claimID, "claim-id", "", "node id to claim in our NodeInfo instead of our own")
	fs.Uint64Var(&o.p2pVersion, "p2p-version", 0, "P2P protocol version of our NodeInfo; 0: that of the module")
	fs.Uint64Var(&o.blockVersion, "block-version", 0, "block protocol version of our NodeInfo; 0: that of the module")
	channels := fs.String("channels", "20:6:100:1048576", "comma list of hexId:priority:sendQueue:recvCapacity")
	keySeed := fs.String("key-seed", "", "32 bytes in hex: seed of the node key; empty: random")
	fs.DurationVar(&o.mconn.PingInterval, "ping-interval", 60*time.Second, "MConnection ping interval")
	fs.DurationVar(&o.mconn.PongTimeout, "pong-timeout", 45*time.Second, "MConnection pong timeout, below the ping interval")
	fs.DurationVar(&o.mconn.FlushThrottle, "flush-throttle", o.mconn.FlushThrottle, "MConnection flush throttle")
	fs.Int64Var(&o.mconn.SendRate, "send-rate", 5120000, "bytes per second; 0: unlimited")
	fs.Int64Var(&o.mconn.RecvRate, "recv-rate", 5120000, "bytes per second; 0: unlimited")
	fs.IntVar(&o.mconn.MaxPacketMsgPayloadSize, "max-payload", 1024, "largest payload of a packet in bytes")
	fs.DurationVar(&o.timeout, "timeout", 120*time.Second, "the program ends itself after this time")
	fs.DurationVar(&o.handshakeTimeout, "handshake-timeout", 3*time.Second, "for the secret connection and again for NodeInfo")
	fs.DurationVar(&o.dialTimeout, "dial-timeout", 3*time.Second, "for the TCP connection")
	fs.BoolVar(&o.check, "check", true, "validate the remote NodeInfo and check that it is compatible, as a node does")
	fs.BoolVar(&o.quiet, "quiet", false, "no message events")
	fs.IntVar(&o.connections, "connections", 1, "with -dial: number of connections, each with another key")
	fs.IntVar(&o.sourceIPs, "source-ips", 0, "with -dial: spread the connections over this many addresses 127.0.1.x")
	fs.IntVar(&o.parallel, "parallel", 1, "handshakes and seal: workers")
	fs.IntVar(&o.floodChannel, "channel", 0x20, "flood: channel (0x20 and 32 are the same)")
	fs.IntVar(&o.size, "size", 1024, "flood: message size in bytes")
	fs.IntVar(&o.probeChannel, "probe-channel", -1, "load: channel of the messages whose delay is measured")
	fs.IntVar(&o.count, "count", 0, "address-book: number of addresses")
	fs.DurationVar(&o.duration, "duration", 5*time.Second, "handshakes with -dial, seal, address-book: how long")
	fs.StringVar(&o.offence, "offence", "", "misbehave: "+strings.Join(offenceNames(), ", "))
	fs.DurationVar(&o.observe, "observe", 10*time.Second, "misbehave: how long to wait for the connection to be closed")
	fs.IntVar(&o.repeat, "repeat", 0, "misbehave: number of frames, pings or pongs; 0: the default of the offence")
	fs.IntVar(&o.maxInbound, "max-inbound", 40, "switch: max_num_inbound_peers")
	fs.IntVar(&o.maxOutbound, "max-outbound", 10, "switch: max_num_outbound_peers")
	fs.IntVar(&o.listenerCap, "listener-cap", -1, "switch: open connections the listener takes; -1: -max-inbound, 0: no limit")
	fs.BoolVar(&o.allowDuplicateIP, "allow-duplicate-ip", true, "switch: several connections from one address")
	fs.BoolVar(&o.persistent, "persistent", false, "switch: the dialled peer is persistent")
	fs.BoolVar(&o.pex, "pex", false, "switch: add the real PEX reactor on channel 0")
	fs.BoolVar(&o.seedMode, "seed-mode", false, "switch: the PEX reactor is a seed")
	fs.BoolVar(&o.strictBook, "addr-book-strict", false, "switch: address book takes routable addresses only")
	fs.StringVar(&o.bookFile, "addr-book-file", "", "switch: address book file; empty: a temporary one")
	fs.StringVar(&o.logLevel, "log-level", "info", "switch: debug, info or error, on stderr")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if fs.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	}
	return o, o.finish(*dial, *channels, *keySeed)
}

// finish checks the flags against each other and fills what needs more than flag parsing.
func (o *options) finish(dial, channels, keySeed string) (err error) {
	if modes[o.mode] == nil {
		return fmt.Errorf("-mode: unknown mode %q", o.mode)
	}
	if o.channels, err = parseChannels(channels); err != nil {
		return fmt.Errorf("-channels: %w", err)
	}
	if keySeed != "" {
		if o.keySeed, err = hex.DecodeString(keySeed); err != nil || len(o.keySeed) != 32 {
			return errors.New("-key-seed: need 64 hex digits")
		}
	}
	o.dialAddr = dial
	if id, addr, found := strings.Cut(dial, "@"); found {
		o.dialID, o.dialAddr = id, addr
	}
	both, neither := o.listen != "" && dial != "", o.listen == "" && dial == ""
	switch {
	case o.mode == "seal":
	case o.mode == "address-book" && o.count < 1:
		return errors.New("-mode address-book needs -count")
	case o.mode == "address-book":
	case o.withSwitch() && o.listen == "":
		return fmt.Errorf("-mode %s needs -listen", o.mode)
	case !o.withSwitch() && (both || neither):
		return errors.New("need exactly one of -listen and -dial")
	}
	if o.mconn.PongTimeout >= o.mconn.PingInterval {
		return errors.New("-pong-timeout must be below -ping-interval")
	}
	if o.connections < 1 || o.parallel < 1 || o.sourceIPs < 0 || o.sourceIPs > 254 {
		return errors.New("-connections and -parallel start at 1, -source-ips is 0 to 254")
	}
	if o.mode == "misbehave" && offences[o.offence].commit == nil {
		return fmt.Errorf("-offence: unknown offence %q", o.offence)
	}
	return nil
}

// withSwitch tells the modes around a switch from those around connections.
func (o *options) withSwitch() bool { return o.mode == "switch" || o.mode == "load" }
