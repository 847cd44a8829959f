package main

import (
	"encoding/binary"
	"strings"

	"github.com/cometbft/cometbft/libs/protoio"
	"github.com/cometbft/cometbft/p2p"
)

// handshakeOffences break off or spoil the handshake after the key exchange.
var handshakeOffences = map[string]offence{
	"bad-auth-signature": {after: stageKeys, commit: func(o *offender) error {
		return o.secret.sendAuthentication(o.link.key, true)
	}},
	"auth-then-silent": {after: stageSecret, commit: nothing},
	"nodeinfo-oversize": {after: stageSecret, commit: func(o *offender) error {
		info := o.link.own
		info.Moniker = strings.Repeat("m", 11000)
		return o.sendNodeInfo(info)
	}},
	"nodeinfo-garbage": {after: stageSecret, commit: func(o *offender) error {
		return o.sendDelimited([]byte{0xff, 0xff, 0xff, 0xff, 0x07, 0x99, 0x12})
	}},
	"nodeinfo-wrong-id": {after: stageSecret, commit: func(o *offender) error {
		info := o.link.own
		info.DefaultNodeID = p2p.PubKeyToID(o.app.opts.nodeKey(1).PubKey())
		return o.sendNodeInfo(info)
	}},
}

func (o *offender) sendNodeInfo(info p2p.DefaultNodeInfo) error {
	_, err := protoio.NewDelimitedWriter(o.secret).WriteMsg(info.ToProto())
	return err
}

// sendDelimited sends any bytes as one length-delimited message through the secret connection.
func (o *offender) sendDelimited(body []byte) error {
	_, err := o.packets.Write(delimited(body))
	return err
}

func delimited(body []byte) []byte {
	return append(binary.AppendUvarint(nil, uint64(len(body))), body...)
}
