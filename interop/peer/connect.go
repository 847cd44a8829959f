package main

import (
	"net"
	"sync"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/p2p"
)

// link is one fresh TCP connection together with who we are on it.
type link struct {
	raw     *net.TCPConn
	inbound bool
	key     crypto.PrivKey
	own     p2p.DefaultNodeInfo
}

// connectAll listens or dials as the flags say and runs handle for every connection, each in its own goroutine. It
// returns once the program is stopping and the handlers have returned.
func (a *app) connectAll(handle func(link)) error {
	if a.opts.listen != "" {
		return a.acceptAll(handle)
	}
	var handlers sync.WaitGroup
	for n := 0; n < a.opts.connections; n++ {
		raw, err := a.opts.dialTCP(n)
		if err != nil {
			a.events.emit("dial-failed", fields{"remote": a.opts.dialAddr, "error": err.Error()})
			continue
		}
		handlers.Go(func() { handle(a.opts.dialledLink(raw, a.opts.nodeKey(n))) })
	}
	<-a.stopping
	waitBriefly(&handlers)
	return nil
}

// acceptAll serves the listener until the program is stopping.
func (a *app) acceptAll(handle func(link)) error {
	listener, err := net.Listen("tcp", a.opts.listen)
	if err != nil {
		return err
	}
	go func() { <-a.stopping; _ = listener.Close() }()
	key := a.opts.nodeKey(0) // one for all, so that our id does not change from connection to connection
	addr := listener.Addr().String()
	own := a.opts.nodeInfo(key, "tcp://"+addr)
	a.events.emit("listening", fields{"addr": addr, "id": p2p.PubKeyToID(key.PubKey())})
	var handlers sync.WaitGroup
	defer waitBriefly(&handlers)
	for {
		raw, err := listener.Accept()
		if err != nil {
			select {
			case <-a.stopping:
				return nil
			default:
				return err
			}
		}
		handlers.Go(func() { handle(link{raw: raw.(*net.TCPConn), inbound: true, key: key, own: own}) })
	}
}

// waitBriefly lets handlers report their end, but does not wait for a handshake that is stuck.
func waitBriefly(handlers *sync.WaitGroup) {
	done := make(chan struct{})
	go func() { handlers.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(time.Second):
	}
}

// dialledLink describes a connection that we opened. NodeInfo must name some valid address though nobody listens there.
func (o *options) dialledLink(raw *net.TCPConn, key crypto.PrivKey) link {
	host, _, _ := net.SplitHostPort(raw.LocalAddr().String())
	return link{raw: raw, key: key, own: o.nodeInfo(key, "tcp://"+net.JoinHostPort(host, "26656"))}
}

// dialTCP opens the n-th connection, from 127.0.1.x when -source-ips asks for it.
func (o *options) dialTCP(n int) (*net.TCPConn, error) {
	dialer := net.Dialer{Timeout: o.dialTimeout}
	if o.sourceIPs > 0 {
		dialer.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(n%o.sourceIPs+1))}
	}
	raw, err := dialer.Dial("tcp", o.dialAddr)
	if err != nil {
		return nil, err
	}
	return raw.(*net.TCPConn), nil
}
