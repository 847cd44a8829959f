package main

import (
	"sync"

	"github.com/cometbft/cometbft/p2p"
)

// peerSet is what a reactor knows of its peers. The switch's own list differs from release to release.
type peerSet struct {
	mu    sync.Mutex
	peers map[p2p.ID]p2p.Peer
}

func newPeerSet() *peerSet { return &peerSet{peers: map[p2p.ID]p2p.Peer{}} }

func (set *peerSet) add(peer p2p.Peer) {
	set.mu.Lock()
	defer set.mu.Unlock()
	set.peers[peer.ID()] = peer
}

func (set *peerSet) remove(peer p2p.Peer) {
	set.mu.Lock()
	defer set.mu.Unlock()
	delete(set.peers, peer.ID())
}

// choose returns the named peer, or all of them.
func (set *peerSet) choose(id string) []p2p.Peer {
	set.mu.Lock()
	defer set.mu.Unlock()
	chosen := []p2p.Peer{}
	for _, peer := range set.peers {
		if id == "" || string(peer.ID()) == id {
			chosen = append(chosen, peer)
		}
	}
	return chosen
}
