package main

import (
	"fmt"
	"time"
)

// runSessionCommand carries out one command while sessions run.
func (a *app) runSessionCommand(c command, set *sessionSet) error {
	switch c.Cmd { // those that are about all sessions
	case "memory":
		a.events.emit("memory", memoryFields(set.count()))
		return nil
	case "sample":
		a.received.report(a)
		return nil
	}
	s := set.find(c.Session)
	if s == nil {
		return fmt.Errorf("no such session")
	}
	switch c.Cmd {
	case "send":
		msg, err := c.payload()
		if err != nil {
			return err
		}
		s.send(c, msg)
	case "stop":
		s.stop("stop")
	case "flushstop":
		go s.flushStop() // waits until all is written, which the remote can hold up for ever
	case "close-socket":
		return s.reset()
	case "status":
		s.emit("status", fields{"status": s.mconn.Status(), "running": s.mconn.IsRunning()})
	case "block-receive":
		s.blockMs.Store(int64(c.Ms))
	default:
		return fmt.Errorf("unknown command")
	}
	return nil
}

// send queues one message and reports whether, and how fast, the queue took it.
func (s *session) send(c command, msg []byte) {
	began := time.Now()
	queue := s.mconn.Send
	if c.Try {
		queue = s.mconn.TrySend
	}
	ok := queue(byte(c.Channel), msg)
	s.emit("sent", fields{"channel": c.Channel, "len": len(msg), "ok": ok, "waitMs": millis(time.Since(began))})
}
