package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/p2p/conn"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

// reporter is a reactor that turns everything the switch tells it into events. Its channels carry tendermint.p2p.Message.
type reporter struct {
	p2p.BaseReactor
	app   *app
	peers *peerSet
}

func newReporter(a *app) *reporter {
	r := &reporter{app: a, peers: newPeerSet()}
	r.BaseReactor = *p2p.NewBaseReactor("REPORTER", r)
	return r
}

func (r *reporter) GetChannels() []*conn.ChannelDescriptor {
	list := copyChannels(r.app.opts.channels)
	for _, d := range list {
		d.MessageType = &tmp2p.Message{}
	}
	return list
}

func (r *reporter) AddPeer(peer p2p.Peer) {
	r.peers.add(peer)
	r.app.events.emit("peer-added", fields{
		"remoteId": peer.ID(), "remote": peer.SocketAddr().String(), "inbound": !peer.IsOutbound(),
		"persistent": peer.IsPersistent(), "nodeInfo": peer.NodeInfo()})
}

func (r *reporter) RemovePeer(peer p2p.Peer, reason any) {
	r.peers.remove(peer)
	r.app.events.emit("peer-removed", fields{"remoteId": peer.ID(), "reason": fmt.Sprint(reason)})
}

func (r *reporter) Receive(e p2p.Envelope) {
	f := fields{"remoteId": e.Src.ID(), "channel": e.ChannelID, "type": fmt.Sprintf("%T", e.Message)}
	message := e.Message
	if wrapper, ok := message.(p2p.Wrapper); ok {
		message = wrapper.Wrap() // what was on the wire
	}
	if raw, err := proto.Marshal(message); err == nil {
		sum := sha256.Sum256(raw)
		f["len"], f["sha256"] = len(raw), hex.EncodeToString(sum[:])
		if len(raw) <= 64 {
			f["hex"] = hex.EncodeToString(raw)
		}
	}
	r.app.events.emit("message", f)
}
