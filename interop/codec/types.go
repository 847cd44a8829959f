package main

import (
	"strings"

	blocksyncv1 "github.com/cometbft/cometbft/api/cometbft/blocksync/v1"
	consensusv1 "github.com/cometbft/cometbft/api/cometbft/consensus/v1"
	mempoolv1 "github.com/cometbft/cometbft/api/cometbft/mempool/v1"
	p2pv1 "github.com/cometbft/cometbft/api/cometbft/p2p/v1"
	statesyncv1 "github.com/cometbft/cometbft/api/cometbft/statesync/v1"
	typesv1 "github.com/cometbft/cometbft/api/cometbft/types/v1"
	"github.com/cometbft/cometbft/proto/tendermint/blocksync"
	"github.com/cometbft/cometbft/proto/tendermint/consensus"
	"github.com/cometbft/cometbft/proto/tendermint/mempool"
	"github.com/cometbft/cometbft/proto/tendermint/p2p"
	"github.com/cometbft/cometbft/proto/tendermint/statesync"
	"github.com/cometbft/cometbft/proto/tendermint/types"
	"github.com/cosmos/gogoproto/proto"
)

// messageTypes is what each channel carries: the types of v1.0.1 for its own recording, else those of v0.38.25.
func messageTypes(release string) map[byte]func() proto.Message {
	if strings.HasPrefix(release, "v1.") {
		return byChannel(
			func() proto.Message { return &p2pv1.Message{} },
			func() proto.Message { return &consensusv1.Message{} },
			func() proto.Message { return &mempoolv1.Message{} },
			func() proto.Message { return &typesv1.EvidenceList{} },
			func() proto.Message { return &blocksyncv1.Message{} },
			func() proto.Message { return &statesyncv1.Message{} },
		)
	}
	return byChannel(
		func() proto.Message { return &p2p.Message{} },
		func() proto.Message { return &consensus.Message{} },
		func() proto.Message { return &mempool.Message{} },
		func() proto.Message { return &types.EvidenceList{} },
		func() proto.Message { return &blocksync.Message{} },
		func() proto.Message { return &statesync.Message{} },
	)
}

func byChannel(pex, consensus, mempool, evidence, blocksync, statesync func() proto.Message) map[byte]func() proto.Message {
	return map[byte]func() proto.Message{
		0x00: pex,
		0x20: consensus, 0x21: consensus, 0x22: consensus, 0x23: consensus,
		0x30: mempool,
		0x38: evidence,
		0x40: blocksync,
		0x60: statesync, 0x61: statesync,
	}
}
