package main

import (
	"sync"
	"time"
)

// sessionSet numbers the sessions of this process and knows which are alive.
type sessionSet struct {
	mu     sync.Mutex
	next   int
	newest *session
	live   map[int]*session
}

func (set *sessionSet) nextNumber() int {
	set.mu.Lock()
	defer set.mu.Unlock()
	set.next++
	return set.next - 1
}

func (set *sessionSet) add(s *session) {
	set.mu.Lock()
	defer set.mu.Unlock()
	set.live[s.number] = s
	set.newest = s
}

func (set *sessionSet) remove(s *session) {
	set.mu.Lock()
	defer set.mu.Unlock()
	delete(set.live, s.number)
}

// find returns the numbered session if it is alive; without a number the newest one, alive or not.
func (set *sessionSet) find(number *int) *session {
	set.mu.Lock()
	defer set.mu.Unlock()
	if number == nil {
		return set.newest
	}
	return set.live[*number]
}

func (set *sessionSet) count() int {
	set.mu.Lock()
	defer set.mu.Unlock()
	return len(set.live)
}

// runSessions is the body of every mode built on MConnection: echo, sink, flood, hold and command. The mode only decides
// what happens at the start of a session and at each message; commands work in all of them.
func runSessions(a *app) error {
	set := &sessionSet{live: map[int]*session{}}
	hooks := a.sessionHooks()
	go a.serveCommands(func(c command) error { return a.runSessionCommand(c, set) })
	return a.connectAll(func(l link) {
		number := set.nextNumber()
		remote := l.raw.RemoteAddr().String()
		expectID := ""
		if !l.inbound {
			expectID = a.opts.dialID
		}
		began := time.Now()
		u, err := a.opts.upgrade(l.raw, l.key, l.own, expectID)
		if err != nil {
			_ = l.raw.Close()
			a.events.emit("handshake-failed", fields{
				"session": number, "remote": remote, "inbound": l.inbound, "error": err.Error()})
			return
		}
		took := time.Since(began)
		s, err := a.newSession(number, l, u, hooks.onData)
		if err != nil {
			a.events.emit("fatal", fields{"session": number, "error": err.Error()})
			return
		}
		set.add(s)
		defer set.remove(s)
		s.announce(fields{
			"remote": remote, "remoteId": u.remoteID, "localId": l.own.DefaultNodeID,
			"nodeInfo": u.info, "inbound": l.inbound, "handshakeMs": millis(took)})
		if hooks.onStart != nil {
			go hooks.onStart(s)
		}
		select {
		case <-s.closed:
		case <-a.stopping:
			s.stop("stopping")
		}
	})
}

// hooks are the parts of a session in which the modes differ; any may be nil.
type hooks struct {
	onStart func(*session)
	onData  func(*session, byte, []byte)
}

// sessionHooks picks the hooks of the mode; hold and command have none.
func (a *app) sessionHooks() hooks {
	switch a.opts.mode {
	case "echo":
		return hooks{onData: echoMessage}
	case "sink":
		return hooks{onData: countMessage}
	case "flood":
		return hooks{onStart: flood}
	default:
		return hooks{}
	}
}
