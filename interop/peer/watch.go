package main

import (
	"net"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cometbft/cometbft/libs/protoio"
	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

// States of a TCP socket as Linux numbers them.
const (
	tcpEstablished = 1
	tcpClose       = 7
	tcpCloseWait   = 8
)

// lockedWriter lets the offence and the answers to pings write whole packets by turns.
type lockedWriter struct {
	mu     sync.Mutex
	secret *rawSecret
}

func (w *lockedWriter) Write(data []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.secret.Write(data)
}

// writeFrame seals one frame with any length field and sends it; tamper may spoil the sealed bytes before.
func (w *lockedWriter) writeFrame(length uint32, data []byte, tamper func([]byte)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	frame := w.secret.sealFrame(length, data)
	if tamper != nil {
		tamper(frame)
	}
	_, err := w.secret.conn.Write(frame)
	return err
}

// readPackets reads as a peer does and answers pings, unless the offence is to be mute.
func (o *offender) readPackets() error {
	reader := protoio.NewDelimitedReader(o.secret, 1<<20)
	for {
		var packet tmp2p.Packet
		n, err := reader.ReadMsg(&packet)
		o.tally.bytes += n
		if err != nil {
			return err
		}
		switch packet.Sum.(type) {
		case *tmp2p.Packet_PacketPing:
			o.tally.pings++
			if !o.offence.mute {
				_, _ = o.packets.Write(pongPacket)
			}
		case *tmp2p.Packet_PacketPong:
			o.tally.pongs++
		case *tmp2p.Packet_PacketMsg:
			o.tally.messages++
		}
	}
}

// watchSocketState polls the kernel for what the remote did, without reading a byte.
func watchSocketState(c *net.TCPConn, deadline time.Time) string {
	control, err := c.SyscallConn()
	if err != nil {
		return err.Error()
	}
	for time.Now().Before(deadline) {
		state := uint8(tcpEstablished)
		_ = control.Control(func(fd uintptr) {
			if info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO); err == nil {
				state = info.State
			}
		})
		switch state {
		case tcpCloseWait:
			return "closed"
		case tcpClose:
			return "reset"
		}
		time.Sleep(2 * time.Millisecond)
	}
	return "still open"
}
