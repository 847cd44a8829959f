package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/cometbft/cometbft/libs/protoio"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

// stage says how much of a correct handshake comes before an offence.
type stage int

const (
	stageTCP    stage = iota // nothing
	stageKeys                // ephemeral keys exchanged
	stageSecret              // secret connection established and authenticated
	stagePeer                // NodeInfo exchanged: a full peer
)

// offence is one way to misbehave.
type offence struct {
	after  stage
	mute   bool // pings are not answered
	deaf   bool // nothing is read
	repeat int  // default of -repeat
	commit func(*offender) error
}

// offences are all of them by name.
var offences = map[string]offence{}

func init() {
	for _, group := range []map[string]offence{tcpOffences, handshakeOffences, frameOffences, packetOffences} {
		maps.Copy(offences, group)
	}
}

func offenceNames() []string { return slices.Sorted(maps.Keys(offences)) }

// offender is one connection that is about to misbehave.
type offender struct {
	app     *app
	link    link
	secret  *rawSecret
	packets *lockedWriter
	tally   tally
	offence offence
}

// tally counts what the remote sent while we watched.
type tally struct{ bytes, pings, pongs, messages int }

// runMisbehave commits the offence on every connection and reports how and when the remote ended it.
func runMisbehave(a *app) error {
	go a.serveCommands(func(c command) error { return a.runSessionCommand(c, &sessionSet{}) })
	chosen := offences[a.opts.offence]
	if a.opts.repeat > 0 {
		chosen.repeat = a.opts.repeat
	}
	return a.connectAll(func(l link) {
		defer l.raw.Close()
		o := &offender{app: a, link: l, packets: &lockedWriter{}, offence: chosen}
		name := fields{"name": a.opts.offence, "remote": l.raw.RemoteAddr().String(), "inbound": l.inbound}
		if err := o.prepare(chosen.after); err != nil {
			name["error"] = err.Error()
			a.events.emit("handshake-failed", name)
			return
		}
		began := time.Now()
		a.events.emit("offence-begin", name)
		commitErr := make(chan error, 1)
		go func() { commitErr <- chosen.commit(o) }()
		name["outcome"] = o.watch()
		name["afterMs"] = millis(time.Since(began))
		name["pings"], name["pongs"], name["messages"] = o.tally.pings, o.tally.pongs, o.tally.messages
		name["bytes"] = o.tally.bytes
		_ = l.raw.Close() // ends a commit that still writes
		if err := <-commitErr; err != nil {
			name["commitError"] = err.Error()
		}
		a.events.emit("offence-end", name)
	})
}

// prepare behaves well up to the stage.
func (o *offender) prepare(until stage) (err error) {
	raw := o.link.raw
	if o.secret, err = newRawSecret(raw); err != nil || until == stageTCP {
		return err
	}
	o.packets.secret = o.secret
	if err := raw.SetDeadline(time.Now().Add(o.app.opts.handshakeTimeout)); err != nil {
		return err
	}
	if err := o.secret.exchangeKeys(); err != nil {
		return fmt.Errorf("key exchange: %w", err)
	}
	if until == stageKeys {
		return raw.SetDeadline(time.Time{})
	}
	if err := o.secret.authenticate(o.link.key); err != nil {
		return fmt.Errorf("authentication: %w", err)
	}
	if until == stagePeer {
		if err := o.exchangeNodeInfo(); err != nil {
			return fmt.Errorf("node info exchange: %w", err)
		}
	}
	return raw.SetDeadline(time.Time{})
}

func (o *offender) exchangeNodeInfo() error {
	if _, err := protoio.NewDelimitedWriter(o.secret).WriteMsg(o.link.own.ToProto()); err != nil {
		return err
	}
	var remote tmp2p.DefaultNodeInfo
	_, err := protoio.NewDelimitedReader(o.secret, 10240).ReadMsg(&remote)
	return err
}

// watch waits until the remote closes or -observe is over, and names what happened.
func (o *offender) watch() string {
	deadline := time.Now().Add(o.app.opts.observe)
	if o.offence.deaf {
		return watchSocketState(o.link.raw, deadline)
	}
	_ = o.link.raw.SetReadDeadline(deadline)
	if o.offence.after != stagePeer {
		n, err := io.Copy(io.Discard, o.link.raw)
		o.tally.bytes = int(n)
		return outcomeOf(err)
	}
	return outcomeOf(o.readPackets())
}

// outcomeOf names the way a connection ended.
func outcomeOf(err error) string {
	var timeout net.Error
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return "closed"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "closed in mid-frame"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "still open"
	case strings.Contains(err.Error(), "use of closed"):
		return "closed by us"
	default:
		return err.Error()
	}
}
