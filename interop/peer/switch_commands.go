package main

import (
	"fmt"

	"github.com/cosmos/gogoproto/proto"

	"github.com/cometbft/cometbft/p2p"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

func (a *app) runSwitchCommand(c command, sw *p2p.Switch, r *reporter) error {
	peers := r.peers.choose(c.Peer)
	switch c.Cmd {
	case "send":
		message, err := c.switchMessage()
		if err != nil {
			return err
		}
		for _, peer := range peers {
			ok := peer.Send(p2p.Envelope{ChannelID: byte(c.Channel), Message: message})
			a.events.emit("sent", fields{"remoteId": peer.ID(), "channel": c.Channel, "ok": ok})
		}
	case "stop":
		for _, peer := range peers {
			sw.StopPeerGracefully(peer)
		}
	case "stop-for-error":
		for _, peer := range peers {
			sw.StopPeerForError(peer, "stopped by command")
		}
	case "dial":
		a.dialFromSwitch(sw, c.Dial, false)
	case "status":
		ids := []p2p.ID{}
		for _, peer := range peers {
			ids = append(ids, peer.ID())
		}
		outbound, inbound, dialing := sw.NumPeers()
		a.events.emit("status", fields{
			"peers": ids, "outbound": outbound, "inbound": inbound, "dialing": dialing, "cpuSeconds": cpuSeconds()})
	case "memory":
		a.events.emit("memory", memoryFields(sw.Peers().Size()))
	default:
		return fmt.Errorf("unknown command")
	}
	return nil
}

// dialFromSwitch dials id@host:port in the background; the reason of a failure is reported, and logged by the switch.
func (a *app) dialFromSwitch(sw *p2p.Switch, target string, persistent bool) {
	report := func(err error) {
		if err != nil {
			a.events.emit("dial-failed", fields{"remote": target, "error": err.Error()})
		}
	}
	if persistent {
		report(sw.AddPersistentPeers([]string{target}))
		report(sw.DialPeersAsync([]string{target}))
		return
	}
	addr, err := p2p.NewNetAddressString(target)
	if err != nil {
		report(err)
		return
	}
	go func() { report(sw.DialPeerWithAddress(addr)) }()
}

// switchMessage is the message that a send command names.
func (c command) switchMessage() (proto.Message, error) {
	switch c.Message {
	case "pex-request":
		return &tmp2p.PexRequest{}, nil
	case "pex-addrs":
		addrs, errs := p2p.NewNetAddressStrings(c.Addrs)
		if len(errs) > 0 {
			return nil, errs[0]
		}
		return &tmp2p.PexAddrs{Addrs: p2p.NetAddressesToProto(addrs)}, nil
	default:
		return nil, fmt.Errorf("unknown message %q", c.Message)
	}
}
