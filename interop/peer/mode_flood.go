package main

import "time"

// flood sends messages of one size as fast as the queue takes them, then flushes and reports. With -stay it waits for
// the queue to run empty and leaves the connection open instead.
func flood(s *session) {
	o := s.app.opts
	channel, msg := byte(o.floodChannel), ruleBytes(o.size)
	measured := startMeter()
	deadline := measured.began.Add(o.duration)
	sent, refused := 0, false
	for (o.count == 0 || sent < o.count) && (o.count > 0 || time.Now().Before(deadline)) {
		if refused = !s.mconn.Send(channel, msg); refused {
			break // ten seconds without room, or the connection is gone
		}
		sent++
	}
	if o.stay {
		s.waitUntilSent()
	} else {
		s.mconn.FlushStop()
	}
	seconds, cpu := measured.read()
	if o.stay {
		time.Sleep(o.mconn.FlushThrottle + 50*time.Millisecond) // what is left in the write buffer goes out with the timer
	}
	s.emit("flooded", fields{
		"messages": sent, "bytes": int64(sent) * int64(o.size), "seconds": seconds, "cpuSeconds": cpu, "refused": refused})
	if !o.stay {
		s.finish("flooded")
	}
}

// waitUntilSent polls until no channel has anything queued, or the session has ended.
func (s *session) waitUntilSent() {
	for {
		queued := 0
		for _, channel := range s.mconn.Status().Channels {
			queued += channel.SendQueueSize
		}
		if queued == 0 {
			return
		}
		select {
		case <-s.closed:
			return
		case <-time.After(time.Millisecond):
		}
	}
}
