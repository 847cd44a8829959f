package main

// flood sends messages of one size as fast as the queue takes them, until the session ends.
func flood(s *session) {
	channel, msg := byte(s.app.opts.floodChannel), ruleBytes(s.app.opts.size)
	for s.mconn.TrySend(channel, msg) || s.mconn.Send(channel, msg) {
	}
}
