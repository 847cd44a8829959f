package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/cometbft/cometbft/config"
	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/p2p/pex"
)

// runSwitch runs a real switch whose reactor reports everything.
func runSwitch(a *app) error {
	reactor := newReporter(a)
	return a.withSwitch(reactor, func(sw *p2p.Switch) {
		a.serveCommands(func(c command) error { return a.runSwitchCommand(c, sw, reactor) })
	})
}

// withSwitch runs a real switch on a real transport, without the rest of a node, until serve returns. Its log goes to
// stderr.
func (a *app) withSwitch(reactor p2p.Reactor, serve func(*p2p.Switch)) error {
	logger, err := a.opts.logger()
	if err != nil {
		return err
	}
	addr, err := fixPort(a.opts.listen)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "reference-peer-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	key := a.opts.nodeKey(0)
	own := a.opts.nodeInfo(key, "tcp://"+addr)
	if a.opts.pex {
		own.Channels = append(own.Channels, pex.PexChannel)
	}
	transport := a.opts.newTransport(key, own)
	sw := a.newSwitch(transport, reactor, key, own, folder, logger)

	listen, err := p2p.NewNetAddressString(p2p.IDAddressString(own.ID(), addr))
	if err != nil {
		return err
	}
	if err := transport.Listen(*listen); err != nil {
		return err
	}
	if err := sw.Start(); err != nil {
		return err
	}
	a.events.emit("listening", fields{"addr": addr, "id": own.ID()})
	if a.opts.dialAddr != "" {
		target := p2p.IDAddressString(p2p.ID(a.opts.dialID), a.opts.dialAddr)
		a.dialFromSwitch(sw, target, a.opts.persistent)
	}
	serve(sw)
	_ = transport.Close() // first, so that the accept loop ends before the switch
	return sw.Stop()
}

// newTransport sets the transport up as a node does.
func (o *options) newTransport(key crypto.PrivKey, own p2p.DefaultNodeInfo) *p2p.MultiplexTransport {
	transport := p2p.NewMultiplexTransport(own, p2p.NodeKey{PrivKey: key}, o.mconn)
	if !o.allowDuplicateIP {
		p2p.MultiplexTransportConnFilters(p2p.ConnDuplicateIPFilter())(transport)
	}
	limit := o.listenerCap
	if limit < 0 {
		limit = o.maxInbound // a node without unconditional peers
	}
	p2p.MultiplexTransportMaxIncomingConnections(limit)(transport)
	return transport
}

// newSwitch puts the switch together: our reactor for the channels of the flags, the PEX reactor if wanted, a book.
func (a *app) newSwitch(
	t p2p.Transport, reactor p2p.Reactor, key crypto.PrivKey, own p2p.DefaultNodeInfo, folder string, logger log.Logger,
) *p2p.Switch {
	cfg := config.DefaultP2PConfig()
	cfg.MaxNumInboundPeers = a.opts.maxInbound
	cfg.MaxNumOutboundPeers = a.opts.maxOutbound
	cfg.AllowDuplicateIP = a.opts.allowDuplicateIP
	cfg.SeedMode = a.opts.seedMode
	cfg.PexReactor = a.opts.pex

	bookFile := a.opts.bookFile
	if bookFile == "" {
		bookFile = filepath.Join(folder, "addrbook.json")
	}
	book := pex.NewAddrBook(bookFile, a.opts.strictBook)
	book.SetLogger(logger.With("module", "book"))

	sw := p2p.NewSwitch(cfg, t)
	sw.SetLogger(logger.With("module", "p2p"))
	reactor.SetLogger(logger.With("module", "reactor"))
	sw.AddReactor("REACTOR", reactor)
	if a.opts.pex {
		r := pex.NewReactor(book, &pex.ReactorConfig{SeedMode: a.opts.seedMode, SeedDisconnectWaitPeriod: 28 * time.Hour})
		r.SetLogger(logger.With("module", "pex"))
		sw.AddReactor("PEX", r)
	}
	sw.SetNodeInfo(own)
	sw.SetNodeKey(&p2p.NodeKey{PrivKey: key})
	sw.SetAddrBook(book)
	return sw
}

// logger writes plain lines to stderr from the level of the flags on.
func (o *options) logger() (log.Logger, error) {
	allow, err := log.AllowLevel(o.logLevel)
	if err != nil {
		return nil, fmt.Errorf("-log-level: %w", err)
	}
	return log.NewFilter(log.NewTMLogger(log.NewSyncWriter(os.Stderr)), allow), nil
}

// fixPort replaces port 0 by a free one: NodeInfo has to name it before the transport listens.
func fixPort(addr string) (string, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", err
	}
	defer listener.Close()
	return listener.Addr().String(), nil
}
