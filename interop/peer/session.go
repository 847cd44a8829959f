package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cometbft/cometbft/libs/log"
	"github.com/cometbft/cometbft/p2p/conn"
)

// session is one established MConnection and what we report about it.
type session struct {
	number int
	app    *app
	raw    *net.TCPConn
	mconn  *conn.MConnection
	onData func(channel byte, msg []byte) // the mode's own reaction to a message; may be nil

	ready     chan struct{} // closed once "connected" is reported: no other event may come before it
	blockMs   atomic.Int64  // the next received message holds the receive loop this long
	closeOnce sync.Once
	closed    chan struct{}
}

// newSession starts the MConnection on top of an upgraded connection; its callbacks wait until announce is called.
func (a *app) newSession(number int, l link, u *upgraded, onData func(*session, byte, []byte)) (*session, error) {
	s := &session{number: number, app: a, raw: l.raw, ready: make(chan struct{}), closed: make(chan struct{})}
	if onData != nil {
		s.onData = func(channel byte, msg []byte) { onData(s, channel, msg) }
	}
	s.mconn = conn.NewMConnectionWithConfig(u.secret, copyChannels(a.opts.channels), s.receive, s.failed, a.opts.mconn)
	s.mconn.SetLogger(log.NewNopLogger()) // its channels have none until it is set
	return s, s.mconn.Start()
}

// announce reports the connection and lets the callbacks go on.
func (s *session) announce(f fields) {
	s.emit("connected", f)
	close(s.ready)
}

// receive is MConnection's callback: it runs in the connection's receive loop.
func (s *session) receive(channel byte, msg []byte) {
	<-s.ready
	if ms := s.blockMs.Swap(0); ms > 0 {
		s.emit("receive-blocked", fields{"ms": ms})
		time.Sleep(time.Duration(ms) * time.Millisecond)
	}
	if !s.app.opts.quiet {
		sum := sha256.Sum256(msg)
		f := fields{"channel": channel, "len": len(msg), "sha256": hex.EncodeToString(sum[:])}
		if len(msg) <= 64 {
			f["hex"] = hex.EncodeToString(msg)
		}
		s.emit("message", f)
	}
	if s.onData != nil {
		s.onData(channel, msg)
	}
}

// failed is MConnection's callback for an error that ended the connection.
func (s *session) failed(reason any) {
	<-s.ready
	s.emit("mconn-error", fields{"error": fmt.Sprint(reason)})
	s.finish("error")
}

// stop ends the session at once; what is queued is lost.
func (s *session) stop(reason string) {
	_ = s.mconn.Stop() // an error only says that it has stopped already
	s.finish(reason)
}

// flushStop sends everything that is queued, then ends the session.
func (s *session) flushStop() {
	s.mconn.FlushStop()
	s.finish("flushstop")
}

// reset closes the TCP connection with an RST under MConnection's feet.
func (s *session) reset() error {
	if err := s.raw.SetLinger(0); err != nil {
		return err
	}
	return s.raw.Close()
}

// finish reports the end of the session once.
func (s *session) finish(reason string) {
	s.closeOnce.Do(func() {
		s.emit("closed", fields{"reason": reason})
		close(s.closed)
	})
}

func (s *session) emit(name string, f fields) {
	f["session"] = s.number
	s.app.events.emit(name, f)
}
