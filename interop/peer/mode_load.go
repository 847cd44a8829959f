package main

import (
	"encoding/binary"
	"fmt"
	"time"

	gogotypes "github.com/cosmos/gogoproto/types"
	"golang.org/x/sys/unix"

	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/p2p/conn"
)

// loadReactor sends what commands say, as reactors send, and counts what it receives. Its channels carry
// google.protobuf.BytesValue: of the generated messages the one that costs least for bytes of any length.
type loadReactor struct {
	p2p.BaseReactor
	app    *app
	peers  *peerSet
	delays delays
}

func newLoadReactor(a *app) *loadReactor {
	r := &loadReactor{app: a, peers: newPeerSet()}
	r.BaseReactor = *p2p.NewBaseReactor("LOAD", r)
	return r
}

// runLoad runs a real switch whose reactor is there to be measured.
func runLoad(a *app) error {
	r := newLoadReactor(a)
	return a.withSwitch(r, func(sw *p2p.Switch) {
		a.serveCommands(func(c command) error { return r.runCommand(c, sw) })
	})
}

func (r *loadReactor) runCommand(c command, sw *p2p.Switch) error {
	switch c.Cmd {
	case "dial":
		r.app.dialFromSwitch(sw, c.Dial, false)
	case "flood":
		for _, peer := range r.peers.choose(c.Peer) {
			go r.flood(peer, envelope(byte(c.Channel), ruleBytes(c.Len)))
		}
	case "probe":
		for _, peer := range r.peers.choose(c.Peer) {
			go r.probe(peer, byte(c.Channel), c.Len, time.Duration(c.Ms)*time.Millisecond)
		}
	case "broadcast":
		go r.broadcast(sw, envelope(byte(c.Channel), ruleBytes(c.Len)))
	case "sample":
		r.app.received.report(r.app)
	case "delays":
		r.app.events.emit("delays", fields{"micros": r.delays.take()})
	case "peers":
		r.app.events.emit("peers", fields{"count": len(r.peers.choose(""))})
	default:
		return fmt.Errorf("unknown command")
	}
	return nil
}

func (r *loadReactor) GetChannels() []*conn.ChannelDescriptor {
	list := copyChannels(r.app.opts.channels)
	for _, d := range list {
		d.MessageType = &gogotypes.BytesValue{}
	}
	return list
}

func (r *loadReactor) AddPeer(peer p2p.Peer) {
	r.peers.add(peer)
	r.app.events.emit("peer-added", fields{"remoteId": peer.ID()})
}

func (r *loadReactor) RemovePeer(peer p2p.Peer, reason any) {
	r.peers.remove(peer)
	r.app.events.emit("peer-removed", fields{"remoteId": peer.ID(), "reason": fmt.Sprint(reason)})
}

func (r *loadReactor) Receive(e p2p.Envelope) {
	value := e.Message.(*gogotypes.BytesValue).Value
	r.app.received.add(len(value))
	if int(e.ChannelID) == r.app.opts.probeChannel {
		r.delays.add(monotonicNanos() - binary.LittleEndian.Uint64(value[len(value)-8:]))
	}
}

// flood sends one message over and over, as fast as the queue takes it. Send makes a timer each time, also where there is
// room: trying first costs a fourth less for small messages.
func (r *loadReactor) flood(peer p2p.Peer, e p2p.Envelope) {
	for peer.TrySend(e) || peer.Send(e) {
	}
}

// probe sends a message each interval whose last eight bytes say when.
func (r *loadReactor) probe(peer p2p.Peer, channel byte, size int, interval time.Duration) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for peer.IsRunning() {
		<-ticker.C
		value := ruleBytes(size)
		binary.LittleEndian.PutUint64(value[size-8:], monotonicNanos())
		peer.TrySend(envelope(channel, value))
	}
}

// broadcast sends one message to all peers over and over, each time when all their queues have taken the one before.
func (r *loadReactor) broadcast(sw *p2p.Switch, e p2p.Envelope) {
	for !r.app.isStopping() {
		for range sw.Broadcast(e) {
		}
	}
}

func envelope(channel byte, value []byte) p2p.Envelope {
	return p2p.Envelope{ChannelID: channel, Message: &gogotypes.BytesValue{Value: value}}
}

// monotonicNanos is a time that all processes of the machine agree on.
func monotonicNanos() uint64 {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		panic(err) // there is no system without this clock
	}
	return uint64(now.Nano())
}
