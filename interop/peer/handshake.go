package main

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/cometbft/cometbft/crypto"
	"github.com/cometbft/cometbft/libs/protoio"
	"github.com/cometbft/cometbft/p2p"
	"github.com/cometbft/cometbft/p2p/conn"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

// upgraded is an authenticated connection whose NodeInfo has been exchanged.
type upgraded struct {
	secret   *conn.SecretConnection
	remoteID p2p.ID
	info     p2p.DefaultNodeInfo
}

// upgrade does what a node's transport does with a fresh TCP connection: secret connection, NodeInfo exchange and, with
// -check, the same checks in the same order.
func (o *options) upgrade(raw net.Conn, key crypto.PrivKey, own p2p.DefaultNodeInfo, expectID string) (*upgraded, error) {
	if err := raw.SetDeadline(time.Now().Add(o.handshakeTimeout)); err != nil {
		return nil, err
	}
	secret, err := conn.MakeSecretConnection(raw, key)
	if err != nil {
		return nil, fmt.Errorf("secret connection: %w", err)
	}
	u := &upgraded{secret: secret, remoteID: p2p.PubKeyToID(secret.RemotePubKey())}
	if expectID != "" && string(u.remoteID) != expectID {
		return nil, fmt.Errorf("dialled id %s, but the remote is %s", expectID, u.remoteID)
	}
	if err := secret.SetDeadline(time.Now().Add(o.handshakeTimeout)); err != nil {
		return nil, err
	}
	if u.info, err = exchangeNodeInfo(secret, own); err != nil {
		return nil, fmt.Errorf("node info exchange: %w", err)
	}
	if o.check {
		if err := checkNodeInfo(u, own); err != nil {
			return nil, err
		}
	}
	return u, secret.SetDeadline(time.Time{})
}

// exchangeNodeInfo writes ours and reads theirs at the same time, so that neither side waits for the other.
func exchangeNodeInfo(c net.Conn, own p2p.DefaultNodeInfo) (p2p.DefaultNodeInfo, error) {
	written := make(chan error, 1)
	go func() {
		_, err := protoio.NewDelimitedWriter(c).WriteMsg(own.ToProto())
		written <- err
	}()
	var remote tmp2p.DefaultNodeInfo
	_, readErr := protoio.NewDelimitedReader(c, p2p.MaxNodeInfoSize()).ReadMsg(&remote)
	if err := errors.Join(readErr, <-written); err != nil {
		return p2p.DefaultNodeInfo{}, err
	}
	return p2p.DefaultNodeInfoFromToProto(&remote)
}

// checkNodeInfo says why a node would refuse this remote, or nil.
func checkNodeInfo(u *upgraded, own p2p.DefaultNodeInfo) error {
	if err := u.info.Validate(); err != nil {
		return fmt.Errorf("invalid node info: %w", err)
	}
	if u.info.ID() != u.remoteID {
		return fmt.Errorf("node info claims id %s, but the connection is with %s", u.info.ID(), u.remoteID)
	}
	if u.remoteID == own.ID() {
		return errors.New("connected to ourselves")
	}
	if err := own.CompatibleWith(u.info); err != nil {
		return fmt.Errorf("incompatible: %w", err)
	}
	return nil
}
