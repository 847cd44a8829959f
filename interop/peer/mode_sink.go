package main

// countMessage counts what arrives, over all sessions.
func countMessage(s *session, _ byte, msg []byte) { s.app.received.add(len(msg)) }
