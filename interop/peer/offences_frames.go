package main

// frameOffences spoil the encrypted stream of a full peer.
var frameOffences = map[string]offence{
	"plaintext-after-handshake": {after: stagePeer, commit: func(o *offender) error {
		_, err := o.link.raw.Write(make([]byte, sealedFrameSize))
		return err
	}},
	"tampered-frame": {after: stagePeer, commit: func(o *offender) error {
		flipOneBit := func(frame []byte) { frame[len(frame)/2] ^= 1 }
		return o.packets.writeFrame(uint32(len(pingPacket)), pingPacket, flipOneBit)
	}},
	"empty-frames": {after: stagePeer, repeat: 1, commit: func(o *offender) error {
		for range o.offence.repeat {
			if err := o.packets.writeFrame(0, nil, nil); err != nil {
				return err
			}
		}
		return nil
	}},
	"oversize-frame-length": {after: stagePeer, commit: func(o *offender) error {
		return o.packets.writeFrame(frameData+1, pingPacket, nil)
	}},
}
