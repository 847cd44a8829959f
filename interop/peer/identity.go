package main

import (
	stded25519 "crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/crypto/ed25519"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/version"
)

// nodeKey makes the n-th key: key 0 of a given seed is the seed itself, the others are derived from it.
func (o *options) nodeKey(n int) crypto.PrivKey {
	seed := make([]byte, stded25519.SeedSize)
	switch {
	case o.keySeed == nil:
		_, _ = rand.Read(seed) // never fails: crypto/rand ends the program instead
	case n == 0:
		copy(seed, o.keySeed)
	default:
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(append([]byte{}, o.keySeed...), uint64(n)))
		copy(seed, sum[:])
	}
	return ed25519.PrivKey(stded25519.NewKeyFromSeed(seed))
}

// nodeInfo describes us, as the flags want it, with the address given unless -advertise says otherwise.
func (o *options) nodeInfo(key crypto.PrivKey, listenAddr string) p2p.DefaultNodeInfo {
	protocol := p2p.NewProtocolVersion(version.P2PProtocol, version.BlockProtocol, 0)
	if o.p2pVersion != 0 {
		protocol.P2P = o.p2pVersion
	}
	if o.blockVersion != 0 {
		protocol.Block = o.blockVersion
	}
	info := p2p.DefaultNodeInfo{
		ProtocolVersion: protocol,
		DefaultNodeID:   p2p.PubKeyToID(key.PubKey()),
		ListenAddr:      listenAddr,
		Network:         o.network,
		Version:         o.version,
		Moniker:         o.moniker,
		Other:           p2p.DefaultNodeInfoOther{TxIndex: "on"},
	}
	if info.Version == "" {
		info.Version = version.TMCoreSemVer
	}
	if o.claimID != "" {
		info.DefaultNodeID = p2p.ID(o.claimID)
	}
	if o.advertise != "" {
		info.ListenAddr = o.advertise
	}
	for _, d := range o.channels {
		info.Channels = append(info.Channels, d.ID)
	}
	if raw, err := hex.DecodeString(o.advertiseChannels); err == nil && len(raw) > 0 {
		info.Channels = raw
	}
	return info
}
