package main

import "bytes"

// echoMessage sends a received message back on the same channel. It waits in the receive loop for room in the queue, so
// a remote that floods us is slowed down instead of filling our memory.
func echoMessage(s *session, channel byte, msg []byte) {
	if !s.mconn.Send(channel, bytes.Clone(msg)) {
		s.emit("echo-dropped", fields{"channel": channel, "len": len(msg)})
	}
}
