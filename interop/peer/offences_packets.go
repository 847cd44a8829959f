package main

import (
	"bytes"
	"time"

	tmp2p "github.com/cometbft/cometbft/proto/tendermint/p2p"
)

// The two packets without content, with their length in front.
var (
	pingPacket = []byte{0x02, 0x0a, 0x00}
	pongPacket = []byte{0x02, 0x12, 0x00}
)

// unknownChannel is a channel that no release and no test registers.
const unknownChannel = 0x99

// packetOffences spoil the packets of a full peer. They use the first channel of -channels.
var packetOffences = map[string]offence{
	"unknown-channel": {after: stagePeer, commit: func(o *offender) error {
		return o.sendPacket(unknownChannel, true, []byte("x"))
	}},
	"packet-too-large": {after: stagePeer, commit: func(o *offender) error {
		return o.sendPacket(o.channel(), true, make([]byte, 1100))
	}},
	"message-over-capacity": {after: stagePeer, commit: sendOverCapacity},
	"empty-packet":          {after: stagePeer, commit: func(o *offender) error { return o.sendDelimited(nil) }},
	"garbage-packet": {after: stagePeer, commit: func(o *offender) error {
		return o.sendDelimited([]byte{0xff, 0xff, 0xff, 0xff, 0x07, 0x99, 0x12})
	}},
	"ping-flood":      {after: stagePeer, repeat: 50000, commit: func(o *offender) error { return o.floodWith(pingPacket) }},
	"pong-flood":      {after: stagePeer, repeat: 50000, commit: func(o *offender) error { return o.floodWith(pongPacket) }},
	"no-pong":         {after: stagePeer, mute: true, commit: nothing},
	"stop-reading":    {after: stagePeer, deaf: true, commit: stopReading},
	"endless-message": {after: stagePeer, commit: sendEndlessMessage},
}

func (o *offender) channel() int32 { return int32(o.app.opts.channels[0].ID) }

func (o *offender) sendPacket(channel int32, eof bool, data []byte) error {
	packet := tmp2p.Packet{Sum: &tmp2p.Packet_PacketMsg{
		PacketMsg: &tmp2p.PacketMsg{ChannelID: channel, EOF: eof, Data: data}}}
	body, err := packet.Marshal()
	if err != nil {
		return err
	}
	return o.sendDelimited(body)
}

// stopReading keeps the remote's pong timer content without ever reading: only the remote's own stuck writes can tell.
// The small receive buffer makes them stuck soon.
func stopReading(o *offender) error {
	if err := o.link.raw.SetReadBuffer(4096); err != nil {
		return err
	}
	for {
		if _, err := o.packets.Write(pongPacket); err != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// sendOverCapacity sends one byte more than the channel's capacity, as given in -channels, and never the end.
func sendOverCapacity(o *offender) error {
	for left := o.app.opts.channels[0].RecvMessageCapacity + 1; left > 0; left -= frameData {
		if err := o.sendPacket(o.channel(), false, make([]byte, min(left, frameData))); err != nil {
			return err
		}
	}
	return nil
}

// sendEndlessMessage sends small packets without an end until the connection is gone: the message grows slowly and
// each packet on its own is fine.
func sendEndlessMessage(o *offender) error {
	for {
		if err := o.sendPacket(o.channel(), false, make([]byte, 64)); err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}

// floodWith sends one packet -repeat times, many to a frame.
func (o *offender) floodWith(packet []byte) error {
	const batch = 300
	for left := o.offence.repeat; left > 0; left -= batch {
		if _, err := o.packets.Write(bytes.Repeat(packet, min(left, batch))); err != nil {
			return err
		}
	}
	return nil
}
